"""Editors see what was searched for, once it is no single person's; nothing of who searched, and no search waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_redis import get_redis_connection

from cms.relevance import search_log
from cms.relevance.models import SearchCount
from cms.relevance.search_log import MIN_SEARCHES, count_hits, flush, store_counts
from content_types.testing.factories import make_site, make_solution, make_user
from tests.content_api.client import ask, statements

pytestmark = pytest.mark.django_db
SEARCH = "query($q: String!) { search(query: $q) { totalCount } }"


@pytest.fixture(autouse=True)
def site(monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr(search_log, "start_thread", lambda: None)
    monkeypatch.setattr(search_log, "flush", lambda: 0)  # of a thread that an earlier test started
    make_site()
    make_solution("Agent", summary="-")
    search_log._queue.clear()
    clear()
    yield
    clear()


def clear() -> None:
    server = get_redis_connection("default")
    for key in server.scan_iter(cache.make_key("searches:*")):
        server.delete(key)


def search(client: Client, text: str, times: int) -> None:
    for _ in range(times):
        ask(client, SEARCH, q=text)


def test_searches_are_stored_once_five_were_alike(client: Client) -> None:
    search(client, "Zebra  finder!", MIN_SEARCHES)
    search(client, "jane doe", MIN_SEARCHES - 1)
    search(client, "agent", MIN_SEARCHES + 1)
    assert flush() == 3 * MIN_SEARCHES and SearchCount.objects.count() == 0
    store_counts()
    rows = set(SearchCount.objects.values_list("text", "locale", "kinds", "hits", "searches"))
    assert rows == {("zebra finder", "en", "", "0", 5), ("agent", "en", "", "1-10", 6)}
    search(client, "jane doe", 1)
    flush()
    store_counts()
    assert SearchCount.objects.get(text="jane doe").searches == MIN_SEARCHES
    assert SearchCount.objects.count() == 3


def test_nothing_of_the_caller_is_stored() -> None:
    names = {field.name for field in SearchCount._meta.get_fields()}
    assert names == {"id", "day", "text", "locale", "kinds", "hits", "searches"}


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ('{ search(query: "x", first: 1) { totalCount } }', 1),
        ('{ search(query: "x", kinds: [EVENT, VENDOR]) { totalCount } }', 1),
        ('{ search(query: "x", offset: 10) { totalCount } }', 0),
        ('{ search(query: "x", filter: {openSource: true}) { totalCount } }', 0),
        ('{ search(query: "---") { totalCount } }', 0),
        ('{ search(query: "%s") { totalCount } }' % ("x" * 101), 0),
        ('{ suggest(query: "x") { text } }', 0),
    ],
)
def test_first_pages_without_filters_are_counted(client: Client, query: str, counted: int) -> None:
    ask(client, query)
    assert len(search_log._queue) == counted


def test_a_search_costs_no_statement_more_and_nothing_is_counted_when_switched_off(
    client: Client, settings: Any
) -> None:
    ask(client, SEARCH, q="agent")
    counted = len(statements(client, SEARCH, q="agent"))
    settings.SEARCH_LOG_DAYS = 0
    search_log._queue.clear()
    assert len(statements(client, SEARCH, q="agent")) == counted and not search_log._queue


def test_searches_are_answered_while_they_cannot_be_counted(client: Client, monkeypatch: Any) -> None:
    def fail(name: str) -> Any:
        raise ConnectionError("refused")

    monkeypatch.setattr(search_log, "get_redis_connection", fail)
    search(client, "agent", 2)
    assert flush() == 0 and not search_log._queue
    monkeypatch.setattr(search_log, "QUEUED", 3)
    search(client, "agent", 9)
    assert len(search_log._queue) == 3


def test_no_more_texts_are_counted_in_a_day_than_there_is_room_for(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(search_log, "MAX_TEXTS", 1)
    for text in ("one", "two", "three"):
        search(client, text, 1)
        flush()
    (key,) = get_redis_connection("default").scan_iter(cache.make_key("searches:*"))
    assert get_redis_connection("default").hlen(key) == 1
    assert 0 < get_redis_connection("default").ttl(key) <= timedelta(days=2).total_seconds()


def test_what_is_too_old_is_forgotten(settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 30
    for days in (1, 29, 31, 400):
        day = timezone.now().date() - timedelta(days=days)
        SearchCount.objects.create(day=day, text=f"d{days}", locale="en", hits="0", searches=9)
    assert "2 forgotten" in store_counts()
    assert set(SearchCount.objects.values_list("text", flat=True)) == {"d1", "d29"}


@pytest.mark.parametrize(
    ("number", "bucket"), [(0, "0"), (1, "1-10"), (10, "1-10"), (11, "11-100"), (101, "101-")]
)
def test_numbers_of_hits_are_ranges(number: int, bucket: str) -> None:
    assert count_hits(number) == bucket


def test_editors_see_and_export_searches_without_result(client: Client) -> None:
    today = timezone.now().date()
    for text, hits, searches, days in (
        ("zebra", "0", 7, 0),
        ("zebra", "0", 5, 1),
        ("agent", "1-10", 50, 0),
        ("quagga", "0", 6, 0),
    ):
        day = today - timedelta(days=days)
        SearchCount.objects.create(day=day, text=text, locale="en", hits=hits, searches=searches)
    client.force_login(make_user(groups=("Editor",), is_staff=True))
    address = reverse("searches_without_result:index")
    page = client.get(address).content.decode()
    assert page.index("zebra") < page.index("quagga") and ">12<" in page.replace(" ", "").replace("\n", "")
    assert "agent" not in page.partition("<table")[2].partition("</table>")[0]
    for link in ("synonym:add", "pinnedsearch:add"):
        (href,) = re.findall(rf'href="({reverse(link)}\?[^"]*zebra[^"]*)"', page)
        assert 'value="zebra"' in client.get(unescape(href)).content.decode()
    table = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert [line.split(",")[:3] for line in table.split()[1:]][-2:] == [
        ["zebra", "en", "12"],
        ["quagga", "en", "6"],
    ]


@pytest.mark.parametrize("group", ["Moderator", None])
def test_others_do_not_see_what_was_searched_for(client: Client, group: str | None) -> None:
    client.force_login(make_user(groups=(group,) if group else (), is_staff=True))
    assert client.get(reverse("searches_without_result:index")).status_code in (302, 403)
