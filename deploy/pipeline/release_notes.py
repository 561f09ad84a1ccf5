"""Print what CHANGELOG.md says of a version: python deploy/pipeline/release_notes.py 1.2.0. 1 when it says nothing."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def find_notes(text: str, version: str) -> str:
    """The lines below the version's heading."""
    sections = re.split(r"^## ", text, flags=re.M)
    for section in sections[1:]:
        heading, _, notes = section.partition("\n")
        if heading.strip("[] ").split("]")[0].split(" ")[0] == version:
            return notes.strip()
    return ""


def main(version: str) -> int:
    notes = find_notes(CHANGELOG.read_text(), version.removeprefix("v"))
    if not notes:
        print(
            f"CHANGELOG.md has no section “## {version.removeprefix('v')}”, or it is empty.", file=sys.stderr
        )
        return 1
    print(notes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
