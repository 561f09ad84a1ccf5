"""The HTTP statuses of the GraphQL-over-HTTP draft, where an operator chooses them."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from tests.factories.content import make_site, make_solution

pytestmark = pytest.mark.django_db
GRAPHQL, JSON = "application/graphql-response+json", "application/json"
FINE = "{ __typename }"
UNKNOWN_VARIABLES = {"query": "query($n: Int!) { solutions(first: $n) { totalCount } }"}
CASES = [
    (b"NONSENSE", 400, 400, 400),
    ({"qeury": FINE}, 422, 400, 400),
    ({"query": FINE, "variables": [7]}, 422, 400, 400),
    ([{"query": FINE}], 422, 400, 400),
    ({"query": "{"}, 400, 400, 200),
    ({"query": "{ nothing }"}, 422, 400, 200),
    ({"query": "query A { __typename } query B { __typename }"}, 422, 400, 200),
    (UNKNOWN_VARIABLES, 422, 400, 200),
    ({"query": "{ solutions(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } }"}, 422, 400, 400),
    ({"query": FINE}, 200, 200, 200),
]  # fmt: skip


def send(body: Any, accept: str = GRAPHQL) -> Any:
    return Client().post("/graphql", body, content_type="application/json", headers={"Accept": accept})


@pytest.mark.parametrize(("body", "draft", "classic", "classic_json"), CASES)
def test_statuses_of_both_ways(body: Any, draft: int, classic: int, classic_json: int, settings: Any) -> None:
    make_site()
    assert settings.API_STATUS_CODES == "classic"
    assert [send(body, kind).status_code for kind in (GRAPHQL, JSON)] == [classic, classic_json]
    settings.API_STATUS_CODES = "draft"
    assert [send(body, kind).status_code for kind in (GRAPHQL, JSON)] == [draft, draft]


def test_what_the_draft_refuses_says_that_it_is_graphql(settings: Any) -> None:
    settings.API_STATUS_CODES = "draft"
    refused = send({"query": "{ nothing }"}, JSON)
    assert refused["Content-Type"] == f"{GRAPHQL}; charset=utf-8"
    assert refused.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert send({"query": FINE}, JSON)["Content-Type"] == f"{JSON}; charset=utf-8"


@pytest.mark.parametrize(
    ("way", "kind", "status"),
    [("draft", GRAPHQL, 294), ("draft", JSON, 200), ("classic", GRAPHQL, 200), ("classic", JSON, 200)],
)
def test_data_beside_errors(way: str, kind: str, status: int, settings: Any) -> None:
    make_site()
    make_solution("Atlas")
    settings.API_STATUS_CODES = way
    with patch("content_types.reviews.ratings.slot", side_effect=RuntimeError("boom")):
        answer = send({"query": "{ solutions { nodes { title rating { average } } } }"}, kind)
    assert answer.status_code == status and answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.json()["data"]["solutions"]["nodes"][0]["title"] == "Atlas" and answer.json()["errors"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("way", "status"), [("draft", 405), ("classic", 405)])
def test_other_statuses_are_the_same(way: str, status: int, settings: Any) -> None:
    settings.API_STATUS_CODES = way
    assert Client().get("/graphql", {"query": "mutation { a }"}).status_code == status
    assert send({"query": FINE}, "text/html").status_code == 406
