"""Print the list of packages (SBOM) of this Python environment, as CycloneDX 1.6 in JSON."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, distributions
from typing import Any

NAME = "aixplore"


def build_document() -> dict[str, Any]:
    """The document: the site as the subject, and every installed distribution as a component of it."""
    found = {normalise(each.metadata["Name"]): each for each in distributions()}
    subject = found.pop(NAME, None)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": describe(NAME, subject) if subject else {"type": "application", "name": NAME}
        },
        "components": [describe(name, found[name]) for name in sorted(found)],
    }


def describe(name: str, distribution: Distribution) -> dict[str, Any]:
    """One component: its name, version and address among packages, and its licence where it states one."""
    purl = f"pkg:pypi/{name}@{distribution.version}"
    kind = "application" if name == NAME else "library"
    made: dict[str, Any] = {
        "type": kind,
        "bom-ref": purl,
        "name": name,
        "version": distribution.version,
        "purl": purl,
    }
    if expression := distribution.metadata.get("License-Expression"):
        made["licenses"] = [{"expression": expression}]
    return made


def normalise(name: str) -> str:
    """The name of a distribution as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    json.dump(build_document(), sys.stdout, indent=2)
