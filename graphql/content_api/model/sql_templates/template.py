"""One statement as text with slots: compiled by Django once, executed with new values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable, ValuesListIterable
from psycopg.types.numeric import Int2, Int4, Int8
from wagtail.fields import StreamField

from cms.database.keys import Keys
from content_api.model.sql_templates.instances import instance_maker
from content_api.model.sql_templates.slots import END, KEYS, NOW, START, TEXT, NotTemplatable

__all__ = ["QueryTemplate", "compile_count", "compile_rows", "compile_statement"]

Row = Sequence[Any]
Maker = Callable[[list[Row]], list[Any]]
"""Makes of rows what a query set gives."""
SLOTS = {KEYS: "keys", START: "start", END: "end"}
WHOLE_NUMBERS = (int, Int2, Int4, Int8)
"""Classes in which a slot can stand; Django sends whole numbers that are compared with a column in psycopg's own."""
PLACEHOLDER = re.compile(r"%(.)")
WINDOW = re.compile(rf" LIMIT {END - START} OFFSET {START}$")


@dataclass(frozen=True, eq=False)
class QueryTemplate:
    """`params` holds literal values, or the name of a slot behind `Slot`; `sql` is None where there can be no rows.

    prepares: the server may keep its plan. is_page: the text is followed by the page that is asked for.
    """

    alias: str
    sql: str | None
    params: tuple[Any, ...]
    make: Maker
    prepares: bool = False
    is_page: bool = False

    def execute(self, values: Mapping[str, Any]) -> list[Any]:
        """The rows, as the query set would give them, in one statement."""
        if self.sql is None:
            return []
        if "keys" in values:
            values = {**values, "keys": Keys(values["keys"])}
        params = [values[each.name] if type(each) is Slot else each for each in self.params]
        text = self.sql + build_page(values) if self.is_page else self.sql
        return self.make(self.read(text, params))

    def read(self, text: str, params: list[Any]) -> list[Any]:
        connection = connections[self.alias]
        if self.prepares:
            return connection.read_rows(text, params)  # type: ignore[attr-defined,no-any-return]
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()


@dataclass(frozen=True)
class Slot:
    """A place among the parameters of a statement."""

    name: str


def compile_rows(rows: QuerySet[Any], slots: Iterable[str]) -> QueryTemplate:
    """The template of a query set that was built with slots; NotTemplatable when a slot is not where it should be."""
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return QueryTemplate(rows.db, None, (), list)
    is_page = WINDOW.search(sql) is not None
    sql, literals = with_slots(
        WINDOW.sub("", sql), params, {*slots} - ({"start", "end"} if is_page else set())
    )
    prepares = rows.query.group_by is None
    return QueryTemplate(rows.db, sql, literals, build_row_maker(rows, compiler), prepares, is_page)


