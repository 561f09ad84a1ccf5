"""Checks of accessibility by axe-core, and the faults that are Wagtail's own."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["UPSTREAM", "find_faults", "find_faults_in_both"]

SEVERE = ("serious", "critical")
WCAG = frozenset({"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"})
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours."""
FINISH_TRANSITIONS = """() => {
  for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
}"""
UPSTREAM: dict[str, str] = {}
"""Faults of Wagtail 8.0.1 itself: rule by the start of the element's markup. A test fails for one that is not found."""


def find_faults(page: Page, *, every: bool = False, within: str | None = None) -> set[tuple[str, str]]:
    """Serious and critical faults of what is visible on a page: markup and rule.

    every: those of WCAG 2.2 AA that are less severe, too. within: a CSS selector; only faults below it.
    """
    options = OPTIONS | ({"rules": {"target-size": {"enabled": True}}} if every else {})
    return read_faults(Axe().run(page, context=within, options=options).response, every)


def find_faults_in_both(
    page: Page, *, every: bool = False, within: str | None = None
) -> set[tuple[str, str]]:
    """As `find_faults`, and what is wrong with colours when the page is dark; all else is the same in both."""
    found = find_faults(page, every=every, within=within)
    page.emulate_media(color_scheme="dark")
    page.evaluate(FINISH_TRANSITIONS)
    options = OPTIONS | {"runOnly": {"type": "rule", "values": COLOURS}}
    found |= read_faults(Axe().run(page, context=within, options=options).response, every)
    page.emulate_media(color_scheme="light")
    page.evaluate(FINISH_TRANSITIONS)
    return found


def read_faults(results: dict[str, Any], every: bool) -> set[tuple[str, str]]:
    """Markup and rule of each fault that counts, from the answer of axe-core."""
    return {
        (node["html"][:300], rule["id"])
        for rule in results["violations"]
        for node in rule["nodes"]
        if rule["impact"] in SEVERE or (every and WCAG.intersection(rule["tags"]))
    }
