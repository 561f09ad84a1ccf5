"""Print what CHANGELOG.md says of a version: python deploy/pipeline/release_notes.py 1.2.0. It fails for a version that
cannot be released."""

from __future__ import annotations

import sys

from changelog import CHANGELOG, find_section, read_project_version, read_version

LONGEST = 125_000
"""Characters that GitHub takes as the text of a release."""


def main(word: str) -> None:
    version = read_version(word)
    if (named := read_project_version()) != version:
        sys.exit(
            f"pyproject.toml is of version {named}. Run `make cut-release VERSION={version}` before the tag."
        )
    notes = find_section(CHANGELOG.read_text(encoding="utf-8"), version)
    if not notes:
        sys.exit(
            f"CHANGELOG.md has no section “## {version}”, or it is empty. "
            f"Run `make cut-release VERSION={version}` before the tag."
        )
    if len(notes) > LONGEST:
        sys.exit(
            f"The section “## {version}” has {len(notes)} characters, of {LONGEST} that fit. Shorten it."
        )
    print(notes)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
