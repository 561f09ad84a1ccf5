"""Paging after the Relay specification: cursors, directions, offsets, counts, and everything that is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from content_api.model import cursors
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_review, make_site, make_solution, make_vendor

pytestmark = pytest.mark.django_db

LIST = """query($first: Int, $after: String, $last: Int, $before: String, $offset: Int, $order: [SolutionOrder!]) {
  solutions(first: $first, after: $after, last: $last, before: $before, offset: $offset, orderBy: $order) {
    totalCount nodes { title } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
LAUNCHES = [None, date(2024, 1, 1), None, date(2020, 1, 1), date(2024, 1, 1), None, date(2022, 1, 1)]


@pytest.fixture(scope="module", autouse=True)
def tools(make_once: Any) -> Any:
    return make_once(make_tools)


def make_tools() -> list[Any]:
    make_site()
    return [make_solution(f"Tool {place}", launched_on=day) for place, day in enumerate(LAUNCHES)]


def titles(client: Client, **variables: Any) -> list[str]:
    return [node["title"] for node in ask(client, LIST, **variables)["solutions"]["nodes"]]


@pytest.mark.parametrize("order", ["TITLE_ASC", "TITLE_DESC", "LAUNCHED_DESC", "PUBLISHED_ASC"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_walking_forwards_and_backwards_meets_every_row_once(
    client: Client, tools: list[Any], order: str, size: int
) -> None:
    whole = titles(client, order=[order], first=100)
    assert len(whole) == len(set(whole)) == len(tools)
    forwards, backwards = walk(client, order, size, "first"), walk(client, order, size, "last")
    assert forwards == whole and backwards == whole


def walk(client: Client, order: str, size: int, direction: str) -> list[str]:
    forwards, cursor = direction == "first", None
    found: list[str] = []
    for _ in LAUNCHES:
        page = ask(
            client, LIST, order=[order], **{direction: size, "after" if forwards else "before": cursor}
        )["solutions"]
        rows = [edge["node"]["title"] for edge in page["edges"]]
        found = found + rows if forwards else rows + found
        cursor = page["pageInfo"]["endCursor" if forwards else "startCursor"]
        if not page["pageInfo"]["hasNextPage" if forwards else "hasPreviousPage"]:
            break
    return found


def test_nulls_come_last(client: Client, tools: list[Any]) -> None:
    assert titles(client, order=["LAUNCHED_DESC"]) == [
        "Tool 1", "Tool 4", "Tool 6", "Tool 3", "Tool 0", "Tool 2", "Tool 5",
    ]  # fmt: skip


def test_orders_are_combined(client: Client, tools: list[Any]) -> None:
    assert titles(client, order=["LAUNCHED_DESC", "TITLE_DESC"], first=3) == ["Tool 4", "Tool 1", "Tool 6"]


def test_between_two_cursors(client: Client, tools: list[Any]) -> None:
    edges = ask(client, LIST)["solutions"]["edges"]
    page = ask(client, LIST, after=edges[0]["cursor"], before=edges[4]["cursor"], first=2)["solutions"]
    assert [node["title"] for node in page["nodes"]] == ["Tool 1", "Tool 2"]
    assert page["pageInfo"]["hasNextPage"] and page["pageInfo"]["hasPreviousPage"] and page["totalCount"] == 7


def test_offset(client: Client, tools: list[Any]) -> None:
    page = ask(client, LIST, first=2, offset=4)["solutions"]
    assert [node["title"] for node in page["nodes"]] == ["Tool 4", "Tool 5"]
    assert page["pageInfo"]["hasPreviousPage"] and page["pageInfo"]["hasNextPage"]


def test_none_asked_for_none_given(client: Client, tools: list[Any]) -> None:
    page = ask(client, LIST, first=0)["solutions"]
    assert page == {
        "totalCount": 7, "nodes": [], "edges": [],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }  # fmt: skip


@pytest.mark.parametrize("size", [-1, 101, 1_000_000_000])
@pytest.mark.parametrize("way", ["literal", "variable", "default"])
@pytest.mark.parametrize("name", ["first", "last"])
def test_sizes_out_of_range(client: Client, tools: list[Any], size: int, way: str, name: str) -> None:
    query, variables = {
        "literal": (f"{{ solutions({name}: {size}) {{ totalCount }} }}", {}),
        "variable": (f"query($n: Int) {{ solutions({name}: $n) {{ totalCount }} }}", {"n": size}),
        "default": (f"query($n: Int = {size}) {{ solutions({name}: $n) {{ totalCount }} }}", {}),
    }[way]
    answer = post(client, query, **variables)
    assert codes(answer) == ["BAD_USER_INPUT"] and answer.keys() == {"errors"}


@pytest.mark.parametrize(
    "arguments",
    ["first: 1, last: 1", "offset: -1", "offset: 10001", "offset: 1, last: 1", 'offset: 1, after: "x"', 'after: "x"',
     'after: ""', 'before: "\\u0000"', f'after: "{"x" * 5000}"', "orderBy: [" + "TITLE_ASC " * 50 + "]"],
)  # fmt: skip
def test_arguments_that_make_no_sense(client: Client, tools: list[Any], arguments: str) -> None:
    answer = post(client, f"{{ solutions({arguments}) {{ nodes {{ title }} }} }}")
    assert codes(answer) == (["BAD_USER_INPUT"] if arguments != 'after: ""' else [])


def test_cursors_are_signed_and_bound_to_list_and_order(client: Client, tools: list[Any]) -> None:
    cursor = ask(client, LIST, first=1)["solutions"]["pageInfo"]["endCursor"]
    forged = [cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), cursor.split(":")[0], cursor + "x"]
    for each in forged:
        assert codes(post(client, LIST, after=each)) == ["BAD_USER_INPUT"]
    assert codes(post(client, LIST, after=cursor, order=["TITLE_DESC"])) == ["BAD_USER_INPUT"]
    other = "query($after: String) { vendors(after: $after) { nodes { name } } }"
    assert codes(post(client, other, after=cursor)) == ["BAD_USER_INPUT"]


def test_a_cursor_keeps_the_types_of_its_place() -> None:
    place = [date(2024, 1, 2), None, "a", 3, True]
    assert cursors.decode(cursors.encode("x", place), "x") == place


def test_connections_under_parents_page_by_themselves(client: Client) -> None:
    make_site()
    for maker in ("A", "B"):
        vendor = make_vendor(maker)
        for number in range(3):
            make_review(make_solution(f"{maker}{number}", vendor=vendor))
    query = """query($after: String) { vendors { nodes { solutions(first: 2, after: $after) {
      totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""
    pages = [node["solutions"] for node in ask(client, query)["vendors"]["nodes"]]
    assert [[node["title"] for node in page["nodes"]] for page in pages] == [["A0", "A1"], ["B0", "B1"]]
    assert all(page["totalCount"] == 3 and page["pageInfo"]["hasNextPage"] for page in pages)
    after = ask(client, query, after=pages[0]["pageInfo"]["endCursor"])["vendors"]["nodes"]
    assert [[node["title"] for node in each["solutions"]["nodes"]] for each in after] == [
        ["A2"],
        ["B0", "B1"],
    ]
    assert json.dumps(after)
