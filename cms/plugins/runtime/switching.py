"""Switching plugins on and off: one place, audited, for the admin and for commands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Site

from cms.plugins.models import PluginSwitch

__all__ = ["SWITCHED", "switch"]

SWITCHED = "extensions.switch"


@transaction.atomic
def switch(plugin: str, site: Site | None, enabled: bool | None, user: Any = None) -> None:
    """Decide for one site, or for all sites that have no switch of their own (None).

    enabled: None takes the decision back; without one, a site follows that for all sites, and all sites are on. It is
    in force everywhere within seconds of the commit: see `cms.plugins.runtime.decisions`.
    """
    data = {"plugin": plugin, "site": site.hostname if site else None, "enabled": enabled}
    if enabled is not None:
        values = {"enabled": enabled, "changed_by": user}
        row, _ = PluginSwitch.objects.update_or_create(plugin=plugin, site=site, defaults=values)
        log(row, SWITCHED, user=user, data=data)
        return
    for row in PluginSwitch.objects.filter(plugin=plugin, site=site):
        log(row, SWITCHED, user=user, data=data, deleted=True)
        row.delete()
