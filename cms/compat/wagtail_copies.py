"""Wagtail 8.0: a page can be copied into the tree of another language, though it cannot be moved there.

The copy keeps its language, so it has an address in one language and the content of another, and no list shows it.
`can_copy_to` decides for the copy form, its page chooser, and the actions that make copies and aliases.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester

__all__ = ["install"]

original = PagePermissionTester.can_copy_to


def can_copy_to(self: Any, destination: Any, recursive: bool = False) -> bool:
    """Wagtail's answer, and never into another language; below the root of the tree stand all languages."""
    if not destination.is_root() and destination.locale_id != self.page.locale_id:
        return False
    return bool(original(self, destination, recursive))


def install() -> None:
    """Extend Wagtail's method; called once, at the start."""
    PagePermissionTester.can_copy_to = can_copy_to
