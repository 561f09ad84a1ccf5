"""GraphQL while the database is lost: a query is answered again, a mutation is never sent twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from cms.database.outages import DatabaseUnavailable
from content_api.access.context import ReadContext
from content_api.errors import RequestRefused
from content_api.limits.budget import DeadlineExceeded, limit_execution
from content_api.limits.concurrency import RunningRequests, limit_concurrency
from content_api.transport import exchange, views
from content_api.transport.retries import reject_unavailable
from tests.factories.content import make_site, make_solution

TITLES = "{ solutions { nodes { title } } }"


def send(client: Client, query: str) -> Any:
    """The whole response to a query."""
    return client.post("/graphql", {"query": query}, content_type="application/json")


def losing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[ReadContext]:
    """Have the first executions meet an outage, as the engine notes it; the contexts of all of them."""
    seen: list[ReadContext] = []
    original = exchange.execute_operation

    def run(operation: Any, context: ReadContext, limits: Any) -> Any:
        seen.append(context)
        if len(seen) <= times:
            connection.note_outage()
        return original(operation, context, limits)

    monkeypatch.setattr(exchange, "execute_operation", run)
    return seen


@pytest.mark.django_db
def test_a_query_that_lost_its_connection_is_executed_once_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site()
    make_solution(title="Kite")
    seen = losing(monkeypatch, 1)
    answer = send(client, TITLES)
    assert answer.json() == {"data": {"solutions": {"nodes": [{"title": "Kite"}]}}}
    assert len(seen) == 2 and seen[0] is not seen[1]


@pytest.mark.django_db
def test_a_query_that_loses_it_again_is_refused_and_costs_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = send(client, "{ __typename }")
    seen = losing(monkeypatch, 2)
    answer = send(client, TITLES)
    assert (answer.status_code, answer["Retry-After"], len(seen)) == (503, "2", 2)
    assert answer.json()["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
    assert "data" not in answer.json()
    after = send(client, "{ __typename }")
    points = [int(each["RateLimit"].partition("r=")[2].partition(";")[0]) for each in (before, after)]
    assert points[0] - points[1] <= 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["mutation { __typename }", "mutation A { __typename }", "mutation { a: __typename }"]
)
def test_a_mutation_is_executed_once_and_its_outcome_is_said_to_be_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    seen = losing(monkeypatch, 1)
    answer = send(client, query)
    assert (answer.status_code, len(seen)) == (503, 1)
    assert "unknown" in answer.json()["errors"][0]["message"]


@pytest.mark.django_db
def test_an_outage_before_the_execution_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def raise_outage(*_: Any) -> Any:
        raise DatabaseUnavailable("canary")

    monkeypatch.setattr(views, "find_text", raise_outage)
    answer = send(client, TITLES)
    assert answer.status_code == 503 and b"canary" not in answer.content
    assert reject_unavailable().headers == {"Retry-After": "2"}


def test_places_are_counted_exactly_by_many_threads() -> None:
    places, most, refused = RunningRequests(), 5, []

    def work(number: int) -> None:
        for _ in range(2_000):
            try:
                with limit_concurrency(f"net:{number % 3}", most, places):
                    assert 1 <= places.count(f"net:{number % 3}") <= most
            except RequestRefused as error:
                refused.append(error.status)

    with ThreadPoolExecutor(24) as pool:
        list(pool.map(work, range(24)))
    assert [places.count(f"net:{number}") for number in range(3)] == [0, 0, 0]
    assert set(refused) <= {429}


@pytest.mark.parametrize("most", [1, 3, 10])
def test_no_more_places_are_given_than_there_are(most: int) -> None:
    places = RunningRequests()
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda _: places.acquire("user:1", most), range(100)))
    assert sum(given) == places.count("user:1") == most


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("atomic", [False, True])
def test_the_server_cancels_the_slow_statement_and_no_other(settings: Any, atomic: bool) -> None:
    limits = replace(settings.API_LIMITS["anonymous"], statement_timeout=0.2)
    for _ in range(5):
        with limit_execution(limits), connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("200ms",)
            with pytest.raises(DeadlineExceeded), transaction.atomic() if atomic else nullcontext():
                cursor.execute("SELECT pg_sleep(30)")
            cursor.execute("SELECT pg_sleep(0.1)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_statement_near_the_deadline_gets_what_is_left(settings: Any) -> None:
    limits = replace(settings.API_LIMITS["anonymous"], statement_timeout=30.0, deadline=0.4)
    with pytest.raises(DeadlineExceeded), limit_execution(limits), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_the_limit_is_sent_only_when_it_changes(settings: Any) -> None:
    sent: list[str] = []
    connection.ensure_connection()
    raw = connection.connection
    original = raw.execute

    def execute(sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return original(sql, *rest)

    raw.execute = execute
    for _ in range(3):
        with limit_execution(settings.API_LIMITS["anonymous"]), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert sent == ["SET statement_timeout TO 3000", "SET statement_timeout TO DEFAULT"]
