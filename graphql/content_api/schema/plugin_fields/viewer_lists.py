"""Lists that plugins add to `viewer`: checked against the models, and read through the gate."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import graphene
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.utils.translation import gettext_noop as _
from graphql import GraphQLObjectType, GraphQLSchema

from cms.base.reasons import Reason
from cms.declarations import registry
from cms.plugins.api.lists import ViewerRows
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from content_api.access.context import get_info_context
from content_api.access.gate import prefix_rule
from content_api.access.reader import Reader
from content_api.model.ordering import Ordering, required_columns
from content_api.model.pagination import Connection, PageArguments, paginate
from content_api.model.relations import fetch
from content_api.schema.connections import arguments, connection_type
from content_api.schema.plugin_fields.calls import require_on
from content_api.schema.plugin_fields.fields import build_description
from content_api.schema.plugin_fields.lists import is_own
from content_api.schema.plugin_fields.outputs import node_type

__all__ = ["find_viewer_problem", "viewer_lists"]


def viewer_lists() -> dict[str, graphene.Field]:
    """The contributed fields of `Viewer`, by GraphQL name."""
    return {each.item.name: list_field(each) for each in platform().contributions(ViewerRows)}


def list_field(registered: RegisteredItem[ViewerRows]) -> graphene.Field:
    item = registered.item

    def resolve(user: Any, info: Any, **given: Any) -> Connection:
        context = get_info_context(info)
        require_on(registered.plugin, context)
        return load_page(item, given, context.reader)

    node = partial(node_type, find_target(item)._meta.label)
    kind = connection_type(node, f"Viewer{item.name[0].upper()}{item.name[1:]}")
    return graphene.Field(kind, description=build_description(registered), resolver=resolve, args=arguments())


def load_page(item: ViewerRows, given: dict[str, Any], reader: Reader) -> Connection:
    """A page of what the viewer keeps and may see, with its rows: two statements."""
    model, target, gate = apps.get_model(item.rows), find_target(item), reader.gate
    order = tuple(item.order)
    ordering = Ordering((*order, "pk"), required_columns(model, [each.lstrip("-") for each in order]))
    visible = prefix_rule(gate.visible(target), f"{item.link}__") & gate.visible_when_linked(model)
    kept = model._default_manager.filter(Q(**{item.owner: gate.viewer.user_id}) & visible)
    found = paginate(kept, ordering, f"viewer:{item.name}", PageArguments.of(given))
    places = {getattr(row, f"{item.link}_id"): row for row in found.rows}
    shown = fetch(target, set(places), reader)
    rows = [shown[key] for key in places if key in shown]
    return replace(found, rows=rows, cursor=lambda row: found.cursor(places[row.pk]))


def find_target(item: ViewerRows) -> type[Model]:
    target: Any = apps.get_model(item.rows)._meta.get_field(item.link).related_model
    return target  # type: ignore[no-any-return]


def find_viewer_problem(plugin: str, item: ViewerRows, core: GraphQLSchema) -> str:
    """Why a list cannot be added to `viewer`; empty when it can."""
    owner: Any = core.get_type("Viewer")
    if isinstance(owner, GraphQLObjectType) and item.name in owner.fields:
        return Reason(_("%(item)s is a field of AiXplore: rename it."), {"item": item.describe()})
    try:
        model = apps.get_model(item.rows)
        fields: list[Any] = [model._meta.get_field(name) for name in (item.owner, item.link)]
        columns = [model._meta.get_field(each.lstrip("-")) for each in item.order if each.lstrip("-") != "pk"]
    except (LookupError, FieldDoesNotExist) as error:
        return Reason("%(item)s: %(error)s.", {"item": item.describe(), "error": str(error).rstrip(".")})
    if not is_own(plugin, model):
        values = {"item": item.describe(), "model": model._meta.label}
        return Reason(_("%(item)s: %(model)s is not a model of the plugin."), values)
    return find_link_problem(item, model, *fields) or find_order_problem(item, columns)


def find_link_problem(item: ViewerRows, model: type[Model], owner: Any, link: Any) -> str:
    name = f"{item.rows}.{item.link}"
    if not owner.many_to_one or owner.related_model is not get_user_model():
        values = {"item": item.describe(), "name": f"{item.rows}.{item.owner}"}
        return Reason(_("%(item)s: owner: %(name)s is not a foreign key to users."), values)
    if not link.many_to_one or link.related_model not in registry.visibility:
        return Reason(
            _("%(item)s: link: %(name)s is not a foreign key to rows that the API shows."),
            {"item": item.describe(), "name": name},
        )
    unique = [set(each.fields) for each in model._meta.total_unique_constraints]
    if {item.owner, item.link} not in unique:
        values = {"item": item.describe(), "fields": f"{item.owner}, {item.link}", "model": item.rows}
        return Reason(_("%(item)s: add a unique constraint over %(fields)s to %(model)s."), values)
    return ""


def find_order_problem(item: ViewerRows, columns: list[Any]) -> str:
    for column in columns:
        if column.is_relation or column.null:
            values = {"item": item.describe(), "name": column.name}
            return Reason(
                _("%(item)s: order: %(name)s is a foreign key or may be null: choose another column."), values
            )
    return ""
