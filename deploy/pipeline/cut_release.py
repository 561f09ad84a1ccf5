"""Make the section “Unreleased” of CHANGELOG.md that of a version, and give pyproject.toml this version:
python deploy/pipeline/cut_release.py 1.2.0. Nothing is committed or tagged."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime

from changelog import CHANGELOG, NAMED, PROJECT, VERSION, find_section, read_project_version, read_version

HEADING = "## Unreleased\n"


def main(word: str) -> None:
    version, text = read_version(word), CHANGELOG.read_text(encoding="utf-8")
    if refusal := find_refusal(text, version):
        sys.exit(refusal)
    heading = f"{HEADING}\n## {version} - {datetime.now(UTC):%Y-%m-%d}\n"
    CHANGELOG.write_text(text.replace(HEADING, heading, 1), encoding="utf-8")
    project = PROJECT.read_text(encoding="utf-8")
    PROJECT.write_text(NAMED.sub(f'version = "{version}"', project, count=1), encoding="utf-8")
    print(f"CHANGELOG.md and pyproject.toml are of {version}. Commit them, and tag this commit v{version}.")


def find_refusal(text: str, version: str) -> str:
    """Why the version cannot be made; empty when it can."""
    earlier = re.findall(rf"^## \[?({VERSION.pattern})\b", text, re.M)
    newest = max([*earlier, "0.0.0"], key=order)
    if order(version) <= order(newest):
        return f"CHANGELOG.md has {newest} already. Choose a higher version."
    if order(version) < order(read_project_version()):
        return f"pyproject.toml is of {read_project_version()} already. Choose this version or a higher one."
    if HEADING not in text or not find_section(text, "Unreleased"):
        return "CHANGELOG.md has nothing below “## Unreleased”. Write there what changes."
    return ""


def order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
