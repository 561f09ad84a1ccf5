"""The manifest: what a plugin says of itself, read before any of its code runs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from cms.base.reasons import mark_text as _
from cms.plugins.api.errors import PluginRefused

__all__ = ["Manifest", "PersonalData", "read_manifest"]

FILE = "manifest.toml"


def _version(value: str) -> str:
    try:
        return str(Version(value))
    except InvalidVersion as error:
        raise ValueError(f"{value!r} is not a version such as 1.0.0") from error


def _check_range(value: str) -> str:
    try:
        return str(SpecifierSet(value)) if value else value
    except InvalidSpecifier as error:
        raise ValueError(f"{value!r} is not a version range such as >=1,<2") from error


def _check_requirement(value: str) -> str:
    try:
        return str(Requirement(value))
    except InvalidRequirement as error:
        raise ValueError(
            f"{value!r} is not a plugin with a version range such as search_postgres>=1,<2"
        ) from error


VersionText = Annotated[str, AfterValidator(_version)]
RangeText = Annotated[str, AfterValidator(_check_range)]
RequirementText = Annotated[str, AfterValidator(_check_requirement)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,49}$")]
DottedPath = Annotated[str, Field(pattern=r"^[A-Za-z_][\w.]*$")]


class PersonalData(BaseModel):
    """What is held of people, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str = Field(description='What is held, in words: "which account keeps which solutions".')
    purpose: str = Field(description="Why it is held.")


class Manifest(BaseModel):
    """The keys of manifest.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = Field(description="Unique; the folder and the Django app label have the same name.")
    version: VersionText = Field(description="The plugin's own version.")
    summary: str = Field(min_length=1, max_length=200, description="One sentence for lists.")
    hook_api: RangeText = Field(description="Versions of the hook specifications it was written for.")
    core: RangeText = Field(description="Versions of AiXplore that it runs on.")
    requires: tuple[RequirementText, ...] = Field(
        default=(), description="Plugins that it requires, each with a version range."
    )
    conflicts: tuple[Name, ...] = Field(default=(), description="Plugins that it cannot run together with.")
    after: tuple[Name, ...] = Field(default=(), description="Plugins whose hooks are called before its own.")
    slot: Name | None = Field(default=None, description='The slot that it fills, such as "ratings".')
    app: DottedPath | None = Field(
        default=None,
        description="Dotted path of its AppConfig, when it has tables, templates or static files.",
    )
    settings: Annotated[str, Field(pattern=r"^[\w.]+:\w+$")] | None = Field(
        default=None, description='Its settings: "module:Model" of a pydantic model.'
    )
    capabilities: tuple[Literal["network", "pii", "raw-sql", "schema"], ...] = Field(
        default=(),
        description="What it does beyond its own tables (network, pii, raw-sql, schema); shown to operators.",
    )
    guards: tuple[Annotated[str, Field(pattern=r"^\w+\.\w+$")], ...] = Field(
        default=(),
        description='Models whose rows it hides by permission filters, such as "solutions.Solution". While such a '
        "plugin cannot run, no row of them is shown.",
    )
    personal_data: tuple[PersonalData, ...] = Field(default=(), description="Personal data that it stores.")

    def model_post_init(self, context: object) -> None:
        if self.personal_data and "pii" not in self.capabilities:
            raise ValueError('personal_data needs the capability "pii"')


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a plugin's folder; PluginRefused says which key is wrong."""
    path = folder / FILE
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise PluginRefused(_("%(file)s is missing: every plugin has a manifest."), file=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PluginRefused(_("%(file)s cannot be read: %(error)s."), file=path, error=error) from error
    except ValidationError as error:
        raise PluginRefused("%(file)s: %(problems)s.", file=path, problems=problems(error)) from error


def problems(error: ValidationError) -> str:
    """The keys that are wrong, and why."""
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'manifest'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    )
