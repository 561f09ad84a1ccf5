"""A form for the settings of a plugin, made from the fields of its pydantic model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _, gettext_noop
from pydantic import BaseModel, ValidationError
from wagtail.log_actions import log

from cms.plugins.admin.fields import field_for, label_setting
from cms.plugins.admin.origins import ORIGINS, find_fixed_source
from cms.plugins.api.errors import CallFailed, PluginRefused
from cms.plugins.api.markers import Budget
from cms.plugins.loader.configuration import build_message, redact_settings
from cms.plugins.loader.reasons import explain
from cms.plugins.loader.records import Plugin
from cms.plugins.models import PluginConfiguration
from cms.plugins.runtime.current import platform

__all__ = ["CONFIGURED", "SettingsForm"]

CONFIGURED = "extensions.configure"
CHECK = Budget(2.0, 0)


class SettingsForm(forms.Form):
    """One field for each setting that can be written as text; an empty one leaves the default.

    What the environment or the settings file says overrides the form, so those values are shown and cannot be changed.
    """

    def __init__(self, *args: Any, plugin: Plugin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plugin, self.model = plugin, get_settings_model(plugin)
        self.row = PluginConfiguration.objects.filter(plugin=plugin.name).first()
        self.stored: dict[str, Any] = dict(self.row.values) if self.row else {}
        self.editable: list[str] = []
        for name in self.model.model_fields:
            self.add(name)

    def add(self, name: str) -> None:
        """The field of one setting: to write in, or to look at."""
        made = field_for(name, self.model.model_fields[name])
        if origin := find_fixed_source(self.plugin.name, name):
            self.fields[name] = build_readonly_field(
                self.plugin, name, _("Set by the %s, which overrides this form.") % ORIGINS[origin]
            )
        elif made is None:
            remedy = _("Too complex for a form: set it in the file that AIXPLORE_PLUGIN_SETTINGS names.")
            self.fields[name] = build_readonly_field(self.plugin, name, remedy)
        else:
            made.initial = self.stored.get(name)
            self.fields[name] = made
            self.editable.append(name)

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored: the fields that say something, and stored values that no field is for."""
        untouched = {name: value for name, value in self.stored.items() if name not in self.editable}
        given = {name: self.cleaned_data.get(name) for name in self.editable}
        kept = {name: value for name, value in given.items() if value not in (None, "", [])}
        return {
            name: value for name, value in {**untouched, **kept}.items() if name in self.model.model_fields
        }

    def clean(self) -> dict[str, Any]:
        """Check the settings as they would be, with what wins over them, the way they are checked at start."""
        if not self.errors:
            for name, message in self.problems():
                self.add_error(name if name in self.fields else None, message)
        return self.cleaned_data

    def problems(self) -> Iterator[tuple[str, str]]:
        """Field and message. No message repeats a value."""
        sources, name, resolved = platform().sources, self.plugin.name, {}
        for key, value in sources.values(name, self.values).items():
            try:
                resolved[key] = sources.resolve_value(name, key, value)
            except PluginRefused as error:
                yield key, explain(error).show()
                return
        try:
            platform().call(
                name, "settings", self.model.model_validate, CHECK, passed_on=(ValidationError,), obj=resolved
            )
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                yield str(each["loc"][0]) if each["loc"] else "", build_message(each).show()
        except CallFailed:
            yield "", _("The plugin failed while checking these settings; see the log.")

    @transaction.atomic
    def save(self, user: Any) -> None:
        """Store the values, and log which ones changed; never what they are."""
        values = self.values
        changed = [name for name in self.editable if values.get(name) != self.stored.get(name)]
        defaults = {"values": values, "changed_by": user}
        row, _made = PluginConfiguration.objects.update_or_create(plugin=self.plugin.name, defaults=defaults)
        log(row, CONFIGURED, user=user, data={"plugin": self.plugin.name, "changed": changed})


def get_settings_model(plugin: Plugin) -> type[BaseModel]:
    """The settings model; that of a plugin that stands by is imported now. PluginRefused when it cannot be."""
    if plugin.settings_model is None:
        platform().configure(plugin.name, {})
    if plugin.settings_model is None:
        raise PluginRefused(gettext_noop("%(plugin)s names no settings in its manifest."), plugin=plugin.name)
    return plugin.settings_model


def build_readonly_field(plugin: Plugin, name: str, why: str) -> forms.Field:
    """A field that shows the present value, dots for a secret, and why it cannot be changed."""
    value = redact_settings(plugin.settings).get(name)
    return forms.CharField(
        label=label_setting(name), initial=value, help_text=why, disabled=True, required=False
    )
