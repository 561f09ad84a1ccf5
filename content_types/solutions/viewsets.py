"""The admin's listing of solutions."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from cms.site.tables import ThumbnailColumn
from content_types.base.listings import KindIndexView, KindListing, page_columns
from content_types.base.selects import NameFilter
from content_types.solutions.models import Solution
from content_types.taxonomy.forms import CategoryChoiceField
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor

CHECK_EVERY = timedelta(days=90)
"""How long a check of a profile against the facts is good for."""

CHECKED = [
    ("due", _("Due: never, or over 90 days ago")),
    ("never", _("Never")),
    ("recent", _("Within 90 days")),
]


def due_for_check() -> Q:
    """Solutions that no editor compared with the facts within CHECK_EVERY."""
    return Q(verified_at=None) | Q(verified_at__lt=timezone.now() - CHECK_EVERY)


class CategoryFilter(django_filters.ModelChoiceFilter):
    """A category means all below it, too."""

    field_class = CategoryChoiceField

    def filter(self, qs: QuerySet, value: Category | None) -> QuerySet:
        if value is None:
            return qs
        return qs.filter(pk__in=Solution.objects.filter(categories__path__startswith=value.path).values("pk"))


class SolutionFilterSet(WagtailFilterSet):
    category = CategoryFilter(queryset=Category.objects.all(), label=_("Category"), widget=forms.Select)
    vendor = NameFilter(queryset=Vendor.objects.all(), label=_("Vendor"))
    checked = django_filters.ChoiceFilter(
        label=_("Checked"),
        choices=CHECKED,
        method="filter_checked",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Solution
        fields = ["category", "vendor", "status", "pricing_model", "is_open_source", "checked", "live"]

    def filter_checked(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        match value:
            case "due":
                return queryset.filter(due_for_check())
            case "never":
                return queryset.filter(verified_at=None)
        return queryset.exclude(due_for_check())


class SolutionIndexView(KindIndexView):
    related = ("vendor", "category", "logo")
    fetched = ("logo__renditions",)
    search_fields = ("title", "slug", "vendor__name", "summary")


class SolutionListing(KindListing):
    name = "solutions"
    model = Solution
    icon = "cogs"
    menu_label = _("Solutions")
    for_members = True
    index_view_class = SolutionIndexView
    filterset_class = SolutionFilterSet
    columns = page_columns(
        ThumbnailColumn("logo", label=_("Logo"), width="60px"),
        Column("vendor", label=_("Vendor"), sort_key="vendor__name"),
        Column("category", label=_("Category"), sort_key="category__name"),
        Column("get_status_display", label=_("Life cycle"), sort_key="status"),
        DateColumn("verified_at", label=_("Last checked"), sort_key="verified_at"),
        label=_("Solution"),
    )
    list_export = [
        "title",
        "slug",
        "vendor",
        "category",
        "status",
        "pricing_model",
        "licence",
        "is_open_source",
        "website",
        "verified_at",
        "live",
        "external_id",
    ]
    export_filename = "solutions"
