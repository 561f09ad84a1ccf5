#!/usr/bin/env bash
# maven-dependency-plugin 3.8.1: `dependency:unpack` outside a project, which is how tools fetch one artifact, writes its marker
# files into a folder that is literally called `${project.basedir}`, in the working directory: the default of `markersDirectory`
# stays unresolved where there is no project. A second run elsewhere sees no marker. `-DmarkersDirectory=FOLDER` avoids it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
  -Dartifact=org.slf4j:slf4j-api:2.0.16 -DoutputDirectory="$folder/unpacked"

mvn --version | sed -n 1p
test -d "$folder/unpacked/META-INF" && echo "The artifact is unpacked where it should be."
ls -d "$folder"/*/ | sed "s|$folder/||"
if ! find "$folder/\${project.basedir}" -name '*.marker' 2>/dev/null | grep -q .; then
  echo "No marker is written to that folder now: the finding is out of date." >&2
  exit 1
fi
echo "Markers: $(cd "$folder" && find './${project.basedir}' -name '*.marker')"
