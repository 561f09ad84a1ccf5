"""Reports of what somebody should correct. A content type registers its own with `register_admin_viewset`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

__all__ = ["EditorialReport", "LinksColumn", "ReportViewSet", "select_editable"]


def select_editable(model: type[Model], user: Any) -> QuerySet:
    """The rows of a model that a person may edit."""
    policy: Any = policy_registry.get_by_type(model)
    rows = policy.instances_user_has_permission_for(user, "change")
    return model._default_manager.filter(pk__in=rows.values("pk"))


class LinksColumn(Column):
    """A list of links: the value is a list of (label, address)."""

    def get_value(self, instance: Any) -> SafeString:
        return format_html_join(", ", '<a href="{1}">{0}</a>', super().get_value(instance))


def list_labels(links: list[tuple[str, str]]) -> str:
    """The labels of such a list, for a spreadsheet."""
    return ", ".join(label for label, _address in links)


class EditorialReport(ReportView):
    """Rows that this person may edit and that lack something; each leads to the place where it is corrected.

    Subclasses give a model, columns, `select_rows` and, for columns that are worked out for one page of rows,
    `decorate`.
    """

    model: ClassVar[type[Model]]
    explanation: ClassVar[str | Promise]
    """What stands here, and what to do about it."""
    empty_text: ClassVar[str | Promise]
    template_name = "cms/reports/report.html"
    results_template_name = "cms/reports/report_results.html"
    search_backend_name = None
    custom_field_preprocess: ClassVar[Any] = {"others": {"csv": list_labels, "xlsx": list_labels}}
    is_searchable = True

    @classmethod
    def is_for(cls, user: Any) -> bool:
        """Whether a person may edit any row that can stand here; no statement for one row."""
        policy: Any = policy_registry.get_by_type(cls.model)
        return bool(policy.user_has_permission(user, "change"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        return self.select_rows(select_editable(self.model, self.request.user))

    def select_rows(self, rows: QuerySet) -> QuerySet:
        """Those of the rows that lack something, ordered."""
        raise NotImplementedError

    def decorate(self, rows: list[Any]) -> None:
        """Add to the rows of one page what their columns show; a constant number of statements."""

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        self.decorate(list(object_list))  # the table reads the same rows, which the query keeps
        return object_list

    def get_filename(self) -> str:
        return str(self.index_url_name).partition(":")[0].replace("_", "-")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "explanation": self.explanation, "empty_text": self.empty_text}


class ReportViewSet(ViewSet):
    """The addresses of a report and its entry under Reports, for those who can correct what it lists."""

    view_class: ClassVar[type[EditorialReport]]
    menu_hook = "register_reports_menu_item"

    @property
    def url_prefix(self) -> str:
        return f"reports/{self.name}".replace("_", "-")

    @property
    def menu_label(self) -> Any:
        return self.view_class.page_title

    @property
    def menu_icon(self) -> str:
        return self.view_class.header_icon

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
        }
        return {**super().get_common_view_kwargs(**kwargs), **names}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(self.view_class), name="index"),
            path("results/", self.construct_view(self.view_class, results_only=True), name="index_results"),
        ]

    @property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("index"))

    @property
    def menu_item_class(self) -> type[MenuItem]:
        view = self.view_class

        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            return view.is_for(request.user)

        return type(f"{view.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})
