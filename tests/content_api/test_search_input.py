"""Whatever is typed has an answer: hits, none, or an error that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from content_types.testing.factories import make_event, make_site, make_solution
from tests.content_api.client import ask, codes, post

pytestmark = pytest.mark.django_db
SEARCH = "query($q: String!) { search(query: $q) { totalCount didYouMean nodes { ... on Solution { title } } } suggest(query: $q) { text } }"


@pytest.fixture(scope="module", autouse=True)
def _catalogue(make_once: Any) -> None:
    make_once(make_catalogue)


def make_catalogue() -> None:
    make_site()
    for title in ("Agent", "The Who", "語音 Agent", "Агент", "R"):
        make_solution(title, summary="-")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("the", ["The Who"]),
        ("the who", ["The Who"]),
        ("OR", []),
        ("OR OR -", []),
        ("agent OR", ["Agent", "語音 Agent"]),
        ("-agent", []),
        ('"', []),
        ('"agent', ["Agent", "語音 Agent"]),
        ('agent" "', ["Agent", "語音 Agent"]),
        ("語音", ["語音 Agent"]),
        ("агент", ["Агент"]),
        ("r", ["R"]),
        ("🤖", []),
        ("agent & | ! <-> :* (", ["Agent", "語音 Agent"]),
        ("%", []),
        ("agent " * 33, ["Agent", "語音 Agent"]),
        (" ".join("abcdefghijklmnopqrstuvwxyz"), []),
        (" OR ".join("abcdefghijklmnopqrstuvwxyz"), ["R"]),
        (" ".join(f"{letter * 9}x" for letter in "abcdefghijklmnopqr"), []),
        ("㌖" * 200, []),
        ("ﷺ " * 100, []),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_it_names(client: Client, text: str, titles: list[str]) -> None:
    nodes = ask(client, SEARCH, q=text)["search"]["nodes"]
    assert sorted(node["title"] for node in nodes) == sorted(titles)


@pytest.mark.parametrize("text", ["x" * 201, "word " * 200, "x" * 20_000], ids=["201", "200 words", "20 KB"])
def test_a_text_that_is_too_long_is_rejected(client: Client, text: str) -> None:
    answer = post(client, "query($q: String!) { search(query: $q) { totalCount } }", q=text)
    assert codes(answer) == ["BAD_USER_INPUT"] and "query" in answer["errors"][0]["message"]


def test_a_request_of_100_kilobytes_is_rejected(client: Client) -> None:
    answer = post(client, "query($q: String!) { search(query: $q) { totalCount } }", q="x" * 100_000)
    assert "data" not in answer or answer["data"] == {"search": None}
    assert codes(answer) in (["BAD_USER_INPUT"], ["REQUEST_TOO_LARGE"], ["PAYLOAD_TOO_LARGE"])


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_text_is_rejected(client: Client, text: str) -> None:
    assert codes(post(client, "query($q: String!) { search(query: $q) { totalCount } }", q=text)) == [
        "BAD_USER_INPUT"
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ search(query: "agent", filter: {colour: "red"}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ('{ search(query: "agent", kinds: [NONE]) { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ('{ search(query: "agent", first: -1) { totalCount } }', "BAD_USER_INPUT"),
        ('{ search(query: "agent", offset: 999999999) { totalCount } }', "BAD_USER_INPUT"),
        ('{ search(query: "agent", after: "garbage") { totalCount } }', "BAD_USER_INPUT"),
        ('{ search(query: "agent", filter: {months: ["2027-13"]}) { totalCount } }', "BAD_USER_INPUT"),
    ],
)
def test_arguments_that_cannot_be_are_rejected(client: Client, query: str, code: str) -> None:
    assert codes(post(client, query)) == [code]


def test_an_offset_past_the_end_shows_nothing_and_still_counts(client: Client) -> None:
    query = (
        '{ search(query: "agent", offset: 50) { totalCount nodes { __typename } pageInfo { hasNextPage } } }'
    )
    assert ask(client, query)["search"] == {"totalCount": 2, "nodes": [], "pageInfo": {"hasNextPage": False}}


def test_events_are_divided_by_month_and_attendance(client: Client) -> None:
    event = make_event("Agent meeting")
    month = event.starts_at.strftime("%Y-%m")
    query = """query($f: SearchFilter) { search(query: "agent", filter: $f) { totalCount facets { name values { value count } } } }"""
    facets = {each["name"]: each["values"] for each in ask(client, query)["search"]["facets"]}
    assert facets["months"] == [{"value": month, "count": 1}] and facets["attendanceMode"][0]["count"] == 1
    assert {"category", "tags", "pricingModel", "deployment", "openSource", "vendor", "minRating"} <= set(
        facets
    )
    assert ask(client, query, f={"months": [month]})["search"]["totalCount"] == 1
    assert ask(client, query, f={"months": ["2028-01"]})["search"]["totalCount"] == 0
