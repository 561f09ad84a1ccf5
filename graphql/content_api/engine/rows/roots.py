"""Root fields that are read as rows: lists of declared collections, and single rows of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from graphql import GraphQLNonNull

from cms.declarations import ApiCollection, registry
from content_api.access.gate import Gate
from content_api.access.structure import COLUMN
from content_api.engine.rows.hits import build_search, build_trending
from content_api.engine.rows.levels import Level, NotFromRows, Reading, Row, assemble
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.pages import PageLevel, assemble_pages, coerce
from content_api.engine.rows.selections import Selections
from content_api.engine.rows.single import build_node, build_page, build_several
from content_api.execution.executor import Executor
from content_api.execution.field_plans import FieldPlan
from content_api.model.collection_query import CollectionQuery
from content_api.model.collection_tuples import read_tuples
from content_api.model.languages import find_text_language
from content_api.model.sql_templates.store import read_rows
from content_api.schema.roots.collections import Key

__all__ = ["RowsRoot", "plan_root"]

Read = Callable[[Reading], Any]
BY_TYPE = {"node": build_node, "page": build_page}
"""Root fields that lead to a row of one of several types."""
CHOSEN = {"search": build_search, "trending": build_trending}
"""Root fields that list rows of several types, chosen by something else."""
PAUSE = 50
"""Answers that are left to the other way, after one that could not be read."""


@dataclass(slots=True)
class RowsRoot:
    """A root field that is read as rows. Its plan holds for every caller and all arguments.

    rests: the fields below it that are answered with instances. pause: how many answers are left to the other way,
    after one that could not be read.
    """

    plan: FieldPlan
    read: Read
    rests: tuple[Opaque, ...] = ()
    pause: int = 0

    @property
    def tier(self) -> str:
        """T1, or with T3 where fields below it are answered as there."""
        return "T1+T3" if self.rests else "T1"

    def may_try(self) -> bool:
        """Whether it is worth trying. What has failed mostly fails again, and costs both ways."""
        if self.pause:
            self.pause -= 1
        return not self.pause

    def rest(self) -> None:
        """Leave the next answers to the other way."""
        self.pause = PAUSE

    def answer(self, executor: Executor) -> Any:
        """The response of the field. Any exception means that it is to be answered in the other way."""
        found = self.read(Reading(executor, executor.context_value.reader))
        if found is None and isinstance(self.plan.type, GraphQLNonNull):
            raise NotFromRows(f"{self.plan.name} is null.")
        return found


def plan_root(selections: Selections, plan: FieldPlan) -> RowsRoot:
    """The plan of a root field; Opaque when it cannot be read as rows."""
    with selections.within(plan):
        read = plan_read(selections, plan)
    return RowsRoot(plan, read, tuple(selections.rests))


def plan_read(selections: Selections, plan: FieldPlan) -> Read:
    name = plan.nodes[0].name.value
    if collection := registry.collections.get(name):
        return build_list(plan, collection, selections.plan_page(plan, collection))
    for each in registry.collections.values():
        if each.one == name:
            return build_one(plan, each, selections.plan_rows(plan, each.model))
        if each.several == name:
            return build_several(plan, each, selections.plan_rows(plan, each.model))
    if name in CHOSEN:
        return CHOSEN[name](selections, plan)
    if name in BY_TYPE:
        return BY_TYPE[name](plan, selections.plan_types(plan))
    raise Opaque("it is no list of a declared collection")


def build_list(plan: FieldPlan, collection: ApiCollection, level: PageLevel) -> Read:
    """Reads a page of a collection."""

    def read(reading: Reading) -> Any:
        query = CollectionQuery.of(collection, coerce(plan, reading), reading.reader)
        page = read_tuples(query, level.columns, level.makes_cursors)
        return assemble_pages(level, [page], query.language, reading)[0]

    return read


def build_one(plan: FieldPlan, collection: ApiCollection, level: Level) -> Read:
    """Reads one row of a collection by a key."""

    def read(reading: Reading) -> Any:
        given = dict(coerce(plan, reading))
        locale = given.pop("locale", None)
        key = Key.of(collection, reading.gate, given, locale)
        rows = read_key(key, level.columns, reading)
        language = find_text_language(reading.gate, locale)
        return next(iter(assemble(level, rows, language, reading)), None)

    return read


def read_key(key: Key, names: tuple[str, ...], reading: Reading) -> list[Row]:
    """The row with a key, if there is one, in one statement whose text is kept for all keys of a kind."""
    structure = reading.reader.structure
    shown = names if structure.is_confirmed else (*names, COLUMN)

    def build(gate: Gate, text: Any = None, keys: Any = None) -> QuerySet[Any]:
        condition = Q(pk__in=keys) if text is None else Q(**{key.column: text})
        rows = structure.annotate_version(key.select(gate, condition))
        return rows[:1].values_list(*shown)

    if key.value is None:
        return []
    values = {"keys": [key.value]} if key.column == "pk" else {"text": key.value}
    shape = "tuple", key.collection, key.column, key.locale, key.is_in_language, shown
    rows = read_rows(shape, build, reading.gate, **values)
    if rows and shown is not names:
        structure.confirm(rows[0][-1])
    return rows
