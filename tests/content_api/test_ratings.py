"""Ratings through the API: kept up to date by every verb, ordered and filtered by, and swapped by one setting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cms.config.settings.env import CODE_DIR
from cms.plugins.loader.discovery import discover
from cms.plugins.loader.resolution import Selection
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.platform import Platform
from content_api.schema.build import schema_sdl
from content_api.testing.fixtures import install
from content_types.reviews import actions
from content_types.reviews.models import Review
from content_types.reviews.ratings import recompute
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_review, make_site, make_solution, make_user, make_vendor

pytestmark = pytest.mark.django_db
RATED = """{ solutions(orderBy: [RATING_DESC]) { nodes { title rating { average count histogram score
  explanation { methodology weightSum } } } } }"""
MOMENT = datetime.now(UTC) - timedelta(days=1)
PROVIDERS = ("ratings_bayesian", "ratings_recommend")


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture(params=PROVIDERS)
def provider(request: Any) -> Iterator[str]:
    """The site with one provider or the other, as the setting AIXPLORE_PLUGIN_SLOTS chooses."""
    with fill_slots({"ratings": request.param}):
        yield str(request.param)


@contextmanager
def fill_slots(slots: dict[str, str]) -> Iterator[None]:
    """The site with these slots filled, schema included."""
    before = platform()
    selection = Selection(PROVIDERS, slots, before.selection.core)
    install(Platform(discover(CODE_DIR / "plugins", "plugins"), selection)).load()
    try:
        yield
    finally:
        install(before)


def titles(client: Client, arguments: str) -> list[str]:
    found = ask(client, f"{{ solutions({arguments}) {{ totalCount nodes {{ title }} }} }}")["solutions"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["title"] for node in found["nodes"]]


def make_rated(title: str, *stars: int, **fields: Any) -> Any:
    solution = make_solution(title, **fields)
    for each in stars:
        make_review(solution, rating=each, verification="purchase", created_at=MOMENT)
    return solution


def test_the_same_operations_with_either_provider(provider: str, client: Client) -> None:
    make_rated("Good", *[5] * 9, 4)
    make_rated("Fair", *[4] * 5, *[2] * 5)
    make_rated("Thin", 5)
    make_solution("Bare")
    recompute()
    nodes = ask(client, RATED)["solutions"]["nodes"]
    assert nodes[0]["title"] == "Good"
    assert nodes[-1] == {"title": "Bare", "rating": None}
    good = nodes[0]["rating"]
    assert (good["average"], good["count"], good["histogram"]) == (4.9, 10, [0, 0, 0, 1, 9])
    assert titles(client, "filter: { minRating: 4.5 }, orderBy: [TITLE_ASC]") == ["Good", "Thin"]
    assert titles(client, "filter: { topRated: true }, orderBy: [RATING_DESC]") == ["Good", "Fair"]


def test_solutions_are_counted_by_their_stars_with_either_provider(provider: str, client: Client) -> None:
    make_rated("Good", *[5] * 9, 4)
    make_rated("Fair", *[4] * 5, *[2] * 5)
    make_rated("Thin", 5)
    make_solution("Bare")
    recompute()
    query = """query($filter: SolutionFilter) { solutions(filter: $filter) {
      facets(names: [MIN_RATING]) { values { value label count } } } }"""
    for given in ({}, {"minRating": 4}):
        (facet,) = ask(client, query, filter=given)["solutions"]["facets"]
        assert facet["values"] == [
            {"value": "4.5", "label": "4.5 stars and more", "count": 2},
            {"value": "4", "label": "4 stars and more", "count": 2},
            {"value": "3", "label": "3 stars and more", "count": 3},
            {"value": "2", "label": "2 stars and more", "count": 3},
        ]
    for value in facet["values"]:
        found = titles(client, f"filter: {{ minRating: {value['value']} }}")
        assert len(found) == value["count"]


def test_without_a_provider_nothing_is_rated_and_every_operation_stands(client: Client) -> None:
    with fill_slots({"ratings": PROVIDERS[0]}):
        make_rated("Zed", *[5] * 9)
        make_rated("Abe", 1)
        recompute()
        rich = schema_sdl()
        assert titles(client, "orderBy: [RATING_DESC]") == ["Zed", "Abe"]
        assert titles(client, "filter: { topRated: false }") == ["Abe"]
    with fill_slots({}):
        assert schema_sdl() == rich
        nodes = ask(client, RATED)["solutions"]["nodes"]
        assert nodes == [{"title": "Abe", "rating": None}, {"title": "Zed", "rating": None}]
        assert (
            "aggregateRating" not in ask(client, '{ solution(slug: "zed") { jsonLd } }')["solution"]["jsonLd"]
        )
        assert titles(client, "filter: { minRating: 0 }") == []
        assert titles(client, "filter: { topRated: true }") == []
        assert titles(client, "filter: { topRated: false }") == ["Abe", "Zed"]
        decide = make_review(make_solution("New"), state="pending")
        actions.moderate([decide.pk], "published", reason="ok", by=make_user(is_superuser=True))


def test_every_verb_keeps_the_rating_up_to_date(provider: str, client: Client) -> None:
    solution, moderator = make_solution("Tool"), make_user(groups=("Moderator",), is_superuser=True)
    first = make_review(solution, rating=5, state="pending")
    second = make_review(solution, rating=2, state="pending")
    query = '{ solution(slug: "tool") { rating { average count } } }'

    def rating() -> Any:
        return ask(client, query)["solution"]["rating"]

    assert rating() is None
    actions.moderate([first.pk, second.pk], "published", reason="ok", by=moderator)
    assert rating() == {"average": 3.5, "count": 2}
    actions.edit(Review.objects.get(pk=second.pk), {"rating": 1})
    assert rating() == {"average": 5.0, "count": 1}
    actions.moderate([second.pk], "published", reason="ok", by=moderator)
    assert rating() == {"average": 3.0, "count": 2}
    actions.moderate([first.pk], "rejected", reason="fake", by=moderator)
    actions.withdraw(Review.objects.get(pk=second.pk), second.author)
    assert rating() is None


def test_paging_by_rating_passes_ties_and_unrated_ones(provider: str, client: Client) -> None:
    for title, stars in (("A", (5, 5)), ("B", (5, 5)), ("C", (3,)), ("D", ()), ("E", ())):
        make_rated(title, *stars)
    recompute()
    query = """query($after: String, $before: String, $first: Int, $last: Int) {
      solutions(orderBy: [RATING_DESC], first: $first, last: $last, after: $after, before: $before) {
        nodes { title } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }"""
    forwards, after = [], None
    for _ in range(5):
        page = ask(client, query, first=1, after=after)["solutions"]
        forwards += [node["title"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert (forwards, page["pageInfo"]["hasNextPage"]) == (["A", "B", "C", "D", "E"], False)
    backwards, before = [], None
    for _ in range(5):
        page = ask(client, query, last=1, before=before)["solutions"]
        backwards += [node["title"] for node in page["nodes"]]
        before = page["pageInfo"]["startCursor"]
    assert backwards == ["E", "D", "C", "B", "A"]


NESTED = """query($after: String, $before: String, $first: Int, $last: Int) { vendors(orderBy: [NAME_ASC]) { nodes {
  solutions(orderBy: [RATING_DESC], first: $first, last: $last, after: $after, before: $before) {
    nodes { title } pageInfo { endCursor startCursor hasNextPage } } } } }"""


def test_solutions_under_a_parent_are_ordered_and_paged_by_rating(provider: str, client: Client) -> None:
    for maker in ("A", "B"):
        vendor = make_vendor(maker)
        for place, stars in enumerate(((), (3,), (5, 5), (5, 5))):
            make_rated(f"{maker}{place}", *stars, vendor=vendor)
    recompute()

    def page(**given: Any) -> list[Any]:
        return [node["solutions"] for node in ask(client, NESTED, **given)["vendors"]["nodes"]]

    def names(pages: list[Any]) -> list[list[str]]:
        return [[node["title"] for node in each["nodes"]] for each in pages]

    first = page(first=3)
    assert names(first) == [["A2", "A3", "A1"], ["B2", "B3", "B1"]]
    after = page(first=3, after=first[1]["pageInfo"]["endCursor"])
    assert names(after)[1] == ["B0"] and not after[1]["pageInfo"]["hasNextPage"]
    last = page(last=2)
    assert names(last) == [["A1", "A0"], ["B1", "B0"]]
    assert names(page(last=2, before=last[0]["pageInfo"]["startCursor"]))[0] == ["A2", "A3"]


def test_orders_are_combined_with_that_by_rating(provider: str, client: Client) -> None:
    for title, stars in (("A", (4,)), ("B", (4,)), ("C", (5,)), ("D", ())):
        make_rated(title, *stars)
    recompute()
    assert titles(client, "orderBy: [RATING_DESC, TITLE_DESC]") == ["C", "B", "A", "D"]


def test_a_cursor_of_one_provider_is_refused_by_the_other(client: Client) -> None:
    make_rated("Tool", 5)
    query = """query($after: String) { solutions(orderBy: [RATING_DESC], after: $after) { pageInfo { endCursor } } }"""
    with fill_slots({"ratings": PROVIDERS[0]}):
        cursor = ask(client, query)["solutions"]["pageInfo"]["endCursor"]
    with fill_slots({"ratings": PROVIDERS[1]}):
        assert codes(post(client, query, after=cursor)) == ["BAD_USER_INPUT"]


def test_ratings_of_many_solutions_are_one_statement(client: Client) -> None:
    make_rated("One", 5)
    recompute()
    with_rating = "{ solutions(first: 100) { nodes { title rating { score } } } }"
    statements(client, with_rating)  # the structure of the site is kept from here on
    few = statements(client, with_rating)
    for number in range(9):
        make_rated(f"Tool {number}", 4)
    recompute()
    many = statements(client, with_rating)
    without = statements(client, "{ solutions(first: 100) { nodes { title } } }")
    assert len(many) == len(few) == len(without) + 1


def test_a_failing_provider_does_not_keep_moderators_from_deciding(
    client: Client, break_plugin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    review = make_review(make_solution("Tool"), state="pending")
    moderator = make_user(is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        with break_plugin("ratings_bayesian", "ratings.apply", error=OSError("disk")):
            actions.moderate([review.pk], "published", reason="ok", by=moderator)
        assert Review.objects.get().state == "published"
    assert ask(client, '{ solution(slug: "tool") { rating { count } } }')["solution"]["rating"] == {
        "count": 1
    }
