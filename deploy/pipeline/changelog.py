"""CHANGELOG.md in sections, and the version that pyproject.toml names: what a release is made of."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHANGELOG, PROJECT = ROOT / "CHANGELOG.md", ROOT / "pyproject.toml"
VERSION = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)", re.ASCII)
NAMED = re.compile(r'^version = "([^"]*)"$', re.M)


def read_version(word: str) -> str:
    """A version such as 1.2.0, also given as its tag v1.2.0."""
    version = word.removeprefix("v")
    if not VERSION.fullmatch(version):
        sys.exit("A version has three numbers, such as 1.2.0; its tag is v1.2.0.")
    return version


def read_project_version() -> str:
    """The version that the package and the site say they have."""
    found = NAMED.search(PROJECT.read_text(encoding="utf-8"))
    return found[1] if found else sys.exit("pyproject.toml has no line `version = …`.")


def find_section(text: str, name: str) -> str:
    """The lines below a heading, such as `## 1.2.0 - 2026-12-01` for 1.2.0."""
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        heading, _, lines = section.partition("\n")
        if heading.strip("[] ").split("]")[0].split(" ")[0] == name:
            return lines.strip()
    return ""
