"""Asking a server over HTTP, and how long it takes."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

__all__ = ["Answer", "ask", "ask_at_rate", "describe", "post"]


@dataclass(frozen=True)
class Answer:
    """What came back. seconds: from connecting to the last byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Ask once, on a connection of its own."""
    started = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, found, content, time.monotonic() - started)


def post(port: int, query: str, **headers: str) -> Answer:
    """Ask the API."""
    body = json.dumps({"query": query}).encode()
    return ask(port, "/graphql", "POST", body, **{"Content_Type": "application/json", **headers})


def ask_at_rate(port: int, query: str, times: int, pause: float = 0.1) -> list[Answer]:
    """Ask so many times, one request every so many seconds, however long each takes."""
    with ThreadPoolExecutor(times) as pool:
        running = []
        for _ in range(times):
            running.append(pool.submit(post, port, query))
            time.sleep(pause)
        return [each.result() for each in running]


def describe(what: str, answers: Sequence[Answer]) -> None:
    """Print the figures of some answers."""
    seconds = sorted(each.seconds for each in answers)
    statuses = {status: sum(each.status == status for each in answers) for status in sorted({each.status for each in answers})}  # fmt: skip
    middle = seconds[len(seconds) // 2]
    print(f"{what}: {statuses}, median {middle:.3f} s, longest {seconds[-1]:.3f} s")
