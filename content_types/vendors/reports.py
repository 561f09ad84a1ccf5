"""The report of vendors that are likely there twice."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn, TitleColumn

from cms.base.name_keys import make_name_key
from cms.merging.admin.records import list_merge_links
from cms.site.reports import EditorialReport, LinksColumn, ReportViewSet, select_editable
from content_types.base.text_report import build_text_report
from content_types.vendors.models import Vendor

__all__ = ["VendorDuplicateReport", "VendorTextReport", "find_duplicate_vendors"]

SHOWN = 20
"""Others that a row names at most."""


def find_duplicate_vendors(rows: QuerySet) -> dict[int, list[int]]:
    """The keys of all vendors whose names others have as well, each with the keys of those; one statement. Case,
    accents, separators and a legal form do not count."""
    groups: dict[str, list[int]] = defaultdict(list)
    for key, name in rows.order_by("pk").values_list("pk", "name"):
        groups[make_name_key(name)].append(key)
    shared = [keys for name, keys in groups.items() if name and len(keys) > 1]
    return {key: keys for keys in shared for key in keys}


class VendorFilterSet(WagtailFilterSet):
    class Meta:
        model = Vendor
        fields = ["country", "live"]


def get_edit_url(vendor: Vendor) -> str:
    return reverse("wagtailsnippets_vendors_vendor:edit", args=[vendor.pk])


class DuplicateVendors(EditorialReport):
    """Vendors whose names differ by case, accents, separators or a legal form."""

    model = Vendor
    page_title = _("Possible duplicates: vendors")
    header_icon = "building"
    explanation = _(
        "Vendors that were probably created twice. Merge them: the solutions of one go to the other."
    )
    empty_text = _("No two vendors have the same name.")
    filterset_class = VendorFilterSet
    search_fields = ("name", "website")
    default_ordering = (Lower("name"), "pk")
    list_export = ["pk", "name", "website", "country", "solution_count", "live", "others"]
    columns = [
        TitleColumn("name", label=_("Vendor"), get_url=get_edit_url),
        Column("website", label=_("Website")),
        Column("get_country_display", label=_("Country")),
        NumberColumn("solution_count", label=_("Solutions")),
        LinksColumn("others", label=_("Likely the same as")),
        LinksColumn("merges", label=_("Merge")),
        BooleanColumn("live", label=_("Published")),
    ]

    @cached_property
    def duplicates(self) -> dict[int, list[int]]:
        return find_duplicate_vendors(select_editable(Vendor, self.request.user))

    def select_rows(self, rows: QuerySet) -> QuerySet:
        rows = rows.filter(pk__in=list(self.duplicates))
        return rows.annotate(solution_count=Count("solutions", distinct=True))

    def decorate(self, rows: list[Any]) -> None:
        wanted = {row.pk: self.duplicates[row.pk][:SHOWN] for row in rows}
        vendors = Vendor.objects.in_bulk({key for keys in wanted.values() for key in keys})
        for row in rows:
            others = [vendors[key] for key in wanted[row.pk] if key != row.pk and key in vendors]
            row.others = [(vendor.name, get_edit_url(vendor)) for vendor in others]
            row.merges = list_merge_links(self.request.user, [row, *others])


VendorTextReport = build_text_report(Vendor, "description", icon="building", order=115)
"""Most vendors have one name everywhere."""


class VendorDuplicateReport(ReportViewSet):
    name = "duplicate_vendors"
    view_class = DuplicateVendors
    menu_order = 140
