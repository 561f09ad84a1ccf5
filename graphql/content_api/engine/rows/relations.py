"""Fields that lead from rows to rows: one statement for all rows of a level, two where links lie between.

They are the statements of `content_api.model.relations`, with tuples in place of model instances.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

from django.db.models import Model, QuerySet
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type
from wagtail.models import Page

from content_api.access.gate import Gate
from content_api.engine.rows.computed import list_attribute_names
from content_api.engine.rows.instances import take_instances
from content_api.engine.rows.levels import Field, Level, NotFromRows, Reading, Row, Table, assemble
from content_api.engine.rows.opaque import NeedsInstances
from content_api.execution.field_plans import FieldPlan
from content_api.model.collection_tuples import add_owner
from content_api.model.field_sources import (
    ForeignKeySource,
    ManyToMany,
    Related,
    RelationSource,
    ReverseKey,
    ThroughRows,
)
from content_api.model.relations import group_pairs
from content_api.model.sql_templates.store import read_rows
from content_api.schema.types.grapple import model_kinds

__all__ = ["build_relation", "find_target_type"]

Follow = Callable[[Any, Level, Table, Reading], Sequence[Any]]


def find_target_type(plan: FieldPlan, source: RelationSource) -> GraphQLObjectType:
    """The type of the rows that a relation leads to; NeedsInstances when they may have several."""
    kind: Any = plan.type.of_type if isinstance(plan.type, GraphQLNonNull) else plan.type
    is_list, target = isinstance(kind, GraphQLList), get_named_type(kind)
    declared = model_kinds().get(source.target)
    if source.target is Page or not isinstance(target, GraphQLObjectType) or declared is None:
        raise NeedsInstances("it leads to rows of several types")
    if declared._meta.name != target.name or is_list == source.single:
        raise NeedsInstances("its type is not that of the rows it leads to")
    if plan.definition.args:
        raise NeedsInstances("it has arguments")
    return target


def build_relation(plan: FieldPlan, source: RelationSource, level: Level) -> Field:
    """The field of a plan that leads to a level; NeedsInstances for relations of kinds that are not known here."""
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
            check_manager(source.target)
            return ("pk",), follow_links
        case ThroughRows(rows=ReverseKey(), far=ForeignKeySource()):
            return ("pk",), follow_through
        case Related():
            return list_attribute_names(source), follow_found
    raise NeedsInstances(f"its source is {type(source).__name__}, which is no foreign key")


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
        rows = model._default_manager.filter(gate.visible(model), pk__in=keys)
        return rows.order_by().values_list(*columns)

    rows: list[Row] = read_rows(("tuples by key", model, columns), build, reading.gate, keys=list(keys))
    return dict(zip(map(itemgetter(0), rows), assemble(level, rows, language, reading), strict=True))


def follow_reverse(source: ReverseKey, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    rows, place = read_children(source, level.columns, table, reading)
    groups = group_responses(level, rows, place, table, reading)
    return [each[-1] if each else None for each in groups] if source.single else groups


def read_children(
    source: ReverseKey, columns: tuple[str, ...], table: Table, reading: Reading
) -> tuple[Sequence[Row], int]:
    """Child rows in their own order, and the place of the key of their owner."""
    model, field = source.target, source.relation.field
    shown, place = add_owner(columns, field.attname)

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        found = model._default_manager.filter(gate.visible(model), **{f"{field.name}__in": keys})
        ordered = found.order_by(*(model._meta.ordering or ()), "pk")
        return ordered.values_list(*shown)

    shape = "tuples of children", model, field.name, shown
    return read_rows(shape, build, reading.gate, keys=list_different(table.get("pk"))), place


def check_manager(model: type[Model]) -> None:
    """NeedsInstances for a model whose manager does more than order rows: a join would not know of it."""
    query = model._default_manager.all().query
    if query.where or query.annotations or query.distinct or query.is_sliced:
        raise NeedsInstances(f"the manager of {model.__name__} leaves rows out")


def follow_links(source: ManyToMany, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    """The far side of links in their order, in one statement."""
    model, link, near, far = source.target, source.through, source.near, source.far
    columns = tuple(f"{far}__{name}" for name in level.columns)

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        visible = gate.visible_by(link, model, f"{far}__")
        links = link._default_manager.filter(visible, **{f"{near}__in": keys}).order_by("pk")
        return links.values_list(*columns, f"{near}_id")

    shape = "tuples by links", link, near, columns
    rows: list[Row] = read_rows(shape, build, reading.gate, keys=list_different(table.get("pk")))
    return group_responses(level, rows, len(columns), table, reading)


def group_responses(
    level: Level, rows: Sequence[Row], place: int, table: Table, reading: Reading
) -> Sequence[Any]:
    """The responses of rows, for each row of a table those that hold its key in a place."""
    responses = assemble(level, rows, table.language, reading)
    groups = group_pairs(zip(map(itemgetter(place), rows), responses, strict=True))
    return [groups.get(key, []) for key in table.get("pk")]


def follow_through(source: ThroughRows, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    """What child rows point to, in their order: one statement for them, and one for what they point to."""
    rows, far = cast(ReverseKey, source.rows), cast(ForeignKeySource, source.far)
    children, place = read_children(rows, (far.field.attname,), table, reading)
    pairs = [(row[place], row[0]) for row in children]
    found = read_by_key(level, {key for _, key in pairs if key is not None}, table.language, reading)
    groups = group_pairs((owner, found[key]) for owner, key in pairs if key in found)
    return [groups.get(key, []) for key in table.get("pk")]


def follow_found(source: Related, level: Level, table: Table, reading: Reading) -> Sequence[Any]:
    """What a declared function leads to: its own statement, and one for what it found."""
    keys = source.declared.find(take_instances(source.model, table))
    wanted = {key for each in keys.values() for key in each}
    found = read_by_key(level, wanted, table.language, reading)
    groups = [[found[key] for key in keys.get(each, ()) if key in found] for each in table.get("pk")]
    return [next(iter(each), None) for each in groups] if source.single else groups


def list_different(keys: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(keys))