def compile_count(rows: QuerySet[Any], slots: Iterable[str] = ()) -> QueryTemplate:
    """The template of the number of rows: one row with one value."""
    compiler = rows.order_by().values_list("pk").query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return QueryTemplate(rows.db, None, (), list)
    counted = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608  (Django's own text)
    sql, literals = with_slots(counted, params, {*slots})
    return QueryTemplate(rows.db, sql, literals, list)


def compile_statement(statement: Any, slots: Iterable[str] = ()) -> QueryTemplate:
    """The template of a composed statement (`alias`; `sql` with `text` and `params`, or None where it has no rows)."""
    if statement.sql is None:
        return QueryTemplate(statement.alias, None, (), list)
    sql, literals = with_slots(statement.sql.text, statement.sql.params, {*slots})
    return QueryTemplate(statement.alias, sql, literals, list)


def build_page(values: Mapping[str, Any]) -> str:
    """The end of a statement that reads one page. In numbers: with parameters, the server would plan to read a tenth of
    all rows, and choose to sort them."""
    start, size = int(values["start"]), int(values["end"]) - int(values["start"])
    return f" LIMIT {size} OFFSET {start}" if start else f" LIMIT {size}"


def with_slots(sql: str, params: Sequence[Any], wanted: set[str]) -> tuple[str, tuple[Any, ...]]:
    """The text and its parameters, with slots in place of the values that stand for others."""
    literals = tuple(map(find_literal, params))
    named = [each.name for each in literals if type(each) is Slot and each.name not in ("now", "keys")]
    places = [index for index, each in enumerate(literals) if each == Slot("keys")]
    if sorted([*named, *(["keys"] if places else [])]) != sorted(wanted):
        raise NotTemplatable(f"Slots {sorted(named)} and keys at {places} instead of {sorted(wanted)}.")
    for place in places:
        sql = with_array(sql, place)
    return sql, literals


def find_literal(value: Any) -> Any:
    """The slot that a parameter stands for, or the parameter itself."""
    if value is NOW:
        return Slot("now")
    if type(value) in WHOLE_NUMBERS and value in SLOTS:
        return Slot(SLOTS[value])
    if value == TEXT and type(value) is str:
        return Slot("text")
    if isinstance(value, date | time):
        raise NotTemplatable("A statement compares with a moment or a day of its own.")
    return value


def with_array(sql: str, place: int) -> str:
    """The text with `= ANY(array)` in place of `IN (one value)`, at a parameter."""
    places = [found.start() for found in PLACEHOLDER.finditer(sql) if found[1] == "s"]
    before, after = sql[: places[place]], sql[places[place] + 2 :]
    if not (before.endswith(" IN (") and after.startswith(")")) or before.endswith(" NOT IN ("):
        raise NotTemplatable("The keys are no list of their own.")
    return f"{before.removesuffix('IN (')}= ANY(%s{after}"


def build_row_maker(rows: QuerySet[Any], compiler: Any) -> Maker:
    """A function that makes of the rows of the answer what the query set gives."""
    if compiler.has_extra_select:
        raise NotTemplatable("The answer has columns that are not asked for.")
    kind = rows._iterable_class  # type: ignore[attr-defined]
    if kind is ValuesListIterable:
        return build_tuple_maker(compiler)
    if kind is not ModelIterable or compiler.klass_info.get("related_klass_infos"):
        raise NotTemplatable("Only rows of one model and plain tuples can be made.")
    made = compiler.klass_info["select_fields"]
    start, end = made[0], made[-1] + 1
    names = [each[0].target.attname for each in compiler.select[start:end]]
    return build_instance_maker(rows, compiler, names, slice(start, end))


def build_instance_maker(rows: QuerySet[Any], compiler: Any, names: list[str], own: slice) -> Maker:
    """Makes instances, with the annotations of the query set."""
    make, convert = instance_maker(rows.model, names, rows.db), build_tuple_maker(compiler)
    annotations = list(compiler.annotation_col_map.items())
    whole = own == slice(0, len(names)) and not annotations

    def make_instance(values: Row) -> Any:
        instance = make(values if whole else values[own])
        for name, place in annotations:
            setattr(instance, name, values[place])
        return instance

    return lambda found: [make_instance(values) for values in convert(found)]


def build_tuple_maker(compiler: Any) -> Maker:
    """Converts the values of rows as the fields and the database's backend ask for, column by column."""
    fields = [each[0] for each in compiler.select[: compiler.col_count]]
    converters = [
        (place, [build_converter(each, expression, compiler.connection) for each in functions])
        for place, (functions, expression) in compiler.get_converters(fields).items()
    ]

    def make(rows: list[Row]) -> list[Any]:
        for place, functions in converters:
            values = [row[place] for row in rows]
            for convert in functions:
                values = convert(values)
            rows = [(*row[:place], value, *row[place + 1 :]) for row, value in zip(rows, values, strict=True)]
        return rows

    return make


def build_converter(
    function: Callable[..., Any], expression: Any, connection: Any
) -> Callable[[Iterable[Any]], list[Any]]:
    """A converter of a column; one of JSON does not parse empty objects."""
    field = expression.output_field
    if getattr(function, "__func__", None) is StreamField.from_db_value:
        stored = field.json_field  # Wagtail makes one for each value
        return lambda values: [
            field.to_python(stored.from_db_value(value, expression, connection)) for value in values
        ]
    if type(expression) is Col and type(field) is JSONField and field.decoder is None:
        return lambda values: [
            {} if value == "{}" else function(value, expression, connection) for value in values
        ]
    return lambda values: [function(value, expression, connection) for value in values]
