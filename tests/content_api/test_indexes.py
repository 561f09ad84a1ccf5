"""Every declared order of a list has an index by which PostgreSQL can read it without sorting all rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from cms.declarations import ApiCollection, registry
from content_api.access.context import ReadContext
from content_api.model.ordering import Ordering

pytestmark = pytest.mark.django_db

BY_RELATED_ROWS = {
    ("solutions", "RATING_DESC"),
    ("solutions", "PRICE_ASC"),
    ("solutions", "PRICE_DESC"),
    ("reviews", "HELPFUL_DESC"),
    ("events", "NEXT_ASC"),
}
"""Orders by rows that may be absent, or by what is worked out of several: no index of PostgreSQL has them."""
CHOICE = ("enable_sort", "enable_seqscan", "enable_bitmapscan", "enable_mergejoin", "enable_hashjoin")
"""What the planner is not to choose, so that the emptiness of the tables decides nothing."""


def read_plan(collection: ApiCollection, name: str, language: str | None) -> dict[str, Any]:
    """The plan of the first page of a list in one of its orders."""
    gate = ReadContext.for_site().gate
    ordering = Ordering.of(collection, [name], gate, language)
    computed = {each: collection.computed[each](gate, {}) for each in ordering.computed}
    rows = ordering.annotate(collection.model._default_manager.annotate(**computed))
    rows = rows.order_by(*ordering.list_order())[:20]
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        for setting in CHOICE:
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        return cursor.fetchone()[0][0]["Plan"]


def node_types(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for child in plan.get("Plans", ()):
        yield from node_types(child)


def find_unserved_orders(language: str | None = None) -> set[tuple[str, str]]:
    """Collections and orders whose plan sorts all rows."""
    return {
        (collection.name, name)
        for collection in registry.collections.values()
        for name in collection.orders
        if "Sort" in node_types(read_plan(collection, name, language))
    }


@pytest.mark.parametrize("language", [None, "de"])
def test_every_order_has_an_index_in_every_language(language: str | None) -> None:
    assert find_unserved_orders(language) == BY_RELATED_ROWS


@pytest.mark.parametrize(
    ("index", "without"),
    [
        ("content_api_page_title", {("solutions", "TITLE_ASC"), ("solutions", "TITLE_DESC")}),
        ("content_api_page_published_desc", {("solutions", "PUBLISHED_DESC")}),
        ("solutions_popularity_desc", {("solutions", "POPULARITY_DESC")}),
    ],
)
def test_an_order_without_its_index_is_noticed(index: str, without: set[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    assert without <= find_unserved_orders()


def test_an_order_without_its_index_in_a_language_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX vendors_name_de")
    assert find_unserved_orders() == BY_RELATED_ROWS
    assert find_unserved_orders("de") - BY_RELATED_ROWS == {("vendors", "NAME_ASC"), ("vendors", "NAME_DESC")}
