"""The database engine when its server goes away: what is noticed, what is tried again, and what is left as it was."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test import Client, RequestFactory
from wagtail.models import Locale

from cms.database import base
from cms.database.outages import DatabaseUnavailable, Server, begin_request, end_request
from cms.database.probing import addresses, is_reachable
from cms.http.outages import OutageMiddleware
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.runtime.calls import Caller
from cms.services.processes import free_port
from tests.factories.content import make_site

BUDGET = Budget(5.0, 10)


@pytest.fixture
def request_runs() -> Iterator[Any]:
    yield begin_request()
    end_request()


def end_connection() -> None:
    """Have the server end this thread's connection, as a restart does."""
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        cursor.execute("SELECT pg_sleep(0.2)")
    other.close()


@pytest.fixture
def no_statement_left() -> Iterator[None]:
    """Have the server end what it still does after the test gave up: a database that is in use cannot be copied."""
    yield
    address, name = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND state = 'active' AND query LIKE 'SELECT pg_sleep%%'",
            [name],
        )


@transaction.atomic
def lose_connection_between_two_rows() -> None:
    Locale.objects.create(language_code="fr")
    end_connection()
    Locale.objects.create(language_code="it")


@transaction.atomic
def lose_connection_before(read: Callable[[], Any]) -> None:
    Locale.objects.count()
    end_connection()
    read()


def parameters(port: int) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": port}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"host": "db", "port": "6432"}, [("db", 6432)]),
        ({"host": "a,b", "port": "1,2"}, [("a", 1), ("b", 2)]),
        ({"host": "a,b"}, [("a", 5432), ("b", 5432)]),
        ({"host": "db", "hostaddr": "192.0.2.1"}, [("192.0.2.1", 5432)]),
        ({"host": "/run/postgresql"}, ["/run/postgresql/.s.PGSQL.5432"]),
        ({"service": "main"}, []),
    ],
)
def test_every_host_that_libpq_would_try_is_asked(given: dict[str, Any], expected: list[Any]) -> None:
    assert list(addresses(given)) == expected


