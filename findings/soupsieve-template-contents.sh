#!/usr/bin/env bash
# Beautiful Soup 4.15.0 with soupsieve 2.10 and 4.1.2: whether CSS selectors find what stands inside <template> depends on
# the release of soupsieve, which an installer chooses by the version of Python. 2.10 finds it; 4.1.2 finds nothing there,
# not even for the selector "template tr", while find_all still does. A test of a page with templates of rows (Wagtail's
# admin has them) that counts "tbody tr" therefore passes on one Python and fails on another, from the same lock file.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in 2.10 4.1.2; do
  python3 -m venv "$folder/$release"
  "$folder/$release/bin/pip" install --quiet --disable-pip-version-check "soupsieve==$release" beautifulsoup4==4.15.0
  "$folder/$release/bin/python" - <<'PYTHON'
from importlib.metadata import version

from bs4 import BeautifulSoup

PAGE = "<table><tbody><tr id=row></tr></tbody></table><template><table><tbody><tr id=new></tr></tbody></table></template>"
soup = BeautifulSoup(PAGE, "html.parser")
found = {selector: [each["id"] for each in soup.select(selector)] for selector in ("tbody tr", "template tr")}
found["find_all"] = [each["id"] for each in soup.find_all("tr")]
print(f"soupsieve {version('soupsieve')}: {found}")
old = version("soupsieve") == "2.10"
assert found["tbody tr"] == (["row", "new"] if old else ["row"]), "the behaviour has changed"
assert found["template tr"] == (["new"] if old else []), "the behaviour has changed"
assert found["find_all"] == ["row", "new"], "the behaviour has changed"
PYTHON
done
