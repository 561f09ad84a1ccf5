"""The report on trusted documents in the admin: who sends them, what they cost, when they were last used."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from graphql import parse, print_ast
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.generic import IndexView, InspectView

from cms.site.viewsets import ReadOnlyViewSet
from content_api.documents.trusted.documents import exceeds_anonymous_limit, explain_anonymous_rejection
from content_api.documents.trusted.usage import asking_for
from content_api.models import TrustedDocument


class DocumentFilterSet(WagtailFilterSet):
    asks_for = django_filters.CharFilter(
        method="filter_coordinates",
        label=_("Asks for"),
        help_text=_("A field of the schema, such as Solution.summary, or a word in the document."),
    )
    owner = django_filters.AllValuesFilter(label=_("Owner"))
    release = django_filters.AllValuesFilter(label=_("Release"))
    last_used_at = django_filters.DateFromToRangeFilter(label=_("Last used"), widget=DateRangePickerWidget)

    class Meta:
        model = TrustedDocument
        fields = ["asks_for", "owner", "release", "last_used_at"]

    def filter_coordinates(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(asking_for(value))


class CostColumn(NumberColumn):
    """Points, marked if they exceed the limit of anonymous clients."""

    def get_cell_context_data(self, instance: TrustedDocument, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if exceeds_anonymous_limit(instance.cost):
            mark = format_html(
                '<span class="w-status w-status--label">{}</span>', _("over the limit for anonymous clients")
            )
            context["value"] = format_html("{} {}", context["value"], mark)
        return context


class DocumentIndexView(IndexView):
    any_permission_required = ("view",)
    default_ordering = ("owner", "name", "id")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """The unused ones stand last when the newest use stands first."""
        if self.ordering in ("-last_used_at", "last_used_at"):
            column = F("last_used_at")
            by = (
                column.desc(nulls_last=True)
                if self.ordering.startswith("-")
                else column.asc(nulls_first=True)
            )
            return queryset.order_by(by, "pk")
        return super().order_queryset(queryset)


class DocumentView(InspectView):
    """One document, its text written out."""

    any_permission_required = ("view",)

    def get_text_display_value(self) -> SafeString:
        return format_html("<pre>{}</pre>", print_ast(parse(self.object.text)))

    def get_cost_display_value(self) -> str:
        """The points, and why anonymous clients are rejected, if they are."""
        refused = explain_anonymous_rejection(self.object.text, self.object.cost)
        return f"{self.object.cost}: {refused}" if refused else f"{self.object.cost}"

    def get_coordinates_display_value(self) -> str:
        return ", ".join(self.object.coordinates)


class TrustedDocumentViewSet(ReadOnlyViewSet):
    model = TrustedDocument
    name = url_namespace = "trusted_documents"
    url_prefix = "reports/trusted-documents"
    icon = "code"
    menu_label = _("Trusted documents")
    menu_hook = "register_reports_menu_item"
    menu_order = 1300
    index_view_class = DocumentIndexView
    inspect_view_enabled = True
    inspect_view_class = DocumentView
    inspect_view_fields = [
        "name", "owner", "release", "id", "cost", "uses", "last_used_at", "registered_at", "text", "coordinates",
    ]  # fmt: skip
    filterset_class = DocumentFilterSet
    list_per_page = 100
    search_fields = ["name", "owner", "release"]
    list_display = [
        "name",
        Column("owner", label=_("Owner"), sort_key="owner"),
        Column("release", label=_("Release"), sort_key="release"),
        CostColumn("cost", label=_("Cost"), sort_key="cost"),
        NumberColumn("uses", label=_("Uses"), sort_key="uses"),
        DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
    ]
    list_export = ["name", "owner", "release", "id", "cost", "uses", "last_used_at", "registered_at"]
    export_filename = "trusted-documents"