@pytest.mark.django_db
def test_a_server_that_answers_is_told_from_others() -> None:
    assert is_reachable(connection.get_connection_params(), 2)
    assert not is_reachable(parameters(free_port()), 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert not is_reachable(parameters(mute.getsockname()[1]), 0.1)
    assert is_reachable({"service": "main"}, 2)


def test_one_caller_at_a_time_asks_a_server_that_hangs() -> None:
    now, asked = [0.0], []

    def ask(given: Any, seconds: float) -> bool:
        asked.append(now[0])
        now[0] += seconds
        return len(asked) == 3

    server = Server(ask, lambda: now[0])
    assert not server.is_there({})
    assert [server.is_there({}) for _ in range(5)] == [False] * 5 and asked == [0.0]
    now[0] = 0.7
    assert not server.is_there({}) and asked == [0.0, 0.7]
    now[0] = 1.2
    assert server.is_there({}) and asked == [0.0, 0.7, 1.2]


def test_a_server_that_refuses_connections_is_asked_each_time() -> None:
    back = [False, False, False, True]
    server = Server(lambda given, seconds: back.pop(0), lambda: 0.0)
    assert [server.is_there({}) for _ in range(4)] == [False, False, False, True]


def test_patience_is_a_setting_and_halved_while_the_server_is_away(settings: Any) -> None:
    settings.DATABASE_PATIENCE = 4.0
    given: list[float] = []

    def ask(parameters: Any, seconds: float) -> bool:
        given.append(seconds)
        return False

    server = Server(ask, lambda: 0.0)
    assert [server.is_there({}) for _ in range(2)] == [False, False] and given == [4.0, 2.0]


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_ended_is_replaced_before_a_request_uses_it(client: Client) -> None:
    for _ in range(2):
        Locale.objects.count()
        end_connection()
        connection.close_if_unusable_or_obsolete()
        assert connection.health_check_done is False
        assert Locale.objects.count() >= 0
        assert not connection.errors_occurred


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_statement_on_a_lost_connection_says_so_and_the_next_connects(request_runs: Any) -> None:
    Locale.objects.count()
    end_connection()
    with pytest.raises(DatabaseUnavailable):
        Locale.objects.count()
    assert request_runs.count == 1 and connection.connection is None
    assert Locale.objects.count() >= 0


READS: list[Callable[[], Any]] = [
    lambda: connection.read_value("SELECT %s::text", "here"),  # type: ignore[attr-defined]
    lambda: connection.read_rows("SELECT %s::int", [7]),  # type: ignore[attr-defined]
]


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("read", READS)
def test_a_read_that_loses_its_connection_is_sent_again(
    request_runs: Any, read: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read()
    end_connection()
    assert read() == expected and request_runs.count == 1
    end_connection()
    with pytest.raises(DatabaseUnavailable):
        lose_connection_before(read)
    assert read() == expected
    end_connection()
    monkeypatch.setattr(base, "_server", Server(lambda given, seconds: False))
    with pytest.raises(DatabaseUnavailable):
        read()
    assert request_runs.is_over


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_kept_answer_is_given_out_though_its_connection_was_lost_just_before(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The server ends a connection a moment after a request has looked at it."""
    settings.API_ANSWER_CACHE_BYTES, settings.DEBUG = 1_000_000, True
    make_site()
    body = {"query": "{ site { name } }"}
    answers = [client.post("/graphql", body, content_type="application/json") for _ in range(3)]
    monkeypatch.setattr(base, "is_readable", lambda descriptor: False)
    end_connection()
    answers.append(client.post("/graphql", body, content_type="application/json"))
    assert [each.status_code for each in answers] == [200] * 4
    assert answers[-1]["X-AiXplore-Tier"] == "T0"
    assert len({each.content for each in answers}) == 1


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_transaction_whose_connection_is_lost_is_not_continued(request_runs: Any) -> None:
    with pytest.raises(DatabaseUnavailable):
        lose_connection_between_two_rows()
    assert not Locale.objects.filter(language_code__in=["fr", "it"]).exists()


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_server_that_answers_nobody_is_not_waited_for_in_a_request(
    no_statement_left: None, request_runs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Locale.objects.count()
    monkeypatch.setattr(base, "PATIENCE", 0.1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")  # slow, but the server answers others
    monkeypatch.setattr(base, "_server", Server(lambda given, seconds: False))
    with pytest.raises(DatabaseUnavailable), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    with pytest.raises(DatabaseUnavailable):
        Locale.objects.count()


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_commands_and_jobs_wait_for_their_database(monkeypatch: pytest.MonkeyPatch) -> None:
    Locale.objects.count()
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    monkeypatch.setattr(base, "_server", Server(lambda given, seconds: False))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_plugin_is_not_blamed_for_a_lost_connection(request_runs: Any) -> None:
    caller = Caller()
    Locale.objects.count()
    end_connection()
    with pytest.raises(DatabaseUnavailable):
        caller.call("watcher", "ready", Locale.objects.count, {}, BUDGET)
    assert not caller.breakers["watcher", "ready"].failures
    assert caller.call("watcher", "ready", Locale.objects.count, {}, BUDGET) >= 0
    with pytest.raises(CallFailed):
        caller.call("watcher", "ready", lambda: 1 / 0, {}, BUDGET)


def raising(error: Exception) -> Callable[[Any], Any]:
    def view(request: Any) -> Any:
        raise error

    return view


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/graphql", "text/html", "application/json"),
        ("/graphql", "*/*", "application/json"),
        ("/admin/", "text/html,*/*;q=0.8", "text/html"),
        ("/plugins/x/y", "application/json", "application/json"),
    ],
)
def test_an_outage_is_answered_in_the_form_that_its_reader_understands(
    path: str, accept: str, kind: str
) -> None:
    request = RequestFactory().get(path, headers={"accept": accept})
    cause = RuntimeError("canary")
    cause.__cause__ = DatabaseUnavailable("canary: host db")
    for error in (DatabaseUnavailable("canary"), cause):
        answer = OutageMiddleware(raising(error)).process_exception(request, error)
        assert answer is not None
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "no-store")
        assert answer["Content-Type"].partition(";")[0] == kind and b"canary" not in answer.content
    assert OutageMiddleware(raising(cause)).process_exception(request, ValueError()) is None


def test_an_error_behind_the_middleware_becomes_an_outage_only_when_there_was_one() -> None:
    from django.http import HttpResponse

    from cms.database.outages import current_request

    def answer_traceback(request: Any) -> HttpResponse:
        outages = current_request()
        assert outages is not None
        outages.count += 1
        return HttpResponse("Traceback", status=500)

    request = RequestFactory().get("/admin/")
    assert OutageMiddleware(answer_traceback)(request).status_code == 503
    assert OutageMiddleware(lambda request: HttpResponse("x", status=500))(request).status_code == 500
    assert current_request() is None


def test_threads_keep_their_connections() -> None:
    from django.conf import settings

    assert settings.DATABASES["default"]["ENGINE"] == "cms.database"
    assert isinstance(connections["default"], base.DatabaseWrapper)
