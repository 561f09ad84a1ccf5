"""Checks of accessibility by axe-core, and the faults that are Wagtail's own."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["UPSTREAM", "find_faults"]

SEVERE = ("serious", "critical")
WCAG = frozenset({"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"})
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"]}
UPSTREAM: dict[str, str] = {}
"""Faults of Wagtail 8.0.1 itself: rule by the start of the element's markup. A test fails for one that is not found."""


def find_faults(page: Page, *, every: bool = False) -> set[tuple[str, str]]:
    """Serious and critical faults of what is visible on a page: markup and rule. every: those of WCAG 2.2 AA that are
    less severe, too."""
    options = OPTIONS | ({"rules": {"target-size": {"enabled": True}}} if every else {})
    results: dict[str, Any] = Axe().run(page, options=options).response
    return {
        (node["html"][:300], rule["id"])
        for rule in results["violations"]
        for node in rule["nodes"]
        if rule["impact"] in SEVERE or (every and WCAG.intersection(rule["tags"]))
    }
