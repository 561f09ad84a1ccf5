"""The admin's pages about plugins: all of them, one of them, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, StatusTagColumn, Table, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Site

from cms.plugins.admin.details import details
from cms.plugins.admin.forms import SettingsForm
from cms.plugins.loader.records import State
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.overview import Overview, overview, overviews
from cms.plugins.runtime.switching import switch
from cms.publishing.models import Delivery
from cms.publishing.outbox import revive

MAY_SWITCH = "extensions.change_pluginswitch"
MAY_CONFIGURE = "extensions.change_pluginconfiguration"
MAY_REPEAT = "publishing.change_delivery"
REPEATED = "extensions.repeat"

ENABLED = {"on": True, "off": False, "follow": None}
INDEX = {"url": reverse_lazy("plugins:index"), "label": _("Plugins")}


def get_plugin_or_404(name: str) -> Overview:
    """A plugin that was found, or 404."""
    found = overview(name)
    if found is None:
        raise Http404(f"There is no plugin {name}.")
    return found


def get_plugin_url(plugin: Overview) -> str | None:
    """Its page; None for one whose name another plugin took."""
    own = platform().plugins.get(plugin.name) is plugin.plugin
    return reverse("plugins:detail", args=[plugin.name]) if own else None


class PluginsView(WagtailAdminTemplateMixin, TemplateView):
    """Every plugin that was found, and how it stands."""

    template_name = "extensions/index.html"
    page_title = _("Plugins")
    header_icon = "cogs"
    columns = [
        TitleColumn("name", label=_("Name"), get_url=get_plugin_url, width="24%"),
        StatusTagColumn(
            "condition", label=_("State"), accessor=lambda row: row.condition.label,
            primary=lambda row: row.runs,
        ),
        Column("version", label=_("Version")),
        Column("slot", label=_("Slot")),
        Column("summary", label=_("Summary")),
        Column("last_error", label=_("Reason"), classname="cms-plugin-error", width="30%"),
    ]  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(table=Table(self.columns, list(overviews())), **kwargs)


class PluginView(WagtailAdminTemplateMixin, TemplateView):
    """Everything about one plugin."""

    template_name = "extensions/detail.html"
    header_icon = "cogs"

    def get_page_title(self) -> str:
        return str(self.kwargs["plugin"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, INDEX, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = get_plugin_or_404(self.kwargs["plugin"])
        return super().get_context_data(shown=shown, **details(shown), **kwargs)


class SettingsView(WagtailAdminTemplateMixin, FormView):
    """The settings of one plugin that can be made here."""

    template_name = "extensions/settings.html"
    form_class = SettingsForm
    page_title = _("Settings")
    header_icon = "sliders"
    extra_context = {"submit_button_label": _("Save"), "submit_button_active_label": _("Saving…")}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.shown = get_plugin_or_404(kwargs["plugin"])
        runs = self.shown.plugin.state in (State.LOADED, State.STANDBY)
        if not runs or not (self.shown.plugin.manifest and self.shown.plugin.manifest.settings):
            raise Http404(f"{self.shown.name} has no settings to change.")

    def get_page_subtitle(self) -> str:
        return self.shown.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "about": context["form"].model.__doc__}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plugin = {"url": self.get_success_url(), "label": self.shown.name}
        return [*self.breadcrumbs_items, INDEX, plugin, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plugin": self.shown.plugin}

    def get_success_url(self) -> str:
        return reverse("plugins:detail", args=[self.shown.name])

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        form.save(self.request.user)
        messages.success(self.request, gettext("Saved. Takes effect in all processes within five seconds."))
        return super().form_valid(form)


def decision(permission: str) -> Callable[[Callable[..., str]], Callable[..., HttpResponse]]:
    """A view that takes a POST about one plugin from people with a permission, and leads back to its page. What it
    returns is what the page then says."""

    def decorate(view: Callable[..., str]) -> Callable[..., HttpResponse]:
        @require_POST
        @permission_required(permission)
        @wraps(view)
        def wrapper(request: HttpRequest, plugin: str) -> HttpResponse:
            messages.success(request, view(request, get_plugin_or_404(plugin).name))
            return redirect("plugins:detail", plugin)

        return wrapper  # type: ignore[no-any-return]

    return decorate


@decision(MAY_SWITCH)
def switch_view(request: HttpRequest, plugin: str) -> str:
    """Form fields: `site`, the key of a site or nothing for all; `enabled`, one of ENABLED."""
    key, word = request.POST.get("site", ""), request.POST.get("enabled", "")
    if word not in ENABLED or not (key.isdecimal() or not key):
        raise Http404("Send enabled=on, off or follow, and the key of a site.")
    site = get_object_or_404(Site, pk=key) if key else None
    switch(plugin, site, ENABLED[word], request.user)
    return gettext("Saved. Takes effect everywhere within five seconds.")


@decision(MAY_REPEAT)
def retry_view(request: HttpRequest, plugin: str) -> str:
    """Form field: `delivery`, the key of a dead delivery or nothing for all of the plugin."""
    dead, key = Delivery.objects.filter(subscriber=plugin, dead=True), request.POST.get("delivery", "")
    if key:
        dead = dead.filter(pk=key) if key.isdecimal() else dead.none()
    if first := dead.first():
        number = revive(dead)
        log(first, REPEATED, user=request.user, title=plugin, data={"plugin": plugin, "number": number})
    else:
        number = 0
    return ngettext("%d delivery will be retried.", "%d deliveries will be retried.", number) % number
