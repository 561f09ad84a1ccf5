"""Root fields that are read as rows: lists of declared collections, and single rows of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLNonNull

from cms.declarations import ApiCollection, registry
from content_api.access.reader import Reader
from content_api.engine.rows.levels import NotFromRows, Reading
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.pages import PageLevel, assemble_pages, coerce
from content_api.engine.rows.selections import Selections
from content_api.execution.field_plans import FieldPlan
from content_api.model.collection_query import CollectionQuery
from content_api.model.collection_tuples import read_tuples

__all__ = ["RowsRoot", "plan_root"]


@dataclass(frozen=True, slots=True)
class RowsRoot:
    """A root field that is read as rows. Its plan holds for every caller and all arguments."""

    plan: FieldPlan
    read: Callable[[Reading], Any]

    def answer(self, reader: Reader, variables: Mapping[str, Any]) -> Any:
        """The response of the field. Any exception means that it is to be answered in the other way."""
        found = self.read(Reading(reader, variables))
        if found is None and isinstance(self.plan.type, GraphQLNonNull):
            raise NotFromRows(f"{self.plan.name} is null.")
        return found


def plan_root(selections: Selections, plan: FieldPlan) -> RowsRoot:
    """The plan of a root field; Opaque when it cannot be read as rows."""
    name = plan.nodes[0].name.value
    collection = registry.collections.get(name)
    if collection is None:
        raise Opaque("it is no list of a declared collection", (plan.name,))
    try:
        level = selections.plan_page(plan, collection)
    except Opaque as opaque:
        raise opaque.below(plan.name) from None
    return RowsRoot(plan, build_list(plan, collection, level))


def build_list(plan: FieldPlan, collection: ApiCollection, level: PageLevel) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        query = CollectionQuery.of(collection, coerce(plan, reading), reading.reader)
        page = read_tuples(query, level.columns)
        return assemble_pages(level, [page], query.language, reading)[0]

    return read