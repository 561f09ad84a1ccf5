"""What the front of the server counts, and what it says of its readiness."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from cms.base.measures import OPERATION, OPERATION_SECONDS, REQUEST_SECONDS
from cms.serving import draining, measures
from cms.serving.readiness import Readiness
from tests.support.asgi import Seen, declare, echo, serve


def count_requests(area: str, status: str) -> float:
    return float(sum(each.get() for each in REQUEST_SECONDS.labels(area, status)._buckets))


def count_operations(name: str) -> float:
    return float(sum(each.get() for each in OPERATION_SECONDS.labels(name)._buckets))


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("/graphql", "graphql"), ("/graphql/documents", "graphql"), ("/admin/pages/3/", "admin"), ("/", "other"),
        ("/oauth/token/", "account"), ("/media/images/a.png", "media"), ("/no/such/path", "other"),
    ],
)  # fmt: skip
def test_requests_are_counted_by_part_of_the_site(path: str, area: str) -> None:
    before = count_requests(area, "2xx")
    assert serve(path=path)[0] == 200
    assert count_requests(area, "2xx") == before + 1


def test_refused_requests_are_counted_and_probes_are_not() -> None:
    before = count_requests("other", "4xx"), count_requests("other", "2xx")
    assert serve(None, path="/x", **declare(5_000_000))[0] == 413
    assert serve(path="/livez", method="GET")[0] == 200
    assert (count_requests("other", "4xx"), count_requests("other", "2xx")) == (before[0] + 1, before[1])


def test_operations_of_registered_documents_are_counted_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(name: str) -> None:
        def application(environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
            environ[OPERATION] = name
            return echo(environ, start_response)

        assert serve(application, path="/graphql")[0] == 200

    monkeypatch.setattr(measures, "names", set())
    monkeypatch.setattr(measures, "MOST_OPERATIONS", 1)
    before = [count_operations(name) for name in ("First", "other")]
    for name in ("First", "Second", "First", ""):
        ask(name)
    assert [count_operations(name) for name in ("First", "other")] == [before[0] + 2, before[1] + 1]


READY: tuple[bool, dict[str, Any]] = (True, {"status": "degraded"})


def ask_readiness(examine: Callable[[int], Any], **changes: Any) -> tuple[int, Any]:
    status, _, body = serve(path="/readyz", method="GET", readiness=Readiness(examine), **changes)
    return status, json.loads(body)


def test_readiness_is_told_without_a_thread_of_requests_and_for_any_host() -> None:
    assert ask_readiness(lambda waiting: READY) == (200, {"status": "degraded"})
    assert ask_readiness(lambda waiting: (False, {"status": "not ready"})) == (503, {"status": "not ready"})


def test_readiness_that_cannot_be_told_is_none_and_tells_nothing() -> None:
    def examine(waiting: int) -> Any:
        raise ValueError("canary")

    assert ask_readiness(examine) == (503, {"status": "not ready", "checks": {}})


def test_readiness_with_a_cookie_is_told_by_the_site() -> None:
    given = {"headers": [(b"cookie", b"sessionid=x")], "raw_path": b"/readyz"}
    status, seen = ask_readiness(lambda waiting: READY, **given)
    assert (status, seen["PATH_INFO"], seen["HTTP_COOKIE"]) == (200, "/readyz", "sessionid=x")


def test_readiness_is_examined_once_for_many_who_ask() -> None:
    asked: list[int] = []

    def examine(waiting: int) -> Any:
        asked.append(waiting)
        return READY

    async def ask_many() -> list[int]:
        readiness = Readiness(examine)
        answers = await asyncio.gather(*(readiness.answer(3, leaving=False) for _ in range(20)))
        return [each.status for each in answers]

    assert asyncio.run(ask_many()) == [200] * 20 and asked == [3]


def test_a_process_that_will_stop_says_so_and_closes_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "draining", True)
    status, shown = ask_readiness(lambda waiting: READY, headers=[(b"cookie", b"sessionid=x")])
    assert (status, shown["checks"]) == (503, {"listener": {"status": "not ready"}})
    status, headers, _ = serve(path="/x")
    assert (status, headers["connection"]) == (200, "close")
