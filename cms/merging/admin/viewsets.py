"""The list of merges in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from cms.merging.admin.views import MergeView, UndoView
from cms.merging.models import Merge
from cms.merging.permissions import list_visible_models
from cms.site.viewsets import ReadOnlyViewSet
from cms.visibility.current import admin_gate

__all__ = ["MergeViewSet", "MergesMenuItem"]


class MergeIndexView(IndexView):
    any_permission_required = ("view",)

    def get_base_queryset(self) -> QuerySet:
        kinds = ContentType.objects.get_for_models(*list_visible_models(self.request.user))
        rows: Any = super().get_base_queryset()
        return (
            rows.filter(content_type__in=kinds.values())
            .select_related("content_type", "done_by")
            .defer("record")
        )


def find_undo_url(row: Merge) -> str:
    return reverse("merging:undo", args=[row.pk])


class MergeViewSet(ReadOnlyViewSet):
    model = Merge
    name = url_namespace = "merging"
    url_prefix = "merges"
    icon = "resubmit"
    menu_label = _("Merges")
    index_view_class = MergeIndexView
    default_ordering = ("-done_at",)
    list_display = [
        TitleColumn("merge", label=_("Merge"), accessor=str, get_url=find_undo_url),
        Column("kind", label=_("Kind"), accessor=lambda row: row.content_type.name),
        DateColumn("done_at", label=_("When"), sort_key="done_at"),
        Column("done_by", label=_("By")),
        DateColumn("undone_at", label=_("Undone"), sort_key="undone_at"),
    ]  # fmt: skip
    list_filter = ["done_by"]

    def get_urlpatterns(self) -> list[Any]:
        merge, undo = (require_admin_access(view.as_view()) for view in (MergeView, UndoView))
        return [
            *super().get_urlpatterns(),
            path("<int:merge>/undo/", undo, name="undo"),
            path("<str:app_label>/<str:model_name>/", merge, name="merge"),
        ]


class MergesMenuItem(MenuItem):
    """In the menu of reports, for people who may merge something."""

    def is_shown(self, request: HttpRequest) -> bool:
        admin_gate(request)
        return bool(list_visible_models(request.user))
