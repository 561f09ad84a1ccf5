"""The report of searches that found nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn

from cms.relevance.models import SearchCount
from cms.relevance.remedies import list_remedies
from cms.site.reports import EditorialReport, LinksColumn, ReportViewSet

__all__ = ["SearchReport"]


class SearchFilterSet(WagtailFilterSet):
    class Meta:
        model = SearchCount
        fields = ["locale"]


class EmptySearches(EditorialReport):
    """Texts that visitors searched for and that had no hits, those most often typed first."""

    model = SearchCount
    page_title = _("Searches without result")
    header_icon = "search"
    explanation = _(
        "What visitors searched for and did not find, at least five times on a day. Who searched is not stored. Add a"
        " synonym, pin a page, or publish what is missing."
    )
    empty_text = _("No search without a result was counted. New ones are counted every fifteen minutes.")
    filterset_class = SearchFilterSet
    search_fields = ("text",)
    default_ordering = ("-total", "text", "locale")
    list_export = ["text", "locale", "total", "last"]
    export_headings = {
        "text": _("Search"),
        "locale": _("Language"),
        "total": _("Searches"),
        "last": _("Last on"),
    }
    columns = [
        Column("text", label=_("Search"), sort_key="text", classname="title"),
        Column("locale", label=_("Language"), sort_key="locale"),
        NumberColumn("total", label=_("Searches"), sort_key="total"),
        Column("last", label=_("Last on"), sort_key="last"),
        LinksColumn("remedies", label=_("Remedy")),
    ]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return bool(user.has_perm("relevance.change_synonym"))

    def get_base_queryset(self) -> QuerySet:
        rows: Any = SearchCount.objects.filter(hits="0").values("text", "locale")
        return rows.annotate(total=Sum("searches"), last=Max("day"))

    def decorate(self, rows: list[Any]) -> None:
        for row in rows:
            row["remedies"] = list_remedies(self.request.user, row["text"], row["locale"])


class SearchReport(ReportViewSet):
    name = "searches_without_result"
    view_class = EmptySearches
    menu_order = 140
