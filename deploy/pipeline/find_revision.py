"""Print the revision of a release that serves now, of what `helm history --output json` writes.

It is what a version that is tried out goes back to. A later revision may be there that failed.
"""

from __future__ import annotations

import json
import sys


def find_deployed(history: list[dict[str, object]]) -> object:
    """The last revision that is deployed; None when there is none."""
    found = [each["revision"] for each in history if each["status"] == "deployed"]
    return found[-1] if found else None


def main() -> None:
    try:
        revision = find_deployed(json.load(sys.stdin))
    except ValueError:
        revision = None
    if revision is None:
        sys.exit(
            "No revision is deployed to which a new version could be compared. Run `make roll-out` first."
        )
    print(revision)


if __name__ == "__main__":
    main()
