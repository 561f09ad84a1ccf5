"""Fields say themselves what they cost and which bucket they take from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLObjectType, parse as parse_document

from cms.hooks.platform import Platform
from cms.testing.workshop import Workshop
from content_api.admission.draws import bucket_of, drawn
from content_api.admission.prices import Price
from content_api.admission.tolls import bill_of, prices
from content_api.schema import build_schema

PAGED = """
from cms.plugin_api import *

@hookimpl
def graphql_queries():
    return [GraphQLQuery(name="newest", type=list[str], resolve=lambda gate, first=3: ["x"] * first, cost=40,
                         arguments={"first": int}, description="Newest.", permission=PUBLIC)]
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "price"),
    [
        ("Query", "search", Price(20, paged=True)),
        ("Query", "suggest", Price(10)),
        ("Query", "solutions", Price(0, paged=True)),
        ("Solution", "jsonLd", Price(2)),
        ("Solution", "vendor", Price(1)),
    ],
)
def test_a_field_costs_what_it_declares_or_else_what_its_type_does(
    kind: str, name: str, price: Price
) -> None:
    assert prices()[kind, name] == price


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "bucket"), [("search", "search"), ("suggest", "search"), ("solutions", None), ("viewer", None)]
)
def test_a_root_field_takes_from_the_bucket_that_it_declares(name: str, bucket: str | None) -> None:
    query: Any = build_schema().query_type
    assert isinstance(query, GraphQLObjectType) and bucket_of(query, name) == bucket


@pytest.mark.django_db
def test_aliases_take_once_each() -> None:
    text = '{ a: search(query: "x") { totalCount } b: suggest(query: "y") { text } vendors { totalCount } }'
    bill = bill_of(parse_document(text), None, {})
    assert bill is not None and drawn(bill) == {"search": 2}


@pytest.mark.django_db
def test_a_query_of_a_plugin_with_a_page_size_costs_what_it_declares(
    plugin_workshop: Workshop, site_with_plugins: Callable[..., Platform]
) -> None:
    plugin_workshop.write("newest", PAGED)
    site_with_plugins()
    assert prices()["Query", "newest"] == Price(40)
