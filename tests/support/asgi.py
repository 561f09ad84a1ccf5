"""Requests to the front of the server, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from cms.serving.front import FrontApplication
from cms.serving.limits import BodyLimits, SpoolBudget
from cms.serving.readiness import Readiness

__all__ = ["LIMITS", "Seen", "declare", "echo", "serve"]

Seen = dict[str, Any]
LIMITS = BodyLimits(2000, views={"/graphql": 1000}, uploads={"/admin/": 6_000_000})


def echo(environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
    """Answers what it was given."""
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def serve(
    application: Any = echo,
    *parts: bytes,
    hang: bool = False,
    budget: SpoolBudget | None = None,
    readiness: Readiness | None = None,
    **changes: Any,
) -> tuple[int, Seen, bytes]:
    """Status, headers and body of the answer to a request whose body comes in these parts, or never ends."""
    scope = {
        "type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b"", "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 80), "client": ("192.0.2.7", 1),
        "headers": [(b"transfer-encoding", b"chunked")] if parts or hang else [],
    } | changes  # fmt: skip
    left = [{"type": "http.request", "body": each, "more_body": True} for each in parts]
    sent: list[Seen] = []

    async def receive() -> Seen:
        if left:
            return left.pop(0)
        if hang:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Seen) -> None:
        sent.append(message)

    asyncio.run(FrontApplication(application, 1, LIMITS, budget, readiness=readiness)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:])


def declare(length: int) -> Seen:
    return {"headers": [(b"content-length", str(length).encode())]}
