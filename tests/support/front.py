"""A test client whose requests go through the front, as those of the server do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, client
from django.test.client import ClientHandler, FakePayload, conditional_content_removal

from cms.base.measures import ANSWERS
from cms.ratelimit.token_bucket import Limiter
from content_api.engine import keeping
from content_api.engine.answers import answers
from content_api.front.application import Front
from content_api.front.profiles import PATH
from content_api.limits.charge import limiter

__all__ = [
    "FRONT",
    "FrontClient",
    "FrontHandler",
    "count_fronted",
    "flatten",
    "is_counting",
    "replayed",
    "replaying",
]

HANDLER, RESPONSE = "tests.handler", "tests.response"


def call_django(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Django as a WSGI application, called by the handler of a test client; its response is kept for the test."""
    response: Any = ClientHandler.__call__(environ[HANDLER], environ)
    environ[RESPONSE] = response
    cookies = [("Set-Cookie", each.output(header="")) for each in response.cookies.values()]
    start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
    return []


FRONT = Front(call_django)
"""One for all clients, as a process has one."""
answered, replayed = [0], [0]


class FrontHandler(ClientHandler):
    """Sends a request of a test client through the front."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        told: list[Any] = []
        environ[HANDLER] = self
        parts = FRONT(environ, lambda status, headers, *_: told.append((status, headers)))
        if RESPONSE in environ:
            return environ[RESPONSE]
        answered[0] += 1
        status, headers = told[0]
        response = HttpResponse(b"".join(parts), status=int(status[:3]), headers=dict(headers))
        response.wsgi_request = request = WSGIRequest(environ)
        conditional_content_removal(request, response)
        return response


class FrontClient(Client):
    """A client of the site as it is served."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.handler: Any = FrontHandler(bool(given.get("enforce_csrf_checks")))


def flatten(response: Any) -> tuple[Any, ...]:
    """Everything of a response but what a client has left, which each request changes."""
    headers = [(name, value) for name, value in response.items() if name != "RateLimit"]
    return response.status_code, response.reason_phrase, headers, response.content, dict(response.cookies)


@contextmanager
def count_fronted() -> Iterator[Callable[[], int]]:
    """How many requests the front itself has answered since."""
    before = answered[0]
    yield lambda: answered[0] - before


class ReplayingHandler(FrontHandler):
    """For runs with AIXPLORE_TEST_FRONT=1: what Django has answered and kept is asked again until the front answers it;
    the two must be the same but for what the client has left.

    What that costs is invisible to the test: it is charged to a limiter of its own, and its statements are not captured.
    """

    def __call__(self, environ: dict[str, Any]) -> Any:
        body = read_body(environ)
        made = count_kept()
        first = super().__call__({**environ, "wsgi.input": FakePayload(body)})
        if environ["PATH_INFO"] != PATH or count_kept() == made:
            return first
        state, captures = vars(limiter()), connection.force_debug_cursor
        kept = dict(state)
        state.update(vars(Limiter(limiter().url)))
        connection.force_debug_cursor = False
        try:
            return self.ask_again(environ, body, first)
        finally:
            connection.force_debug_cursor = captures
            state.update(kept)

    def ask_again(self, environ: dict[str, Any], body: bytes, first: Any) -> Any:
        """The first response, after comparing that of the front with it."""
        for _ in range(2):
            with count_fronted() as fronted:
                again = super().__call__({**environ, "wsgi.input": FakePayload(body)})
            if fronted():
                assert flatten(again) == flatten(first)
                replayed[0] += 1
        return first


def count_kept() -> float:
    """Answers that were made and kept, or given out again."""
    return sum(ANSWERS.labels(outcome)._value.get() for outcome in ("made", "kept"))


def read_body(environ: dict[str, Any]) -> bytes:
    """The body of a test client's request."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(length)
    return body


COUNTING = {
    "test_trusted_documents.py": (
        "costs_no_sql_of_its_own", "uses_are_counted", "passes_the_same_guards", "however_it_is_named", "asks_no_server",
    ),
    "test_server_keys.py": ("has_a_budget", "its_own_points"),
    "test_early_rejection.py": ("",),
    "test_front.py": ("",),
    "test_kept_answers.py": ("",),
}  # fmt: skip
"""Tests that count points, statements or uses, which are other ones where answers are kept and requests are repeated."""


def is_counting(module: str, test: str) -> bool:
    return any(part in test for part in COUNTING.get(module, ()))


@contextmanager
def replaying(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Each request of each client is answered by the front as well, also within the transaction of a test."""
    FRONT.forget()
    answers.clear()
    settings.API_ANSWER_CACHE_BYTES = 10_000_000
    monkeypatch.setattr(client, "ClientHandler", ReplayingHandler)
    monkeypatch.setattr(keeping, "is_in_transaction", lambda: False)
    monkeypatch.setattr(keeping, "is_asked_again", lambda _: True)
    yield
    answers.clear()
