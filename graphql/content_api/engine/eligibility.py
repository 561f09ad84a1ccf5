"""Whether answers to an operation may be kept, as far as its fields tell."""

from __future__ import annotations

from graphql import GraphQLSchema, OperationDefinitionNode, OperationType

from cms.plugins.api.contributions import GraphQLField, GraphQLQuery
from cms.plugins.runtime.current import platform
from content_api.limits.bucket_uses import count_bucket_uses
from content_api.limits.cost import OperationCost
from content_api.model.field_sources import PluginFieldSource
from content_api.schema.field_sources.columns import Fragments, Selected, known_sources

__all__ = ["find_field_problem", "find_keeping_problem"]

UNDECLARED = "plugin {}: {} does not declare what it reads (`reads=`)"


def find_keeping_problem(node: OperationDefinitionNode, fragments: Fragments, cost: OperationCost) -> str:
    """Why answers to an operation may not be kept; empty when nothing in it says so.

    A root field with a rate limit of its own counts how often it is asked. A plugin's function may read anything, from
    any server, unless it declares its models.
    """
    if buckets := sorted(count_bucket_uses(cost)):
        return f"it has rate limits of its own: {', '.join(buckets)}"
    return find_field_problem(node, fragments, cost.schema)


def find_field_problem(node: OperationDefinitionNode, fragments: Fragments, schema: GraphQLSchema) -> str:
    """The same without the limits of root fields, which are not known before the values of variables are."""
    root = schema.get_root_type(node.operation)
    if node.operation != OperationType.QUERY or root is None:
        return "it is no query"
    selected = Selected(fragments, schema)
    selected.walk(node.selection_set, root)
    return next((problem for each in sorted(selected.found) if (problem := find_problem(each))), "")


def find_problem(coordinate: tuple[str, str]) -> str:
    """What is not known of one field, by the names of its type and itself."""
    source = known_sources().get(coordinate)
    if isinstance(source, PluginFieldSource):
        return describe(source.registered.plugin, source.registered.item)
    if coordinate[0] == "Query":
        for each in platform().contributions(GraphQLQuery):
            if each.item.name == coordinate[1]:
                return describe(each.plugin, each.item)
    return ""


def describe(plugin: str, item: GraphQLField | GraphQLQuery) -> str:
    return UNDECLARED.format(plugin, item.name) if item.reads is None else ""
