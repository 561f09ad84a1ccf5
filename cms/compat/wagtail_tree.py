"""Wagtail 8.0: pages that are moved while another request moves, makes, copies or deletes some.

A move reads the paths of both pages before its transaction begins, and writes those of all pages below. A page that
another request adds there meanwhile keeps the old path: it stands below no page any more, or below a wrong one.
Two moves at once compute with paths that are no longer so.

Here they take the lock that the editorial API takes: a move alone, the others together. Moves and deletes, which act on
paths, read them again once they have the lock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.base.tree_locks import hold_tree, share_tree

__all__ = ["install"]

PLACE = ("path", "depth", "numchild", "url_path")
original_move = MovePageAction.execute


def move_alone(self: Any, *given: Any, **more: Any) -> Any:
    """MovePageAction.execute, with the pages as they stand once no other request changes the tree."""
    with transaction.atomic():
        hold_tree()
        read_place(self.page)
        read_place(self.target)
        return original_move(self, *given, **more)


def read_place(page: Page) -> None:
    """Read again where a page stands; one that is gone stays as it is."""
    vars(page).pop("_cached_parent_obj", None)
    for name, value in (Page.objects.filter(pk=page.pk).values(*PLACE).first() or {}).items():
        setattr(page, name, value)


def keep_out_moves(original: Callable[..., Any]) -> Callable[..., Any]:
    """An action, while no request moves pages."""

    def execute(self: Any, *given: Any, **more: Any) -> Any:
        with transaction.atomic():
            share_tree()
            if isinstance(self, DeletePageAction):
                read_place(self.page)
            return original(self, *given, **more)

    return execute


def install() -> None:
    """Extend Wagtail's actions; called once, at the start."""
    MovePageAction.execute = move_alone
    for action in (CopyPageAction, CopyPageForTranslationAction, CreatePageAliasAction, DeletePageAction):
        action.execute = keep_out_moves(action.execute)
