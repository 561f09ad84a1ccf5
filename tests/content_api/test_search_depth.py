"""Cursors of a search lead to its 10,000th hit, and no further."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page

from content_api.model.search.provider import MAX_HITS
from content_types.solutions.models import Solution
from content_types.testing.factories import make_site, make_solution
from plugins.search_postgres.models import Entry
from tests.benchmarks.catalogue import copy_row
from tests.content_api.client import ask

pytestmark = pytest.mark.django_db
QUERY = """query($after: String, $offset: Int) {
    search(query: "agent", kinds: [SOLUTION], first: 50, after: $after, offset: $offset) {
        totalCount nodes { ... on Solution { title } } pageInfo { endCursor hasNextPage } } }"""
MORE = 60
"""Rows beyond the last hit that is counted."""


@pytest.fixture
def agents() -> None:
    """Agents with numbers, of which those of low numbers are found first: they are equal but for their keys."""
    make_site()
    row, series = make_solution("agent 0"), f"generate_series(1, {MAX_HITS + MORE - 1}) n"
    key = f"{row.pk} + n"
    page = {
        "id": key,
        "path": f"left('{row.path}', -4) || to_char(n, 'FM90000000')",
        "title": "'agent ' || n",
    }
    copy_row(Page, row.pk, {**page, "slug": "'agent-' || n", "translation_key": "gen_random_uuid()"}, series)
    copy_row(Solution, row.pk, {"page_ptr_id": key, "external_id": "'agent-' || n"}, series)
    entry = Entry.objects.get(kind="SOLUTION", key=row.pk)
    copy_row(Entry, entry.pk, {"key": key}, series)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE wagtailcore_page, solutions_solution, search_postgres_entry")


def read_page(client: Client, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(client, QUERY, **given)["search"]
    return found


def list_numbers(page: dict[str, Any]) -> list[int]:
    return [int(node["title"].removeprefix("agent ")) for node in page["nodes"]]


def test_cursors_lead_to_the_ten_thousandth_hit(client: Client, agents: None) -> None:
    page = read_page(client, offset=MAX_HITS - 150)
    numbers, pages = list_numbers(page), 1
    while page["pageInfo"]["hasNextPage"]:
        page = read_page(client, after=page["pageInfo"]["endCursor"])
        numbers, pages = numbers + list_numbers(page), pages + 1
    assert numbers == list(range(MAX_HITS - 150, MAX_HITS)) and pages == 3
    assert page["totalCount"] == MAX_HITS
    beyond = read_page(client, after=page["pageInfo"]["endCursor"])
    assert beyond["nodes"] == [] and not beyond["pageInfo"]["hasNextPage"]
