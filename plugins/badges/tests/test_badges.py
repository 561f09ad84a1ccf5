"""collection_filters and collection_facets: badges of solutions as a filter and as counts, of visible rows alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from plugins.badges.models import Badge, BadgeKind
from tests.content_api.client import ask, statements
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
QUERY = """query($filter: SolutionFilter) { solutions(filter: $filter) { totalCount nodes { title badges }
  facets(names: [BADGES, VENDOR]) { name label values { value label count } } } }"""
Counts = list[tuple[str, str, int]]


@pytest.fixture(autouse=True)
def make_badges() -> None:
    """Three visible solutions and a draft with badges."""
    make_site()
    vendors = {"A": make_vendor("One"), "B": make_vendor("Two")}
    kinds = {
        "A": [BadgeKind.EDITORS_CHOICE, BadgeKind.ACCESSIBLE], "B": [BadgeKind.ACCESSIBLE], "C": [],
        "Draft": [BadgeKind.ACCESSIBLE, BadgeKind.MADE_IN_EUROPE],
    }  # fmt: skip
    for title, own in kinds.items():
        solution = make_solution(title, live=title != "Draft", vendor=vendors.get(title))
        Badge.objects.bulk_create(Badge(solution=solution, kind=kind) for kind in own)


def count(client: Client, **given: Any) -> tuple[list[str], Counts, list[str]]:
    """Titles, the counts of badges, and the vendors that are counted."""
    found = ask(client, QUERY, filter=given or None)["solutions"]
    badges, vendors = found["facets"]
    counts = [(each["value"], each["label"], each["count"]) for each in badges["values"]]
    return [each["title"] for each in found["nodes"]], counts, [each["value"] for each in vendors["values"]]


ALL = [("ACCESSIBLE", "Accessible", 2), ("EDITORS_CHOICE", "Editors' choice", 1)]


def test_collection_facets_count_visible_rows_by_the_values_of_their_filter(client: Client) -> None:
    for _ in range(2):  # the second time with the text that was kept
        assert count(client) == (["A", "B", "C"], ALL, ["one", "two"])


@pytest.mark.parametrize(
    ("given", "titles", "vendors"),
    [
        (["ACCESSIBLE"], ["A", "B"], ["one", "two"]),
        (["EDITORS_CHOICE"], ["A"], ["one"]),
        (["MADE_IN_EUROPE"], [], []),
        (["EDITORS_CHOICE", "ACCESSIBLE"], ["A", "B"], ["one", "two"]),
        ([], [], []),
    ],
)
def test_collection_filters_leave_rows_with_any_of_the_values(
    client: Client, given: list[str], titles: list[str], vendors: list[str]
) -> None:
    assert count(client, badges=given) == (titles, ALL, vendors)  # its own facet is counted without it


def test_the_filter_works_with_others_under_parents_and_costs_no_statement(client: Client) -> None:
    assert count(client, badges=["ACCESSIBLE"], vendor=["two"])[0] == ["B"]
    nested = """{ vendors { nodes { slug solutions(filter: { badges: [EDITORS_CHOICE] }) { nodes { title }
      facets(names: [BADGES]) { values { value count } } } } } }"""
    found = {each["slug"]: each["solutions"] for each in ask(client, nested)["vendors"]["nodes"]}
    assert [each["title"] for each in found["one"]["nodes"]] == ["A"] and found["two"]["nodes"] == []
    assert found["two"]["facets"] == [{"values": [{"value": "ACCESSIBLE", "count": 1}]}]
    count(client, badges=["ACCESSIBLE"])
    assert (
        len(statements(client, QUERY, filter={"badges": ["ACCESSIBLE"]})) == 3
    )  # list, badges, facets with the number


def test_an_editor_awards_a_badge_in_the_admin(client: Client) -> None:
    admin = sign_in_client(user=make_user(is_superuser=True, is_staff=True))
    solution = make_solution("New")
    for _ in range(2):  # the second time it has the badge
        answer = admin.post(
            "/admin/snippets/badges/badge/add/", {"solution": solution.pk, "kind": "accessible"}
        )
    assert answer.status_code == 200
    assert count(client, badges=["ACCESSIBLE"])[0] == ["A", "B", "New"]
