"""An alias of a private page is as hidden as the page, wherever readers could come across it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from graphql_relay import to_global_id
from wagtail.models import PageViewRestriction

from cms.analytics.models import ViewedDay, ViewedPair
from cms.plugins.api.analytics import EventSubject
from content_types.solutions.models import SolutionIndex
from content_types.solutions.parts import Alternative
from content_types.testing.factories import (
    index_page,
    make_category,
    make_language,
    make_site,
    make_solution,
    make_user,
)
from tests.content_api.client import ask
from tests.support.visits import store_visits

pytestmark = pytest.mark.django_db
QUERY = """{
    search(query: "atlas", locale: "de") {
        totalCount nodes { ... on Solution { title } } facets { values { value } } edges { snippet } }
    misspelt: search(query: "atlsa", locale: "de") { totalCount didYouMean }
    suggest(query: "atl", locale: "de") { text }
    trending(kind: SOLUTION, locale: "de") { totalCount nodes { ... on Solution { title } } }
    solution(slug: "nachbar", locale: "de") { related { reason solution { title } } }
}"""


@pytest.fixture
def page() -> Any:
    """The page of a German alias that is found, trending, viewed with another solution and an alternative to it."""
    make_site()
    index = index_page(SolutionIndex, make_language("de"))
    category = make_category("Speech")
    page = make_solution("Atlas", category=category, summary="Carries.")
    alias = page.create_alias(
        parent=index, update_locale=index.locale, update_slug="atlas", reset_translation_key=False
    )
    other = make_solution("Nachbar", under=index, category=make_category("Other"), slug="nachbar")
    Alternative.objects.create(page=other, alternative=alias)
    day = ViewedDay.objects.create(kind="SOLUTION", day=datetime.now(UTC).date() - timedelta(days=3))
    ViewedPair.objects.create(viewed_day=day, kind="SOLUTION", key=other.pk, other=alias.pk, visitors=9)
    store_visits(EventSubject("SOLUTION", to_global_id("Solution", alias.pk)), 9)
    call_command("compute_trending", stdout=StringIO())
    return page


def find(client: Client) -> dict[str, Any]:
    """What a reader comes across, without empty facets."""
    found = ask(client, QUERY)
    values = [value["value"] for facet in found["search"].pop("facets") for value in facet["values"]]
    return {**found, "facets": bool(values)}


def test_an_alias_of_a_private_page_is_nowhere_found(client: Client, page: Any) -> None:
    open_to_all = find(client)
    assert open_to_all == {
        "search": {"totalCount": 1, "nodes": [{"title": "Atlas"}], "edges": [{"snippet": "Carries."}]},
        "misspelt": {"totalCount": 1, "didYouMean": "atlas"},
        "suggest": [{"text": "Atlas"}],
        "trending": {"totalCount": 1, "nodes": [{"title": "Atlas"}]},
        "solution": {"related": [{"reason": "EDITORIAL", "solution": {"title": "Atlas"}}]},
        "facets": True,
    }
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert find(client) == {
        "search": {"totalCount": 0, "nodes": [], "edges": []},
        "misspelt": {"totalCount": 0, "didYouMean": None},
        "suggest": [],
        "trending": {"totalCount": 0, "nodes": []},
        "solution": {"related": []},
        "facets": False,
    }
    client.force_login(make_user("reader"))
    assert find(client) == open_to_all
