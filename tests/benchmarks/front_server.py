"""The site with one more address, /constant: an answer of always the same bytes from the same server and threads.

`tests.benchmarks.front` serves it with Granian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cms.config.asgi import application

__all__ = ["application"]

BODY = b'{"data": "%s"}' % (b"x" * 7_000)
site = application.workers.application


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/constant":
        return site(environ, start_response)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]


application.workers.application = answer
