"""Wagtail 8.0: restrictions of views are lost on copies, and aliases escape them.

- A copy below a private page loses the restriction of the page that it was copied from, which may admit fewer people.
- `public()` does not know that an alias is as private as its source, as `get_view_restrictions` does.
- `get_view_restrictions` leaves out what was set above the source of an alias, and on an alias itself, so that its form
  cannot take it away again.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.base.private_subtrees import list_deciding_paths, list_private_pages

__all__ = ["ORIGINALS", "install"]

ORIGINALS: dict[str, Any] = {
    "copy": CopyPageAction._copy_page,
    "restrictions": Page.get_view_restrictions,
    "private": PageQuerySet.private_q,
}


def copy_page(self: Any, page: Any, *given: Any, **more: Any) -> Any:
    """Wagtail's copy, with the restrictions of this page, also where those above it have others."""
    made = ORIGINALS["copy"](self, page, *given, **more)
    if not made.view_restrictions.exists():
        for restriction in page.view_restrictions.all():
            copy = PageViewRestriction(
                page=made, restriction_type=restriction.restriction_type, password=restriction.password
            )
            copy.save(user=self.user)
            copy.groups.set(restriction.groups.all())
    return made


def get_view_restrictions(self: Page) -> QuerySet[PageViewRestriction]:
    """Those of this page and the pages above it, and the same of what aliases among them stand for."""
    return PageViewRestriction.objects.filter(page__path__in=list_deciding_paths(self.path))


def build_private_rule(self: Any) -> Q:
    """Pages in private subtrees, those of aliases included."""
    rules = [Q(path__startswith=each.tree_path) for each in list_private_pages()]
    return reduce(or_, rules, Q(pk__in=()))


def install() -> None:
    """Replace Wagtail's methods; called once, at the start."""
    CopyPageAction._copy_page = copy_page
    Page.get_view_restrictions = get_view_restrictions
    PageQuerySet.private_q = build_private_rule
