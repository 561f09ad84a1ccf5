"""A test client whose requests go through the front, as those of the server do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler, conditional_content_removal

from content_api.front.application import Front

__all__ = ["FRONT", "FrontClient", "FrontHandler", "count_fronted"]

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
answered = [0]


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
        self.handler = FrontHandler(self.handler.enforce_csrf_checks)


@contextmanager
def count_fronted() -> Iterator[Callable[[], int]]:
    """How many requests the front itself has answered since."""
    before = answered[0]
    yield lambda: answered[0] - before
