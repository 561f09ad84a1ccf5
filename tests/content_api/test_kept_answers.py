"""Answers that are kept between requests are never older than the last commit of any writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.base.measures import ANSWERS
from cms.identity.api_keys import create_server_key as create_key
from content_api.access.table_triggers import attach_triggers
from content_api.engine import keeping
from content_api.engine.answers import Owner, answers
from content_api.engine.turns import Turns
from content_api.model.sql_templates.reads import find_next_change
from content_api.model.sql_templates.store import clear_templates
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from plugins.embargo.models import Embargo
from tests.content_api.client import ask, post, statements
from tests.content_api.test_kept_counts import dsn
from tests.factories.content import make_user
from tests.support.calendar import set_now
from tests.support.kept_answers import WRITES, ask_all, fill_site
from tests.support.trusted import build_document_id, register_documents

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
QUERY = "{ solutions { totalCount nodes { title vendor { name } tags { name } } } }"
ROUNDS = 3


@pytest.fixture(scope="module", autouse=True)
def rows(commit_once: Any) -> None:
    commit_once(plant_rows)


def plant_rows() -> None:
    attach_triggers()
    fill_site()


@pytest.fixture(autouse=True)
def site(settings: Any) -> Iterator[None]:
    """A filled site on which answers are kept, and nothing is so far."""
    settings.API_ANSWER_CACHE_BYTES = 10_000_000
    settings.API_LIMITS = {
        name: replace(limits, bucket=10**7, restore=10**6) for name, limits in settings.API_LIMITS.items()
    }
    clear()
    yield
    clear()


def clear() -> None:
    answers.clear()
    keeping.forget_requests()
    clear_templates()


def count(outcome: str) -> float:
    return ANSWERS.labels(outcome)._value.get()


def warm(client: Client, query: str = QUERY, **variables: Any) -> Any:
    """The answer to a query that was asked so often that it is kept."""
    return [ask(client, query, **variables) for _ in range(2)][-1]


def test_a_kept_answer_costs_one_statement_and_the_least_points(client: Client) -> None:
    first = warm(client)
    assert len(answers) == 1
    body = {"query": QUERY, "variables": {}}
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/graphql", body, content_type="application/json")
    assert response.json()["data"] == first
    assert [("content_api_structure" in each["sql"]) for each in captured.captured_queries] == [True]
    assert response["ETag"] and response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_an_answer_is_kept_when_it_is_asked_for_again(client: Client) -> None:
    ask(client, QUERY)
    assert len(answers) == 0
    ask(client, QUERY)
    assert len(answers) == 1


def find_stale(client: Client, settings: Any, names: Iterable[str]) -> list[tuple[str, str]]:
    """After each of these writes, the operations that are answered otherwise than by a process that keeps nothing."""
    stale, budget = [], settings.API_ANSWER_CACHE_BYTES
    for _ in range(2):
        ask_all(client)
    for name in names:
        with suppress(Exception):  # what it needs was deleted by another one
            WRITES[name]()
        given_out = ask_all(client)
        settings.API_ANSWER_CACHE_BYTES = 0
        stale += [(name, each) for each, body in ask_all(client).items() if body != given_out[each]]
        settings.API_ANSWER_CACHE_BYTES = budget
    return stale


def test_every_kind_of_write_shows_in_the_next_answers(client: Client, settings: Any) -> None:
    kept, unkept = count("kept"), count("unkept")
    assert find_stale(client, settings, WRITES) == []
    assert count("kept") - kept > 100 and count("unkept") == unkept


def test_a_missing_trigger_is_found(client: Client) -> None:
    """The planted fault: without its trigger, a table's writes go unnoticed, and the comparison sees that."""
    before = warm(client)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vendors_vendor DISABLE TRIGGER content_api_table_changed")
    try:
        Vendor.objects.update(name="Makers")
        assert ask(client, QUERY) == before
        clear()
        assert ask(client, QUERY) != before
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE vendors_vendor ENABLE TRIGGER content_api_table_changed")


def test_a_commit_of_another_connection_shows_at_once(client: Client) -> None:
    before = warm(client)
    with psycopg.connect(dsn()) as other:
        other.execute("UPDATE vendors_vendor SET name = 'Makers'")
        assert ask(client, QUERY) == before  # not committed
        other.commit()
    assert ask(client, QUERY) != before


def test_a_commit_while_an_answer_is_made_ends_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, QUERY)

    def commit_between(*given: Any) -> datetime:
        with psycopg.connect(dsn(), autocommit=True) as other:
            other.execute("UPDATE vendors_vendor SET name = 'Makers'")
        return find_next_change(*given)

    monkeypatch.setattr(keeping, "find_next_change", commit_between)
    ask(client, QUERY)
    monkeypatch.undo()
    assert ask(client, QUERY)["solutions"]["nodes"][0]["vendor"]["name"] == "Makers"


@pytest.mark.parametrize("what", ["expiry", "embargo"])
def test_what_changes_with_the_clock_shows_at_its_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    start = datetime(2026, 11, 28, 9, tzinfo=UTC)
    moment, atlas = start + timedelta(hours=1), Solution.objects.filter(title="Atlas")
    if what == "expiry":
        atlas.update(expire_at=moment)
    else:
        Embargo.objects.create(solution=atlas.get(), until=moment)
    set_now(monkeypatch, start)
    first = warm(client)
    assert len(answers) == 1
    for now, is_same in ((moment - timedelta(microseconds=1), True), (moment, False), (start, True)):
        set_now(monkeypatch, now)
        assert (ask(client, QUERY) == first) == is_same


