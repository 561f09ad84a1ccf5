"""Settings of plugins: read from a file, the environment and the admin, checked at start, hidden where shown."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from cms.base.reasons import Reason, join_reasons, mark_text as _
from cms.base.secret_files import SecretFileError, read_secret
from cms.plugins.api.errors import PluginRefused

__all__ = ["Sources", "build_message", "is_secret", "load_settings", "redact_settings"]

HIDDEN = "••••••••"
SECRET_WORDS = ("secret", "password", "token", "key", "credential")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where values come from; later ones win: the admin, the file (one table for each plugin), the environment.

    environment: all variables; those of a plugin are AIXPLORE_PLUGIN_<NAME>__<KEY>.
    """

    file: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None, environment: Mapping[str, str]) -> Sources:
        """From a TOML file, where one is named, and the environment. ValueError names the file when it is unusable."""
        if path is None:
            return cls(environment=environment)
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8")), environment)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ValueError(f"AIXPLORE_PLUGIN_SETTINGS: {path} cannot be read: {error}.") from error

    def values(self, plugin: str, admin: Mapping[str, Any]) -> dict[str, Any]:
        """What is set for a plugin, before it is checked; secrets are still references."""
        prefix = f"AIXPLORE_PLUGIN_{plugin.upper()}__"
        given = {
            name[len(prefix) :].lower(): parse_value(text)
            for name, text in self.environment.items()
            if name.startswith(prefix)
        }
        return {**admin, **self.file.get(plugin, {}), **given}

    def resolve_value(self, plugin: str, key: str, value: Any) -> Any:
        """The value behind {"$env": NAME} or {"$file": PATH}; any other value as it is."""
        if not isinstance(value, dict) or len(value) != 1:
            return value
        kind, name = next(iter(value.items()))
        if not isinstance(name, str):
            return value
        if kind == "$env":
            if name not in self.environment:
                raise PluginRefused(
                    _("settings of %(plugin)s: %(key)s: the variable %(name)s is not set."),
                    plugin=plugin,
                    key=key,
                    name=name,
                )
            return self.environment[name]
        if kind == "$file":
            try:
                return read_secret(Path(name), lines=True)
            except SecretFileError as error:
                raise PluginRefused(
                    _("settings of %(plugin)s: %(key)s: %(problem)s."),
                    plugin=plugin,
                    key=key,
                    problem=Reason(error.template, error.values),
                ) from error
        return value


def parse_value(text: str) -> Any:
    """Lists and objects are written as JSON; everything else is a word for pydantic to read."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def load_settings(
    plugin: str, model: type[BaseModel] | None, sources: Sources, admin: Mapping[str, Any]
) -> BaseModel | None:
    """The checked settings of a plugin; PluginRefused names each key that is wrong and never shows a value."""
    given = sources.values(plugin, admin)
    known = set(model.model_fields) if model else set()
    if unknown := sorted(set(given) - known):
        raise PluginRefused(
            _("settings of %(plugin)s: %(unknown)s is unknown. Known are: %(known)s."),
            plugin=plugin,
            unknown=", ".join(unknown),
            known=", ".join(sorted(known)) or Reason(_("none")),
        )
    if model is None:
        return None
    try:
        return model.model_validate(
            {key: sources.resolve_value(plugin, key, value) for key, value in given.items()}
        )
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = [
            Reason(
                "%(key)s: %(message)s",
                {"key": ".".join(map(str, each["loc"])), "message": build_message(each)},
            )
            for each in found
        ]
        raise PluginRefused(
            _("settings of %(plugin)s: %(problems)s."), plugin=plugin, problems=join_reasons("; ", wrong)
        ) from None


def build_message(problem: Any) -> Reason:
    """pydantic's own messages say what is expected; those of a plugin's validators might repeat the value."""
    is_own = problem["type"] in ("value_error", "assertion_error")
    return Reason(_("is not acceptable") if is_own else problem["msg"])


def redact_settings(settings: BaseModel | None) -> dict[str, Any]:
    """The settings for people to read: secrets are dots, also those inside of lists, mappings and models."""
    if settings is None:
        return {}
    return {name: redact_value(name, getattr(settings, name)) for name in type(settings).model_fields}


def redact_value(name: str, value: Any) -> Any:
    if isinstance(value, SecretStr) or (isinstance(value, str) and is_secret(name)):
        return HIDDEN
    if isinstance(value, BaseModel):
        return redact_settings(value)
    if isinstance(value, Mapping):
        return {key: redact_value(f"{name} {key}", each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact_value(name, each) for each in value]
    return value


def is_secret(name: str) -> bool:
    """Whether a text of this name is hidden."""
    return any(word in name.lower() for word in SECRET_WORDS)
