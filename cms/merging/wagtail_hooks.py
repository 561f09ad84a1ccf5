"""What merging adds to the admin: its pages, bulk actions, entries in the menus of rows, and words of the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.merging.admin.bulk import MergePages, MergeSnippets
from cms.merging.admin.records import build_merge_url
from cms.merging.admin.viewsets import MergesMenuItem, MergeViewSet
from cms.merging.kinds import find_kind
from cms.merging.permissions import has_permission

hooks.register("register_bulk_action", MergePages)
hooks.register("register_bulk_action", MergeSnippets)


@hooks.register("register_admin_viewset")
def viewset() -> MergeViewSet:
    return MergeViewSet()


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return MergesMenuItem(_("Merges"), reverse("merging:index"), icon_name="resubmit", order=900)


@hooks.register("register_snippet_listing_buttons")
def snippet_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from build_buttons(snippet, type(snippet), user)


@hooks.register("register_page_listing_more_buttons")
def page_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from build_buttons(page, page.specific_class, user)


def build_buttons(row: Any, model: Any, user: Any) -> Iterator[Button]:
    """The way to the merge page, for people who may change and delete the record."""
    if (
        model is not None
        and find_kind(model)
        and all(has_permission(user, each, row) for each in ("change", "delete"))
    ):
        yield Button(_("Merge"), build_merge_url(model, merge=[row.pk]), icon_name="resubmit", priority=35)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for name, label, message in (
        ("cms.merge", _("Merge"), _("Other records were merged into it")),
        ("cms.merge_away", _("Merge"), _("Merged into another record")),
        ("cms.undo_merge", _("Undo a merge"), _("A merge was undone")),
    ):
        actions.register_action(name, label, message)