def test_an_event_that_is_over_makes_way_for_the_next(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "{ events { nodes { title nextOccurrence { startsAt } } } }"
    first = warm(client, query)
    assert len(answers) == 1 and first["events"]["nodes"][0]["nextOccurrence"]
    set_now(monkeypatch, datetime.now(UTC) + timedelta(days=10))
    assert ask(client, query)["events"]["nodes"][0]["nextOccurrence"] is None


def test_nothing_is_kept_for_people_or_given_to_them(client: Client) -> None:
    member = Client()
    member.force_login(make_user("member"))
    for _ in range(ROUNDS):
        ask(member, QUERY)
    assert len(answers) == 0
    warm(client)
    assert len(statements(member, QUERY)) > 1


@pytest.mark.parametrize(
    "query",
    [
        '{ search(query: "atlas") { nodes { __typename } } }',
        '{ suggest(query: "at") { text } }',
        "{ solutions { nodes { title bookmarked } } }",
        '{ solutions(after: "nonsense") { nodes { title } } }',
        "{ bookmarks { title } }",
    ],
)
def test_what_is_counted_personal_or_wrong_is_not_kept(client: Client, query: str) -> None:
    for _ in range(ROUNDS):
        post(client, query)
    assert len(answers) == 0


def test_reports_of_cost_are_made_for_each_request(client: Client) -> None:
    body = {"query": QUERY, "extensions": {"cost": True}}
    for _ in range(ROUNDS):
        answer = client.post("/graphql", body, content_type="application/json").json()
        assert answer["extensions"]["cost"]["requested"] > 5
    assert len(answers) == 0


def test_hosts_and_variables_have_answers_of_their_own(client: Client) -> None:
    query = "query($first: Int) { solutions(first: $first) { nodes { title } } }"
    assert len(warm(client, query, first=1)["solutions"]["nodes"]) == 1
    assert len(warm(client, query, first=2)["solutions"]["nodes"]) == 2
    body = {"query": query, "variables": {"first": 1}}
    other = client.post("/graphql", body, content_type="application/json", headers={"host": "other.example"})
    assert len(answers) == 2 and other.json()["data"]["solutions"]["nodes"] is not None


def test_conditional_requests_and_head_are_answered_from_what_is_kept(client: Client) -> None:
    address = "/graphql?query={solutions{nodes{title}}}"
    tag = [client.get(address) for _ in range(ROUNDS)][-1]["ETag"]
    assert len(answers) == 1
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_the_operator_decides_how_much_is_kept(client: Client, settings: Any) -> None:
    settings.API_ANSWER_CACHE_BYTES = 0
    warm(client)
    assert len(answers) == 0
    settings.API_ANSWER_CACHE_BYTES = 160_000
    fill_budget(client)
    assert 0 < answers.count_bytes() <= 40_000 and len(answers) < 59


def fill_budget(client: Client) -> None:
    for first in range(1, 60):
        warm(client, "query($first: Int) { solutions(first: $first) { nodes { title } } }", first=first)


def test_clients_cannot_make_the_answers_of_a_theme_go(client: Client, settings: Any, tmp_path: Path) -> None:
    """Neither those that a server has asked for, nor those of registered documents."""
    settings.API_ANSWER_CACHE_BYTES = 160_000
    text = f"query Some {QUERY}"
    register_documents(tmp_path, text)
    theme = Client(headers={"authorization": f"Bearer {create_key('theme')[1]}"})
    address = f"/graphql?documentId={build_document_id(text)}"
    client.get(address)
    assert answers.count_bytes(Owner.SERVERS) == 0 < answers.count_bytes(Owner.DOCUMENTS)
    assert (
        theme.get(address).status_code == 200
    )  # kept for the client, and from now on for the server as well
    before = answers.count_bytes(Owner.SERVERS), answers.count_bytes(Owner.DOCUMENTS)
    fill_budget(client)
    assert (answers.count_bytes(Owner.SERVERS), answers.count_bytes(Owner.DOCUMENTS)) == before != (0, 0)
    assert before[0] == before[1]
    settings.API_ANSWER_CACHE_RESERVED = 100
    clear()
    fill_budget(client)
    assert len(answers) == 0


def test_nothing_is_kept_where_rows_may_come_from_another_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(connections.settings, "replica", connections.settings["default"])
        warm(client)
    assert len(answers) == 0


def test_operators_see_how_many_answers_were_kept(client: Client) -> None:
    before = [count(each) for each in ("made", "kept", "outdated")]
    warm(client)
    ask(client, QUERY)
    Vendor.objects.update(name="Makers")
    ask(client, QUERY)
    assert [count(each) - was for each, was in zip(("made", "kept", "outdated"), before, strict=True)] == [
        2,
        1,
        1,
    ]


def test_one_of_several_threads_makes_an_answer() -> None:
    """The others wait for it; a thread that waits too long makes its own."""
    turns, made = Turns(), []

    def make(name: str) -> None:
        with turns.take("key", 5) as has_waited:
            if not has_waited:
                made.append(name)
                sleep(0.2)

    threads = [Thread(target=make, args=(name,)) for name in "abc"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 1
    with turns.take("key", 5), turns.take("key", 0.01) as has_waited:
        assert has_waited
    assert not turns._turns
