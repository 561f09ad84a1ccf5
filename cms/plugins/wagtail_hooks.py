"""Plugins in the admin: their pages, menu entries, cards and log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from cms.actors.authenticators import get_actor
from cms.plugins.admin import panels, urls
from cms.plugins.admin.forms import CONFIGURED
from cms.plugins.admin.views import MAY_SWITCH, REPEATED
from cms.plugins.runtime.switching import SWITCHED


class PluginsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SWITCH))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("plugins/", include(urls))]


@hooks.register("register_settings_menu_item")
def all_plugins() -> MenuItem:
    return PluginsMenuItem(
        _("Plugins"), reverse_lazy("plugins:index"), name="plugins", icon_name="cogs", order=650
    )


@hooks.register("construct_main_menu")
def add_plugin_pages(request: HttpRequest, items: list[Any]) -> None:
    items += panels.menu_items(get_actor(request))


@hooks.register("construct_homepage_panels")
def add_plugin_cards(request: HttpRequest, found: list[Any]) -> None:
    found += panels.cards(get_actor(request))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    @actions.register_action(SWITCHED)
    class Switched(LogFormatter):
        label = _("Switch a plugin")

        def format_message(self, log_entry: Any) -> str:
            words = {
                True: gettext("Switched on"),
                False: gettext("Switched off"),
                None: gettext("Follows all sites"),
            }
            where = log_entry.data["site"] or gettext("all sites")
            return f"{words[log_entry.data['enabled']]} ({where})"

    @actions.register_action(CONFIGURED)
    class Configured(LogFormatter):
        label = _("Change a plugin's settings")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Settings changed: %s") % (", ".join(log_entry.data["changed"]) or "–")

    @actions.register_action(REPEATED)
    class Repeated(LogFormatter):
        label = _("Retry a plugin's deliveries")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Deliveries retried: %d") % log_entry.data["number"]
