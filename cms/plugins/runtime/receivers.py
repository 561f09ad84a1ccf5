"""A decision about plugins is in force soon after the row that holds it was saved or deleted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.plugins.models import BrokenMigration, PluginConfiguration, PluginSwitch
from cms.plugins.runtime.decisions import forget_on_commit


def connect() -> None:
    for model in (PluginSwitch, PluginConfiguration, BrokenMigration):
        for signal in (post_save, post_delete):
            signal.connect(on_change, sender=model, dispatch_uid=f"plugins_{model.__name__}_{id(signal)}")


def on_change(sender: Any, **kwargs: Any) -> None:
    forget_on_commit()
