"""Fields that lead from rows to rows: one statement for all rows of a level, two where links lie between.

They are the statements of `content_api.model.relations`, with tuples in place of model instances.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type
from wagtail.models import Page

from content_api.access.gate import Gate
from content_api.engine.rows.levels import Field, Level, NotFromRows, Reading, Row, Table, assemble
from content_api.engine.rows.opaque import Opaque
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import (
    ForeignKeySource,
    ManyToMany,
    RelationSource,
    ReverseKey,
    ThroughRows,
)
from content_api.model.relations import group_pairs
from content_api.model.sql_templates.store import read_rows
from content_api.schema.types.grapple import model_kinds

__all__ = ["build_relation", "find_target_type"]

Pairs = Iterable[tuple[Any, Any]]
Follow = Callable[[Any, Level, Table, Reading], Sequence[Any]]


def find_target_type(plan: FieldPlan, source: RelationSource) -> GraphQLObjectType:
    """The type of the rows that a relation leads to; Opaque when they may have several, or come as something else."""
    kind: Any = plan.type.of_type if isinstance(plan.type, GraphQLNonNull) else plan.type
    is_list, target = isinstance(kind, GraphQLList), get_named_type(kind)
    declared = model_kinds().get(source.target)
    if source.target is Page or not isinstance(target, GraphQLObjectType) or declared is None:
        raise Opaque("it leads to rows of several types")
    if declared._meta.name != target.name or is_list == source.single:
        raise Opaque("its type is not that of the rows it leads to")
    if plan.definition.args:
        raise Opaque("it has arguments")
    return target


def build_relation(plan: FieldPlan, source: RelationSource, level: Level) -> Field:
    """The field of a plan that leads to a level; Opaque for relations that are no foreign keys and no links."""
    columns, follow = find_follow(source)
    is_required = source.single and isinstance(plan.type, GraphQLNonNull)

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        found = follow(source, level, table, reading)
        if is_required and None in found:
            raise NotFromRows(f"{plan.parent.name}.{plan.name} is null.")
        return found

    return Field(plan.name, columns, fill, level.inherits_language)


def find_follow(source: RelationSource) -> tuple[tuple[str, ...], Follow]:
    match source:
        case ForeignKeySource():
            return (source.field.attname,), follow_key
        case ReverseKey():
            return ("pk",), follow_reverse
        case ManyToMany():
            return ("pk",), partial(follow_links, read_links)
        case ThroughRows(rows=ReverseKey(), far=ForeignKeySource()):
            return ("pk",), partial(follow_links, read_children_links)
    raise Opaque(f"its source is {type(source).__name__}, which is no foreign key")


def follow_key(source: ForeignKeySource, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    keys = table.get(source.field.attname)
    found = read_by_key(level, {key for key in keys if key is not None}, table.language, reading)
    return [found.get(key) for key in keys]


def read_by_key(
    level: Level, keys: Collection[Any], language: str | None, reading: Reading
) -> Mapping[Any, Any]:
    """The responses of the visible rows with these keys."""
    if not keys:
        return {}
    model, columns = level.model, level.columns

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        return model._default_manager.filter(gate.visible(model), pk__in=keys).values_list(*columns)

    rows: list[Row] = read_rows(("tuples by key", model, columns), build, reading.gate, keys=list(keys))
    return dict(zip((row[0] for row in rows), assemble(level, rows, language, reading), strict=True))


def follow_reverse(source: ReverseKey, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    rows = read_children(source, level.columns, table, reading)
    responses = assemble(level, rows, table.language, reading)
    owners, keys = [row[-1] for row in rows], table.get("pk")
    if source.single:
        found = dict(zip(owners, responses, strict=True))
        return [found.get(key) for key in keys]
    groups = group_pairs(zip(owners, responses, strict=True))
    return [groups.get(key, []) for key in keys]


def read_children(
    source: ReverseKey, columns: tuple[str, ...], table: Table, reading: Reading
) -> Sequence[Row]:
    """Child rows in their own order; each ends with the key of its owner."""
    model, field = source.target, source.relation.field

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        found = model._default_manager.filter(gate.visible(model), **{f"{field.name}__in": keys})
        ordered = found.order_by(*(model._meta.ordering or ()), "pk")
        return ordered.values_list(*columns, field.attname)

    shape = "tuples of children", model, field.name, columns
    return read_rows(shape, build, reading.gate, keys=list_different(table.get("pk")))


def follow_links(
    read: Callable[[Any, Table, Reading], Pairs],
    source: RelationSource,
    level: Level,
    table: Table,
    reading: Reading,
) -> Sequence[Any]:
    """The far side of links, in their order."""
    pairs = list(read(source, table, reading))
    wanted = {key for _, key in pairs if key is not None}
    found = read_by_key(level, wanted, table.language, reading)
    groups = group_pairs((owner, found[key]) for owner, key in pairs if key in found)
    return [groups.get(key, []) for key in table.get("pk")]


def read_links(source: ManyToMany, table: Table, reading: Reading) -> Pairs:
    through, near, far = source.through, source.near, source.far

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        links = through._default_manager.filter(**{f"{near}__in": keys}).order_by("pk")
        return links.values_list(f"{near}_id", f"{far}_id")

    return read_rows(("links", through, near, far), build, reading.gate, keys=list_different(table.get("pk")))


def read_children_links(source: Any, table: Table, reading: Reading) -> Pairs:
    """Where child rows point to, by the keys of those that have them."""
    rows = read_children(source.rows, (source.far.field.attname,), table, reading)
    return [(owner, key) for key, owner in rows]


def list_different(keys: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(keys))


def is_page(model: type[Model]) -> bool:
    """Whether rows of a model have a language of their own."""
    return issubclass(model, Page)
