"""Form fields for the settings of plugins, by the types of their pydantic models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, Literal, get_args, get_origin

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from cms.plugins.api.hints import without_none
from cms.plugins.loader.configuration import is_secret

__all__ = ["field_for", "label_setting"]

REFERENCE = re.compile(r"\$(env|file)\s+(\S+)")
SECRET_FOLDER = "/run/secrets"  # noqa: S105  (the folder of container platforms)
LISTS = (list, tuple, set, frozenset)


def label_setting(name: str) -> str:
    """The label of a setting in the reader's language: its name, which the plugin's catalogue translates."""
    return _(capfirst(name.replace("_", " ")))


class ReferenceField(forms.CharField):
    """Where a secret is found: {"$env": name} or {"$file": path}. Secrets themselves stay out of the database.

    The user of the form need not be the operator of the server, so the site's own secrets and files elsewhere on the
    server are rejected.
    """

    def prepare_value(self, value: Any) -> Any:
        return " ".join(next(iter(value.items()))) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = REFERENCE.fullmatch(text)
        if found is None:
            raise forms.ValidationError(
                _("Write $env NAME or $file PATH: secrets are not stored in the database.")
            )
        kind, name = found.groups()
        if kind == "env" and name.upper() in settings.ENVIRONMENT_VARIABLES:
            raise forms.ValidationError(
                _("This variable belongs to the site: use a separate one for the plugin.")
            )
        if kind == "file" and str(PurePosixPath(name).parent) != SECRET_FOLDER:
            raise forms.ValidationError(
                _("Name a file in %s here; any other file can be named in the settings file.") % SECRET_FOLDER
            )
        return {f"${kind}": name}


class LinesField(forms.CharField):
    """A list of words, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, LISTS) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]


class OneOfField(forms.ChoiceField):
    """One of some values of any type, or nothing for the default. values: by the text that stands for each."""

    def __init__(self, values: Mapping[str, Any], labels: Mapping[str, str], **kwargs: Any) -> None:
        self.values = values
        super().__init__(choices=[("", _("(default)")), *labels.items()], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return next((text for text, each in self.values.items() if each == value), value)

    def clean(self, value: Any) -> Any:
        return self.values.get(super().clean(value))


def field_for(name: str, info: FieldInfo) -> forms.Field | None:
    """A field for one setting; None when its type cannot be written in a form."""
    made = build_plain_field(name, without_none(info.annotation))
    if made is not None:
        made.required, made.label = False, label_setting(name)
        made.help_text = build_help_text(info, hidden=isinstance(made, ReferenceField))
    return made


def build_plain_field(name: str, hint: Any) -> forms.Field | None:
    if hint is SecretStr or (hint is str and is_secret(name)):
        return ReferenceField()
    if hint is bool:
        return OneOfField({"true": True, "false": False}, {"true": _("yes"), "false": _("no")})
    if get_origin(hint) is Literal:
        return build_choice_field(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return build_choice_field([each.value for each in hint])
    if get_origin(hint) in LISTS and get_args(hint)[0] is str:
        return LinesField()
    plain = {int: forms.IntegerField, float: forms.FloatField, str: forms.CharField}
    return plain[hint]() if hint in plain else None


def build_choice_field(values: Any) -> OneOfField:
    texts = {str(each): each for each in values}
    return OneOfField(texts, {text: text for text in texts})


def build_help_text(info: FieldInfo, *, hidden: bool) -> str:
    """What the plugin says of the setting, and what holds without one."""
    parts = [info.description or ""]
    if info.is_required():
        parts.append(_("Required."))
    elif not hidden:
        default = info.get_default(call_default_factory=True)
        parts.append(_("Default: %s.") % ("–" if default in (None, "", [], ()) else default))
    return " ".join(filter(None, parts))
