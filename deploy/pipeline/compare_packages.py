"""Print how the packages of two images differ, by their lists in CycloneDX: compare_packages.py OLD NEW."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def read_versions(path: str) -> dict[str, str]:
    return {each["name"]: each["version"] for each in json.loads(Path(path).read_text())["components"]}


def describe(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """A line of a Markdown table for each package that differs."""
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [f"| {name} | {old.get(name, 'none')} | {new.get(name, 'none')} |" for name in names]


def main(old: str, new: str) -> int:
    lines = describe(read_versions(old), read_versions(new))
    print(
        "\n".join(["| package | before | after |", "| --- | --- | --- |", *lines])
        if lines
        else "The same packages."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 2 else __doc__)
