"""Merging the ticked rows of a listing: a way to the merge page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.merging.admin.records import MOST, build_merge_url, find_page_kind
from cms.merging.kinds import kinds

__all__ = ["MergePages", "MergeSnippets"]


class Merging(BulkAction):
    """Opens the merge page for what was ticked."""

    display_name = gettext_lazy("Merge")
    action_type = "merge"
    aria_label = gettext_lazy("Merge the selected records into one")
    action_priority = 20
    template_name = "merging/merge.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = [key for key in request.GET.getlist("id") if key.isascii() and key.isdigit()]
        if not 0 < len(keys) <= MOST:
            messages.error(request, _("Tick the records to merge, at most %(most)d.") % {"most": MOST})
            return redirect(self.next_url)
        return self.open(request, keys)

    def open(self, request: HttpRequest, keys: Sequence[str]) -> HttpResponse:
        return redirect(build_merge_url(self.model, merge=keys))


class MergeSnippets(Merging, SnippetBulkAction):
    @classproperty
    def models(cls) -> list[type[Model]]:
        return [model for model in kinds if not issubclass(model, Page)]


class MergePages(Merging, PageBulkAction):
    models: ClassVar[list[type[Model]]] = [Page]

    def open(self, request: HttpRequest, keys: Sequence[str]) -> HttpResponse:
        pages, others = self.get_actionable_objects()
        kind = find_page_kind([*pages, *others["items_with_no_access"]])
        if kind is None:
            messages.error(request, _("Tick pages of one kind that can be merged, such as solutions."))
            return redirect(self.next_url)
        return redirect(build_merge_url(kind, merge=keys))
