"""Lists of several kinds of rows: what lies below a page, and what a search finds."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_leaf_type

from content_api.schema.build import build_schema
from content_api.testing.crawl import arguments
from content_api.testing.leaks import unlimited
from tests.content_api.client import ask
from tests.factories.content import (
    make_collection,
    make_event,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db

BELOW = 'page(path: "/") { children(first: 50) { nodes { %s } } }'
FOUND = 'search(query: "catalogue", first: 50) { totalCount nodes { %s } }'


def every_field(name: str) -> str:
    """All fields of a kind, each under an alias of its own; of objects their `__typename`, through connections."""
    kind = build_schema().type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return f"... on {name} {{ {' '.join(one(name, *each) for each in kind.fields.items())} }}"


def one(kind: str, name: str, field: Any) -> str:
    target = get_named_type(field.type)
    inner = "{ nodes { __typename } }" if target.name.endswith("Connection") else "{ __typename }"
    return f"{kind}_{name}: {name}{arguments(field)} {'' if is_leaf_type(target) else inner}"


def everything(interface: str) -> str:
    schema = build_schema()
    kind = schema.type_map[interface]
    assert isinstance(kind, GraphQLInterfaceType | GraphQLUnionType)
    return " ".join(every_field(each.name) for each in schema.get_possible_types(kind))


@pytest.fixture
def catalogue() -> None:
    """One or two of each kind, all about the catalogue; a page with text lies beside the indexes."""
    site = make_site()
    home = site.root_page.specific
    for number in (1, 2):
        vendor = make_vendor(f"Catalogue maker {number}", logo=make_image())
        solution = make_solution(f"Catalogue {number}", vendor=vendor, logo=make_image())
        make_review(solution)
        make_event(f"Catalogue day {number}", organiser=vendor)
        make_collection(f"Catalogue list {number}", solutions=(solution,))
        make_standard_page(
            f"Catalogue page {number}", under=home, body=[("paragraph", {"text": "<p>Text</p>"})]
        )


@unlimited()
def test_every_field_of_every_kind_is_answered(client: Client, catalogue: None) -> None:
    client.force_login(make_user())
    below = ask(client, f"{{ {BELOW % everything('PageInterface')} }}")["page"]["children"]["nodes"]
    bodies = [each["StandardPage_bodyHtml"] for each in below if "StandardPage_bodyHtml" in each]
    assert bodies == ["<p>Text</p>\n"] * 2
    found = ask(client, f"{{ {FOUND % everything('SearchResult')} }}")["search"]
    assert found["totalCount"] == len(found["nodes"]) == 10
    assert {next(iter(each)).split("_")[0] for each in found["nodes"]} == {
        "Vendor", "Solution", "Event", "Collection", "StandardPage",
    }  # fmt: skip


def test_rows_with_equal_keys_keep_what_is_theirs(client: Client) -> None:
    make_site()
    theirs, ours = make_image("theirs"), make_image("ours")
    solution = make_solution("Catalogue", logo=ours)
    make_vendor("Catalogue maker", pk=solution.pk, logo=theirs)
    query = FOUND % "... on Vendor { name logo { title } } ... on Solution { title logo { title } }"
    nodes = ask(client, f"{{ {query} }}")["search"]["nodes"]
    assert {each.get("name", each.get("title")): each["logo"]["title"] for each in nodes} == {
        "Catalogue": "ours", "Catalogue maker": "theirs",
    }  # fmt: skip
