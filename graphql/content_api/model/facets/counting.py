"""The SQL of one facet: its values over a set of rows, with the number of rows that have each.

Every text here gives the same columns: owner, part, part_label, value, label and number. Names of tables and
columns come from models; everything else is a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import F, Model, QuerySet, UniqueConstraint
from taggit.managers import TaggableManager

from cms.base.translated_texts import build_text_expression, find_translated_model
from cms.declarations import Facet
from content_api.access.gate import Gate
from content_api.model.facets.plan import CountedFacet

__all__ = [
    "Links",
    "RowSet",
    "Sql",
    "build_label",
    "compile_query",
    "count_link_keys",
    "count_values",
    "find_field",
    "find_links",
    "find_row_value",
    "label_keys",
    "quote",
]

NO_PART = "NULL AS part, NULL AS part_label"


@dataclass(frozen=True)
class Sql:
    """A text with its parameters."""

    text: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Links:
    """A table between the rows of a list and related ones: its columns with the keys of both. is_unique: it cannot hold
    a pair twice."""

    table: str
    near: str
    far: str
    target: type[Model]
    is_unique: bool


@dataclass(frozen=True)
class RowSet:
    """A named set of rows. has_owner: it is divided by a column `owner`. grouped: columns with few values, which
    are counted over the groups of `name_groups`, so that the rows themselves are gone through once for all of
    them."""

    name: str
    has_owner: bool
    grouped: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        return "r.owner" if self.has_owner else "NULL::bigint"

    @property
    def groups(self) -> str:
        return f"{self.name}_groups"

    def group(self, columns: str) -> str:
        return f"r.owner, {columns}" if self.has_owner else columns

    def find_source(self, counted: CountedFacet) -> str:
        return self.groups if counted.column in self.grouped else self.name

    def link(self, links: Links) -> str:
        """The links `l` of the rows, with these as `r` where they have owners. Otherwise an array of their keys is
        looked up in the index of both keys, which is three times as fast as joining the rows."""
        if self.has_owner:
            return f"{self.name} r JOIN {links.table} l ON l.{links.near} = r.id"
        return f"(SELECT * FROM {links.table} l WHERE l.{links.near} = ANY(ARRAY(SELECT r.id FROM {self.name} r))) l"

    @property
    def total(self) -> str:
        """The text that counts the rows of all owners."""
        number, source = ("sum(r.number)", self.groups) if self.grouped else ("count(*)", self.name)
        return f"SELECT {number}::bigint AS number FROM {source} r"

    def count_all(self, counted: CountedFacet) -> str:
        return "sum(r.number)::bigint" if counted.column in self.grouped else "count(*)"


def quote(name: str) -> str:
    return connection.ops.quote_name(name)


def compile_query(rows: QuerySet[Any]) -> Sql:
    """The text of a query set; EmptyResultSet when it can have no rows."""
    text, params = rows.query.get_compiler(rows.db).as_sql()
    return Sql(text, tuple(params))


def find_row_value(model: type[Model], counted: CountedFacet) -> Any:
    """The expression over a row of the list that is counted; None for values that stand in other tables."""
    facet = counted.facet
    if facet.expression is not None:
        return facet.expression()
    path = facet.find_path()
    if facet.rows is not None or not path or find_links(model, path):
        return None
    return F(f"{path}_id") if find_target(model, path) else F(path)


def find_field(model: type[Model], path: str) -> Any:
    """The field of the model itself; None for a path that leads further."""
    try:
        return model._meta.get_field(path)
    except FieldDoesNotExist:
        return None


def find_target(model: type[Model], path: str) -> type[Model] | None:
    """What a foreign key points to; None when the path is no foreign key."""
    field = find_field(model, path)
    return field.related_model if field is not None and field.many_to_one else None


def find_links(model: type[Model], path: str) -> Links | None:
    """The links of a relation with many rows; None when the path is none."""
    field = find_field(model, path)
    if isinstance(field, TaggableManager):
        near, far = field.through._meta.get_field("content_object"), field.through._meta.get_field("tag")
    elif field is not None and field.many_to_many and not field.auto_created:
        through = field.remote_field.through._meta
        near, far = (
            through.get_field(field.m2m_field_name()),
            through.get_field(field.m2m_reverse_field_name()),
        )
    else:
        return None
    meta = near.model._meta
    pairs = [set(each.fields) for each in meta.constraints if isinstance(each, UniqueConstraint)]
    is_unique = {near.name, far.name} in [*pairs, *map(set, meta.unique_together)]
    return Links(quote(meta.db_table), quote(near.column), quote(far.column), far.related_model, is_unique)


def count_values(
    model: type[Model], counted: CountedFacet, rows: RowSet, gate: Gate, language: str | None
) -> Sql | None:
    """The counts over a set of rows, labelled in a language; None while there is nothing to count."""
    facet, path = counted.facet, counted.facet.find_path()
    if facet.rows is not None:
        return count_own_rows(counted, rows, compile_query(facet.rows(gate, language)))
    if facet.bands:
        return count_bands(counted, rows) if facet.expression or path else None
    if not path:
        return None
    if links := find_links(model, path):
        return label_keys(counted, count_link_keys(facet, links, rows), links.target, gate, language)
    if target := find_target(model, path):
        return label_keys(counted, count_column_keys(counted, rows), target, gate, language)
    is_array = isinstance(find_field(model, path), ArrayField)
    return count_items(counted, rows) if is_array else count_column(counted, rows)


def count_column(counted: CountedFacet, rows: RowSet) -> Sql:
    value = f"r.{counted.column}"
    return Sql(
        f"SELECT {rows.owner} AS owner, {NO_PART}, {value}::text AS value, {value}::text AS label, "
        f"{rows.count_all(counted)} AS number FROM {rows.find_source(counted)} r WHERE {value} IS NOT NULL "
        f"GROUP BY {rows.group(value)}"
    )


def count_items(counted: CountedFacet, rows: RowSet) -> Sql:
    """Items of an array; one that stands in it twice counts once."""
    items = f"SELECT DISTINCT unnest(r.{counted.column}) AS item"
    return Sql(
        f"SELECT {rows.owner} AS owner, {NO_PART}, i.item::text AS value, i.item::text AS label, "
        f"{rows.count_all(counted)} AS number FROM {rows.find_source(counted)} r CROSS JOIN LATERAL ({items}) i "
        f"WHERE i.item IS NOT NULL GROUP BY {rows.group('i.item')}"
    )


def count_bands(counted: CountedFacet, rows: RowSet) -> Sql:
    """Bands, by the numbers that occur."""
    bands = ", ".join("(%s::text, %s::float8, %s::float8)" for _ in counted.facet.bands)
    params = tuple(
        each for band in counted.facet.bands for each in (band.value, to_float(band.low), to_float(band.high))
    )
    number = f"r.{counted.column}"
    return Sql(
        f"SELECT g.owner, {NO_PART}, b.value, b.value AS label, sum(g.number)::bigint AS number "
        f"FROM (SELECT {rows.owner} AS owner, {number} AS x, count(*) AS number FROM {rows.name} r "
        f"WHERE {number} IS NOT NULL GROUP BY {rows.group(number)}) g JOIN (VALUES {bands}) b (value, low, high) "
        "ON (b.low IS NULL OR g.x >= b.low) AND (b.high IS NULL OR g.x < b.high) GROUP BY g.owner, b.value",
        params,
    )


def to_float(bound: float | None) -> float | None:
    return None if bound is None else float(bound)


def count_column_keys(counted: CountedFacet, rows: RowSet) -> str:
    key = f"r.{counted.column}"
    return (
        f"SELECT {rows.owner} AS owner, {key} AS key, count(*) AS number FROM {rows.name} r "
        f"WHERE {key} IS NOT NULL GROUP BY {rows.group(key)}"
    )


def count_link_keys(facet: Facet, links: Links, rows: RowSet) -> str:
    """The number of rows for each key that they are linked to, of a tree for each one above, too."""
    return count_tree_keys(links, rows) if facet.is_tree else count_linked_keys(links, rows)


def count_linked_keys(links: Links, rows: RowSet) -> str:
    number, key = "count(*)" if links.is_unique else f"count(DISTINCT l.{links.near})", f"l.{links.far}"
    return (
        f"SELECT {rows.owner} AS owner, {key} AS key, {number} AS number FROM {rows.link(links)} "
        f"GROUP BY {rows.group(key)}"
    )


def count_tree_keys(links: Links, rows: RowSet) -> str:
    """Each row counts once for every node that it is linked to or that stands above one."""
    meta: Any = links.target._meta
    table, key, step = quote(meta.db_table), quote(meta.pk.column), int(links.target.steplen)  # type: ignore[attr-defined]
    paths = f"ARRAY(SELECT left(n.path, d * {step}) FROM generate_series(1, n.depth) d)"
    above = (
        f"SELECT n.{key} AS below, a.{key} AS key FROM {table} n CROSS JOIN LATERAL unnest({paths}) p (path) "
        f"JOIN {table} a ON a.path = p.path OFFSET 0"
    )  # OFFSET 0 keeps the planner from taking each path apart once for each row
    pairs = (
        f"SELECT DISTINCT {rows.owner} AS owner, l.{links.near}, t.key FROM {rows.link(links)} "
        f"JOIN ({above}) t ON t.below = l.{links.far}"
    )
    return f"SELECT d.owner, d.key, count(*) AS number FROM ({pairs}) d GROUP BY d.owner, d.key"


def label_keys(
    counted: CountedFacet, keys: str, target: type[Model], gate: Gate, language: str | None
) -> Sql:
    """The values of related rows that the viewer may see, by their keys."""
    facet = counted.facet
    rule = gate.visible_when_linked(target) if facet.is_shown_by_rows else gate.visible(target)
    shown = target._default_manager.filter(rule).order_by()
    labels = compile_query(shown.values_list("pk", facet.value, build_label(target, facet.title, language)))
    return Sql(
        f"SELECT k.owner, {NO_PART}, t.value::text, t.label::text, k.number "
        f"FROM ({keys}) k JOIN ({labels.text}) t (key, value, label) ON t.key = k.key",
        labels.params,
    )


def build_label(model: type[Model], path: str, language: str | None) -> Any:
    """The text behind a path, in a language where it is translated."""
    if language and find_translated_model(model, path):
        return build_text_expression(path, language)
    return F(path)


def count_own_rows(counted: CountedFacet, rows: RowSet, own: Sql) -> Sql:
    """Values that the declaration reads itself, those of some parts alone where the plan says so."""
    condition, params = limit_parts(counted.only, counted.but)
    return Sql(
        f"SELECT {rows.owner} AS owner, o.part::text, min(o.part_label)::text AS part_label, o.value::text, "
        f"min(o.label)::text AS label, count(DISTINCT r.id) AS number FROM {rows.name} r "
        f"JOIN ({own.text}) o (id, part, part_label, value, label) ON o.id = r.id{condition} "
        f"GROUP BY {rows.group('o.part, o.value')}",
        (*own.params, *params),
    )


def limit_parts(only: str | None, but: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    if only is not None:
        return " WHERE o.part = %s", (only,)
    if but:
        return f" WHERE o.part NOT IN ({', '.join(['%s'] * len(but))})", tuple(but)
    return "", ()
