"""Who waits for whom. Rows of pages are locked in the order of their keys, and after the tree, or two requests wait for
each other for ever."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import Page

__all__ = ["lock_branch", "lock_page", "lock_with_parent"]


def lock_page(key: int) -> None:
    """Let one of two requests wait that change a page, or create pages below it."""
    list(Page.objects.select_for_update().filter(pk=key).values_list("pk"))


def lock_with_parent(key: int, *others: int) -> None:
    """Lock a page, the one that it stands below, and others."""
    path = Page.objects.filter(pk=key).values_list("path", flat=True).first() or ""
    rows = Page.objects.select_for_update().filter(Q(pk__in=(key, *others)) | Q(path=path[: -Page.steplen]))
    list(rows.order_by("pk").values_list("pk"))


def lock_branch(page: Page) -> None:
    """Lock a page and all below it, whose addresses are about to change. The admin locks the page below which it makes
    one, and not the tree: a page that was made while this has waited is found the next time."""
    rows = Page.objects.select_for_update().filter(path__startswith=page.path).order_by("pk")
    known: list[int] | None = None
    while known != (found := list(rows.values_list("pk", flat=True))):
        known = found
