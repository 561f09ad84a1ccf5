"""What plugins show in the admin: pages with an entry in the menu, and cards on the home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.actors.actor import Actor
from cms.actors.authenticators import get_actor
from cms.plugins.api.contributions import AdminPanel, DashboardPanel, Policy
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.http.rejections import ANSWERS, PluginRejection, run_view
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import is_on
from cms.plugins.runtime.policies import allows

__all__ = ["PluginCard", "cards", "menu_items", "panel_page"]

PAGE = Budget(10.0, 200)
"""The budget of a whole page: it is rendered within the call, and its templates also query the database."""
CARD = Budget(1.0, 20)


def is_visible(plugin: str, policy: Policy, actor: Actor) -> bool:
    """Whether a panel of a plugin is there for a person now."""
    return is_on(plugin) and allows(policy, actor)


def menu_items(actor: Actor) -> Iterator[MenuItem]:
    """An entry for each page that this person may see."""
    for number, found in enumerate(platform().contributions(AdminPanel)):
        item = found.item
        if is_visible(found.plugin, item.policy, actor):
            address, name = (
                reverse("plugins:panel", args=[found.plugin, item.name]),
                f"{found.plugin}-{item.name}",
            )
            yield MenuItem(item.title, address, name=name, icon_name=item.icon, order=700 + number)


def panel_page(request: HttpRequest, plugin: str, name: str) -> HttpResponse:
    """A page of a plugin; 404 while it is off, and a message in place of what it fails to show."""
    panel = next(
        (each for each in platform().contributions(AdminPanel) if is_named(each, plugin, name)), None
    )
    if panel is None or not is_on(plugin):
        raise Http404(f"The plugin {plugin} shows no page {name} now.")
    if not allows(panel.item.policy, get_actor(request)):
        raise PermissionDenied
    call = f"admin_panels.{name}"
    page_context = build_page_context(panel.item)
    try:
        html = platform().call(
            plugin,
            call,
            render_panel,
            PAGE,
            passed_on=ANSWERS,
            item=panel.item,
            page_context=page_context,
            request=request,
        )
    except PluginRejection as rejected:
        return rejected.response()
    except CallFailed:
        return render(request, "cms/plugins/failed.html", {**page_context, "plugin": plugin})
    return HttpResponse(html)


def is_named(panel: RegisteredItem[AdminPanel], plugin: str, name: str) -> bool:
    return (panel.plugin, panel.item.name) == (plugin, name)


def build_page_context(item: AdminPanel) -> dict[str, Any]:
    """What the frame of the page needs; a plugin's own context may say otherwise."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": item.title}]
    return {
        "page_title": item.title,
        "header_title": item.title,
        "header_icon": item.icon,
        "breadcrumbs_items": crumbs,
    }


def render_panel(item: AdminPanel, page_context: Mapping[str, Any], request: HttpRequest) -> str:
    context = run_view(partial(item.context, request), request)
    return render_to_string(item.template, {**page_context, **context}, request)


class PluginCard(Component):
    """A card of a plugin on the home page; when it fails, the page is as if it were not there."""

    template_name = "cms/dashboard/panel.html"

    def __init__(self, plugin: str, item: DashboardPanel) -> None:
        self.plugin, self.item, self.order = plugin, item, item.order
        self.heading, self.icon = item.title, item.icon
        self.key = f"{plugin}-{item.name}"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"panel": self, **self.item.data(parent_context["request"])}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        name = f"dashboard_panels.{self.item.name}"
        try:
            html: str = platform().call(
                self.plugin, name, super().render_html, CARD, parent_context=parent_context
            )
        except CallFailed:
            return ""
        return html


def cards(actor: Actor) -> Iterator[PluginCard]:
    """The cards that this person may see; none of their code has run yet."""
    for found in platform().contributions(DashboardPanel):
        if is_visible(found.plugin, found.item.policy, actor):
            yield PluginCard(found.plugin, found.item)
