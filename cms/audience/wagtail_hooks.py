"""What reports of visits add to the admin: an entry under Reports, and a button at each row that has a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from cms.audience.buttons import build_buttons
from cms.audience.models import VIEW
from cms.audience.views import RowReport, SiteReport


class AudienceViewSet(ViewSet):
    name = "audience"
    url_prefix = "reports/visits"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", SiteReport.as_view(), name="index"),
            path("<slug:kind>/<int:key>/", RowReport.as_view(), name="row"),
        ]


class VisitsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


@hooks.register("register_admin_viewset")
def viewset() -> AudienceViewSet:
    return AudienceViewSet()


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return VisitsMenuItem(_("Visits"), reverse("audience:index"), icon_name="view", order=50)


@hooks.register("register_snippet_listing_buttons")
def snippet_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from build_buttons(snippet, type(snippet), user)


@hooks.register("register_page_listing_more_buttons")
def page_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from build_buttons(page, page.specific_class, user)


@hooks.register("register_page_header_buttons")
def page_header_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from build_buttons(page, page.specific_class, user)
