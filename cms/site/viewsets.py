"""Read-only admin listings."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

__all__ = ["BulkIndexView", "ReadOnlyViewSet"]

WRITING = ("add", "edit", "delete", "copy", "history", "usage")


class ReadOnlyViewSet(ModelViewSet):
    """A listing with search, filters, export and, when enabled, a page for each row; it has no form."""

    add_to_reference_index = False
    copy_view_enabled = False
    sort_order_field = None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        merged = super().get_common_view_kwargs(**kwargs)
        return {
            **merged,
            **{f"{name}_url_name": kwargs.get(f"{name}_url_name", self.UNDEFINED) for name in WRITING},
        }

    def get_urlpatterns(self) -> list[Any]:
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.inspect_view_enabled:
            patterns.append(
                path(f"inspect/<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect")
            )
        return patterns

    def register_admin_url_finder(self) -> None:
        if self.inspect_view_enabled:
            finder = type("Finder", (self.url_finder_class,), {"edit_url_name": self.get_url_name("inspect")})
            register_admin_url_finder(self.model, finder)


class BulkIndexView(IndexView):
    """A listing whose rows can be ticked for bulk actions."""

    template_name = "cms/listing/bulk_index.html"

    @property
    def columns(self) -> list[Any]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type=self.model._meta.model_name),
            *self.row_columns,
        ]

    @property
    def row_columns(self) -> list[Any]:
        return super().columns
