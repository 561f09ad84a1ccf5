#!/usr/bin/env bash
# The Python packages elasticsearch8 and elasticsearch9 have names of their own, so that one program can speak to servers
# of both generations. From 9.1 on the second cannot be installed beside the first: 8.19 needs elastic-transport below 9,
# and 9.1 needs 9.1 or newer. Only 9.0 goes with it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"

try() { # the answer of pip for two pinned packages
  if "$folder/venv/bin/pip" install --disable-pip-version-check --dry-run "$@" >"$folder/out" 2>&1; then
    echo "installable: $*"
  elif grep -q ResolutionImpossible "$folder/out"; then
    echo "conflict: $*"
    grep -E "depends on elastic-transport" "$folder/out" || true
  else
    cat "$folder/out" && exit 1
  fi
}

try elasticsearch8==8.19.0 elasticsearch9==9.0.3 | tee "$folder/old"
try elasticsearch8==8.19.0 elasticsearch9==9.1.0 | tee "$folder/new"
grep -q ^installable "$folder/old" || { echo "9.0 no longer goes with 8.19"; exit 1; }
grep -q ^conflict "$folder/new" || { echo "the behaviour has changed"; exit 1; }
