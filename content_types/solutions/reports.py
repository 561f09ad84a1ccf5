"""The reports of profiles that are due for a check, and of those that are likely there twice."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn

from cms.merging.admin.records import list_merge_links
from cms.site.reports import EditorialReport, LinksColumn, ReportViewSet, select_editable
from content_types.solutions.checks import due_for_check
from content_types.solutions.duplicates import find_all_duplicates
from content_types.solutions.life_cycle import build_life_cycle_filter
from content_types.solutions.marking import CheckedColumn
from content_types.solutions.models import Solution
from content_types.solutions.panels import EDITORS_ONLY
from content_types.solutions.viewsets import SolutionFilterSet

__all__ = ["DuplicateReport", "StaleReport"]


def get_edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class StaleFilterSet(SolutionFilterSet):
    class Meta:
        model = Solution
        fields = ["category", "vendor", "status", "checked"]


class StaleProfiles(EditorialReport):
    """Published profiles that were never checked, or too long ago."""

    model = Solution
    page_title = _("Profiles to check")
    header_icon = "check"
    explanation = _(
        "Published profiles that were not compared with the facts lately, those of most interest first."
    )
    empty_text = _("Every published profile was checked lately.")
    filterset_class = StaleFilterSet
    search_fields = ("title", "vendor__name")
    list_export = ["pk", "title", "vendor", "category", "website", "verified_at", "popularity"]
    columns = [
        TitleColumn("title", label=_("Solution"), sort_key="title", get_url=get_edit_url),
        Column("vendor", label=_("Vendor"), sort_key="vendor__name"),
        Column("category", label=_("Category"), sort_key="category__name"),
        CheckedColumn("verified_at", label=_("Last checked"), sort_key="verified_at"),
    ]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return bool(user.has_perm(EDITORS_ONLY)) and super().is_for(user)

    def select_rows(self, rows: QuerySet) -> QuerySet:
        rows = rows.filter(due_for_check(), live=True, alias_of=None).defer("body")
        return rows.select_related("vendor", "category")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Checks that have run out stand before profiles never checked, of which an import brings thousands."""
        if self.ordering:
            return super().order_queryset(queryset)
        oldest, popular = F("verified_at").asc(nulls_last=True), F("popularity").desc(nulls_last=True)
        return queryset.order_by(oldest, popular, "title", "pk")


class DuplicateFilterSet(WagtailFilterSet):
    status = build_life_cycle_filter()

    class Meta:
        model = Solution
        fields = ["locale", "status", "live"]


class DuplicateSolutions(EditorialReport):
    """Profiles whose names differ by case, accents, separators or a legal form, and whose vendors or websites agree or
    are unknown."""

    model = Solution
    page_title = _("Possible duplicates: solutions")
    header_icon = "copy"
    explanation = _(
        "Solutions that probably have more than one profile. Merge them, or unpublish what is not needed."
    )
    empty_text = _("No two profiles look like the same solution.")
    filterset_class = DuplicateFilterSet
    search_fields = ("title", "vendor__name")
    default_ordering = ("name_key", "pk")
    list_export = ["pk", "title", "vendor", "website", "live", "others"]
    columns = [
        TitleColumn("title", label=_("Solution"), get_url=get_edit_url),
        Column("vendor", label=_("Vendor")),
        Column("website", label=_("Website")),
        LinksColumn("others", label=_("Likely the same as")),
        LinksColumn("merges", label=_("Merge")),
        PageStatusColumn("status", label=_("Status")),
    ]

    @cached_property
    def duplicates(self) -> dict[int, list[int]]:
        return find_all_duplicates(select_editable(Solution, self.request.user))

    def select_rows(self, rows: QuerySet) -> QuerySet:
        return rows.filter(pk__in=list(self.duplicates)).defer("body").select_related("vendor", "locale")

    def decorate(self, rows: list[Any]) -> None:
        keys = {key for row in rows for key in self.duplicates[row.pk]}
        others = {
            page.pk: page
            for page in Solution.objects.filter(pk__in=keys).defer("body").select_related("vendor")
        }
        for row in rows:
            pages = [others[key] for key in self.duplicates[row.pk] if key in others]
            row.others = [(describe(page), get_edit_url(page)) for page in pages]
            row.merges = list_merge_links(self.request.user, [row, *pages])


def describe(page: Solution) -> str:
    return f"{page.title} ({page.vendor})" if page.vendor else page.title


class StaleReport(ReportViewSet):
    name = "profiles_to_check"
    view_class = StaleProfiles
    menu_order = 120


class DuplicateReport(ReportViewSet):
    name = "duplicate_solutions"
    view_class = DuplicateSolutions
    menu_order = 130
