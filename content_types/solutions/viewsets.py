"""The admin's listing of solutions."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from cms.site.tables import ThumbnailColumn
from content_types.base.listings import KindIndexView, KindListing, page_columns
from content_types.base.selects import NameFilter
from content_types.solutions.checks import due_for_check, find_oldest_check
from content_types.solutions.life_cycle import build_life_cycle_filter
from content_types.solutions.marking import CheckedColumn, mark_one
from content_types.solutions.models import Solution
from content_types.taxonomy.forms import CategoryChoiceField
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor

CHECKED = [
    ("due", _("Due: never, or too long ago")),
    ("never", _("Never")),
    ("late", _("Too long ago")),
    ("recent", _("Lately")),
]


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
    status = build_life_cycle_filter()

    class Meta:
        model = Solution
        fields = ["category", "vendor", "status", "pricing_model", "is_open_source", "checked", "live"]

    def filter_checked(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        match value:
            case "due":
                return queryset.filter(due_for_check())
            case "never":
                return queryset.filter(verified_at=None)
            case "late":
                return queryset.filter(verified_at__lt=find_oldest_check())
        return queryset.exclude(due_for_check())


class SolutionIndexView(KindIndexView):
    template_name = "solutions/listing.html"
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
        CheckedColumn("verified_at", label=_("Last checked"), sort_key="verified_at"),
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

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:page_id>/check/", mark_one, name="check")]
