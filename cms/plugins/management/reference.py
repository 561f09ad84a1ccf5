"""The text of docs/reference/hooks.md, from the specifications themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from cms.plugins.api.hookspecs import MODULES
from cms.plugins.api.markers import BUDGETS, HOOK_API, HookSpec, Kind, get_hook_spec
from cms.plugins.loader.manifest import Manifest, PersonalData

__all__ = ["record", "reference", "signature"]

HEAD = f"""# Hooks

What a plugin may implement, hook API {HOOK_API}. This page is generated from `cms/plugins/api/hookspecs` by
`make docs`. [Write a plugin](../howto/write-a-plugin.md) shows how to use them;
[plugins](../explanation/plugins.md) explains the design.

[The plugin API](plugin-api.md) describes what hooks take and return, and
[the cookbook](../howto/cookbook/README.md) has an example of each, with a test.

A hook is a function of the plugin's module that carries `@hookimpl`. It may leave arguments out, and is never `async`.

| kind | when it is called | what a failure means |
| --- | --- | --- |
"""
KINDS = {
    Kind.COLLECT: ("once, when the process starts", "the plugin is not loaded"),
    Kind.NOTIFY: ("after commit, by the background worker", "the event is delivered to it again later"),
    Kind.DECIDE: ("while the caller waits for the decision", "it counts as the strictest decision"),
    Kind.DECORATE: ("while a response is built", "the value stays as it was"),
}


def reference() -> str:
    """The whole page."""
    parts = [HEAD + "".join(f"| {kind} | {when} | {failure} |\n" for kind, (when, failure) in KINDS.items())]
    parts += [subject(module) for module in MODULES]
    return "\n".join([*parts, manifest()])


def subject(module: ModuleType) -> str:
    """The hooks of one module."""
    title = module.__name__.rpartition(".")[2].capitalize()
    hooks = [(value, spec) for value in vars(module).values() if (spec := get_hook_spec(value))]
    described = "\n".join(hook(function, spec) for function, spec in hooks)
    return f"## {title}\n\n{inspect.getdoc(module)}\n\n{described}"


def hook(function: Callable[..., Any], spec: HookSpec) -> str:
    prose, mark, example = (inspect.getdoc(function) or "").partition("@hookimpl")
    statements = "SQL statements" if spec.writes else "SQL statements that read"
    budget = f"{spec.budget.seconds:g} s and {spec.budget.statements} {statements}"
    default = "" if spec.budget != BUDGETS[spec.kind] else ", as all of its kind"
    code = f"\n```python\n{inspect.cleandoc(f'{mark}{example}')}\n```\n" if mark else ""
    return (
        f"### `{spec.name}`\n\n```python\n{signature(function)}\n```\n\n"
        f"Kind: {spec.kind}. Since: {spec.since}. Budget: {budget}{default}.\n\n{prose.strip()}\n{code}"
    )


def signature(function: Callable[..., Any]) -> str:
    """As it is written: `name(argument: Type) -> Type`."""
    found = inspect.signature(function)
    arguments = ", ".join(f"{each.name}: {each.annotation}" for each in found.parameters.values())
    return f"{function.__name__}({arguments}) -> {found.return_annotation}"


def record(kind: Any) -> str:
    """A dataclass and its fields; those that have to be given come first."""
    rows = "".join(
        f"| `{each.name}` | `{describe_type(each)}` | {default(each)} |\n"
        for each in sorted(fields(kind), key=lambda each: default(each) != "")
    )
    table = f"\n| field | type | default |\n| --- | --- | --- |\n{rows}" if rows else ""
    return f"### `{kind.__name__}`\n\n{inspect.getdoc(kind)}\n{table}"


def describe_type(each: Field[Any]) -> str:
    """What a field takes. The None of one that has to be given is there for a better message than Python's."""
    text = str(each.type).removesuffix(" | None") if each.metadata.get("required") else str(each.type)
    return text.replace("|", "or")


def default(each: Field[Any]) -> str:
    """How a field is filled when it is not given; empty when it has to be."""
    if each.metadata.get("required"):
        return ""
    if each.default_factory is not MISSING:
        return f"`{each.default_factory()!r}`"
    return "" if each.default is MISSING else f"`{each.default!r}`"


def manifest() -> str:
    """The keys of manifest.toml."""
    head = "| key | default | meaning |\n| --- | --- | --- |\n"
    return (
        f"## manifest.toml\n\n{head}{''.join(rows(Manifest))}\n"
        "Each kind of personal data is a table of its own. A plugin that names one declares the capability `pii`, and\n"
        "implements `export_personal_data` and `erase_personal_data`.\n\n"
        '```toml\ncapabilities = ["pii"]\n\n[[personal_data]]\nwhat = "who keeps which solutions"\n'
        f'purpose = "to show people what they keep"\n```\n\n{head}{"".join(rows(PersonalData))}'
    )


def rows(model: type[BaseModel]) -> Iterator[str]:
    for name, each in model.model_fields.items():
        written = (
            "has to be given" if each.is_required() else "none" if not each.default else f"`{each.default}`"
        )
        yield f"| `{name}` | {written} | {each.description} |\n"
