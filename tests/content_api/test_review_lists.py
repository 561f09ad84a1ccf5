"""Reviews of a solution: filtered, ordered by helpfulness, and the means of their sub-ratings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from content_types.reviews.models import Review, ReviewVote
from tests.content_api.client import ask, statements
from tests.factories.content import make_review, make_site, make_solution, make_user

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 5, 1, tzinfo=UTC)
LIST = """query($filter: ReviewFilter, $order: [ReviewOrder!], $first: Int, $after: String) {
  solutions { nodes { title reviews(filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { endCursor } } } } }"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def reviews() -> dict[str, Review]:
    """Of two solutions; X belongs to the second."""
    tool, other = make_solution("Tool"), make_solution("Unit")
    made: dict[str, dict[str, Any]] = {
        "A": {"rating": 5, "language": "en", "verification": "purchase"},
        "B": {"rating": 5, "language": "de", "verification": "none"},
        "C": {"rating": 3, "language": "en", "verification": "email"},
        "D": {"rating": 1, "language": "fr", "verification": "none"},
    }
    rows = {
        title: make_review(tool, title=title, created_at=MOMENT - timedelta(days=place), **fields)
        for place, (title, fields) in enumerate(made.items())
    }
    return {**rows, "X": make_review(other, title="X", rating=5, language="en", verification="email")}


def find(client: Client, **variables: Any) -> dict[str, str]:
    nodes = ask(client, LIST, **variables)["solutions"]["nodes"]
    if "first" not in variables:
        assert all(node["reviews"]["totalCount"] == len(node["reviews"]["nodes"]) for node in nodes)
    return {node["title"]: "".join(each["title"] for each in node["reviews"]["nodes"]) for node in nodes}


@pytest.mark.parametrize(
    ("given", "tool", "unit"),
    [
        ({"rating": [5]}, "AB", "X"),
        ({"rating": [1, 3]}, "CD", ""),
        ({"minRating": 3, "maxRating": 4}, "C", ""),
        ({"verified": True}, "AC", "X"),
        ({"verified": False}, "BD", ""),
        ({"verification": ["PURCHASE"]}, "A", ""),
        ({"language": ["en", "fr"]}, "ACD", "X"),
        ({"language": ["en"], "verified": True, "rating": [5]}, "A", "X"),
        ({"rating": []}, "", ""),
    ],
)
def test_reviews_under_a_solution_are_filtered(
    client: Client, reviews: Any, given: Any, tool: str, unit: str
) -> None:
    for _ in range(2):
        assert find(client, filter=given) == {"Tool": tool, "Unit": unit}


def vote(review: Review, yes: int, no: int) -> None:
    votes = [ReviewVote(review=review, voter=make_user(), helpful=each < yes) for each in range(yes + no)]
    ReviewVote.objects.bulk_create(votes)


def test_the_most_helpful_come_first_by_the_lower_bound(client: Client, reviews: Any) -> None:
    vote(reviews["B"], 1, 0)
    vote(reviews["C"], 9, 1)
    vote(reviews["D"], 0, 1)
    assert find(client, order=["HELPFUL_DESC"]) == {"Tool": "CBDA", "Unit": "X"}
    found, after = "", None
    for _ in range(4):
        page = ask(client, LIST, order=["HELPFUL_DESC"], first=1, after=after)["solutions"]["nodes"][0][
            "reviews"
        ]
        found, after = found + page["nodes"][0]["title"], page["pageInfo"]["endCursor"]
    assert found == "CBDA"


def test_filtered_lists_under_parents_are_one_statement_for_all(client: Client, reviews: Any) -> None:
    def measure() -> int:
        given = {"rating": [5], "verified": True}
        ask(client, LIST, filter=given, order=["HELPFUL_DESC"])
        return len(statements(client, LIST, filter=given, order=["HELPFUL_DESC"]))

    few = measure()
    for _ in range(10):
        make_review(make_solution(), rating=5)
    assert few == measure() == 3  # the solutions, their reviews, the numbers of these


def test_two_filters_of_one_list_do_not_mix(client: Client, reviews: Any) -> None:
    query = """{ solutions(first: 1) { nodes { good: reviews(filter: { minRating: 4 }) { totalCount }
      bad: reviews(filter: { maxRating: 3 }) { totalCount } all: reviews { totalCount } } } }"""
    (node,) = ask(client, query)["solutions"]["nodes"]
    assert {name: each["totalCount"] for name, each in node.items()} == {"good": 2, "bad": 2, "all": 4}


def test_means_of_sub_ratings_are_of_published_reviews_alone(client: Client) -> None:
    tool = make_solution("Tool")
    make_solution("Unit")
    make_review(tool, ease_of_use=5, features=4)
    make_review(tool, ease_of_use=4)
    make_review(tool, ease_of_use=4, support=1, state="published")
    make_review(tool, ease_of_use=1, value_for_money=1, state="pending")
    query = "{ solutions { nodes { subRatings { easeOfUse features support valueForMoney } } } }"
    assert ask(client, query)["solutions"]["nodes"] == [
        {"subRatings": {"easeOfUse": 4.33, "features": 4.0, "support": 1.0, "valueForMoney": None}},
        {"subRatings": None},
    ]
