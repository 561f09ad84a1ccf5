"""Fields say themselves what they cost and which bucket they take from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLObjectType, parse as parse_document

from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from content_api.limits.bucket_uses import count_bucket_uses, find_bucket
from content_api.limits.field_costs import FieldCost, get_field_costs
from content_api.operation import build_operation
from content_api.schema.build import build_schema

PAGED = """
from cms.plugin_api import *

@hookimpl
def graphql_queries():
    return [GraphQLQuery(name="newest", type=list[str], resolve=lambda gate, first=3: ["x"] * first, cost=40,
                         arguments={"first": int}, description="Newest.", permission=PUBLIC)]
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "cost"),
    [
        ("Query", "search", FieldCost(20, is_paged=True)),
        ("Query", "suggest", FieldCost(10)),
        ("Query", "solutions", FieldCost(0, is_paged=True)),
        ("Solution", "jsonLd", FieldCost(4)),
        ("Solution", "vendor", FieldCost(1)),
    ],
)
def test_a_field_costs_what_it_declares_or_else_what_its_type_does(
    kind: str, name: str, cost: FieldCost
) -> None:
    assert get_field_costs(build_schema())[kind, name] == cost


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "bucket"), [("search", "search"), ("suggest", "search"), ("solutions", None), ("viewer", None)]
)
def test_a_root_field_takes_from_the_bucket_that_it_declares(name: str, bucket: str | None) -> None:
    query: Any = build_schema().query_type
    assert isinstance(query, GraphQLObjectType) and find_bucket(query, name) == bucket


@pytest.mark.django_db
def test_aliases_take_once_each() -> None:
    text = '{ a: search(query: "x") { totalCount } b: suggest(query: "y") { text } vendors { totalCount } }'
    assert count_bucket_uses(build_operation(parse_document(text), None, {}).cost) == {"search": 2}


@pytest.mark.django_db
def test_a_query_of_a_plugin_with_a_page_size_costs_what_it_declares(
    plugin_workshop: Workshop, site_with_plugins: Callable[..., Platform]
) -> None:
    plugin_workshop.write("newest", PAGED)
    site_with_plugins()
    assert get_field_costs(build_schema())["Query", "newest"] == FieldCost(40)
