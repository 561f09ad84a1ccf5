"""Whether what plugins contribute fits into the schema; what does not refuses its plugin, and the schema is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args, get_type_hints

from django.utils.translation import gettext_noop as _
from graphql import GraphQLObjectType, GraphQLSchema

from cms.base.reasons import Reason
from cms.plugins.api.contributions import Contribution, GraphQLField, GraphQLMutation, GraphQLQuery, Rows
from cms.plugins.api.lists import CollectionFacet, CollectionFilter, ViewerRows
from cms.plugins.runtime.current import platform
from content_api.schema.mutations.inputs import input_type
from content_api.schema.mutations.payloads import payload_type
from content_api.schema.plugin_fields.lists import find_list_problem
from content_api.schema.plugin_fields.outputs import node_type, output_type
from content_api.schema.plugin_fields.viewer_lists import find_viewer_problem
from content_api.schema.types.values import NAMED

NO_TYPE = _(
    "%(item)s: the API has no type for %(type)s. Use str, int, float, bool, dict, a date, an enumeration, a dataclass, "
    "or a list of one of them."
)
KINDS = (GraphQLField, GraphQLQuery, GraphQLMutation, CollectionFilter, CollectionFacet, ViewerRows)


def contributors() -> list[tuple[str, Contribution]]:
    """Everything that plugins add to the schema, with the plugin that does."""
    return [(each.plugin, each.item) for kind in KINDS for each in platform().contributions(kind)]


def refuse_unfit(core: GraphQLSchema) -> None:
    """Refuse each plugin that contributes to a type that is not there, or under a name that is taken: by the core,
    whose schema this is, or by an earlier plugin."""
    names: dict[str, Any] = {}
    for plugin, item in contributors():
        reason = find_problem(plugin, item, core, names)
        if reason:
            platform().refuse(plugin, reason)


def find_problem(plugin: str, item: Any, core: GraphQLSchema, names: dict[str, Any]) -> str:
    """Why a contribution cannot be added to the schema; empty when it can. `names` collects its types."""
    try:
        if isinstance(item, CollectionFilter | CollectionFacet):
            return find_list_problem(plugin, item) or list_type_problem(item, core, names)
        if isinstance(item, ViewerRows):
            return find_viewer_problem(plugin, item, core)
        return place_problem(item, core) or type_problem(item, core, names) or build_problem(item)
    except Exception as error:
        values = {"item": item.describe(), "type": type(error).__name__, "error": str(error).rstrip(".")}
        return Reason(_("%(item)s: its types cannot be read: %(type)s: %(error)s."), values)


def build_problem(item: Any) -> str:
    """Why the types of a contribution cannot be built; empty when they can."""
    try:
        if isinstance(item, GraphQLMutation):
            payload_type(item.type)
            input_type(item.input)
        elif isinstance(item.type, Rows):
            node_type(item.type.model)
        else:
            output_type(item.type)
    except KeyError as error:
        return Reason(NO_TYPE, {"item": item.describe(), "type": error.args[0]})
    return ""


def place_problem(item: Any, core: GraphQLSchema) -> str:
    """Why a contribution cannot stand where it wants to; empty when it can."""
    if isinstance(item, GraphQLField):
        owners = find_owner_types(item, core)
        if isinstance(owners, str):
            return owners
        taken = any(item.name in owner.fields for owner in owners)
    else:
        root = core.mutation_type if isinstance(item, GraphQLMutation) else core.query_type
        taken = root is not None and item.name in root.fields
    return (
        Reason(_("%(item)s is a field of AiXplore: rename it."), {"item": item.describe()}) if taken else ""
    )


def find_owner_types(item: GraphQLField, core: GraphQLSchema) -> list[GraphQLObjectType] | str:
    """The types that the field would stand on, or why there are none."""
    try:
        kind = node_type(item.on)
    except LookupError:
        values = {"item": item.describe(), "name": item.on}
        return Reason(_("%(item)s: there is no type for %(name)s in the API."), values)
    owner = core.get_type(kind._meta.name)
    if not isinstance(owner, GraphQLObjectType):
        values = {"item": item.describe(), "name": item.on}
        return Reason(_("%(item)s: %(name)s is not in the API."), values)
    return [owner]


def type_problem(item: Any, core: GraphQLSchema, names: dict[str, Any]) -> str:
    """Why the types of a contribution cannot be added; empty when they can. `names` collects them, with their use."""
    given = named_types(item.input) if isinstance(item, GraphQLMutation) else ()
    return find_taken_name(item, (("output", named_types(item.type)), ("input", given)), core, names)


def list_type_problem(item: Any, core: GraphQLSchema, names: dict[str, Any]) -> str:
    """The same of what a list gets: a filter's enumeration."""
    kinds = named_types(item.type) if isinstance(item, CollectionFilter) else ()
    return find_taken_name(item, (("input", kinds),), core, names)


def find_taken_name(
    item: Any, uses: Iterable[tuple[str, Iterable[type]]], core: GraphQLSchema, names: dict[str, Any]
) -> str:
    for use, classes in uses:
        for cls in classes:
            own = (cls, use if is_dataclass(cls) else "")
            in_core = core.get_type(cls.__name__) is not None and NAMED.get(cls.__name__) is not cls
            if in_core or names.setdefault(cls.__name__, own) != own:
                values = {"item": item.describe(), "type": cls.__name__}
                return Reason(_("%(item)s: the type %(type)s exists already: rename the class."), values)
    return ""


def named_types(hint: Any) -> Iterator[type]:
    """The dataclasses and enumerations that a type is made of."""
    for part in get_args(hint):
        yield from named_types(part)
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
        hints = get_type_hints(hint)
        for each in fields(hint):
            yield from named_types(hints[each.name])
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield hint
