"""What admission costs: CPU that it adds to a list that was asked before, CPU of refusing hostile documents, and memory
over ten thousand of them.

`make bench` runs it. With and without take turns in one process. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from tests.benchmarks.reader import fill, reader, start
from tests.support.serving import environment

WARM, READS = 50, 1000
DOCUMENTS = 10_000
TARGETS = {"added": 0.3, "refused": 100.0}
"""Milliseconds of CPU."""
REFUSALS = (200, 400)
"""An argument's value is refused by its resolver: an answer of 200 with an error in it."""


def hostile(unique: int) -> dict[str, str]:
    """Documents that want much work for few bytes; the number makes each of them new."""
    name = f"q{unique}"
    nested = "{ a" * 11 + " }" * 11
    doubling = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(25))
    aliases = " ".join(f"a{n}: site {{ name }}" for n in range(1000))
    listed = "{ solutions(first: 100) { nodes { alternatives(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } } } }"
    return {
        "aliases": f"query {name} {{ {aliases} }}",
        "depth": f"query {name} {nested}",
        "deep lists": f"query {name} {listed}",
        "cyclic fragments": f"query {name} {{ ...a }} fragment a on Query {{ ...b }} fragment b on Query {{ ...a }}",
        "doubling fragments": f"query {name} {{ ...f0 }} {doubling} fragment f25 on Query {{ __typename }}",
        "directives": f"query {name} {{ __typename {'@include(if: true) ' * 500} }}",
        "repeated fields": f"query {name} {{ {'viewer { id } ' * 400} }}",
        "introspection": f"query {name} {{ __schema {{ types {{ fields {{ type {{ fields {{ name }} }} }} }} }} }}",
        "brackets": f"query {name} {'{' * 5000}",
        "unfinished text": f'query {name} {{ search(query: "{"x" * 12_000}',
        "huge page": f"query {name} {{ solutions(first: 1000000000) {{ nodes {{ title }} }} }}",
        "unknown fields": f"query {name} {{ {' '.join(f'unknown{n}' for n in range(800))} }}",
    }  # fmt: skip


class Open:
    """Stands for a charge of nothing."""

    def settle(self, data: Any) -> None:
        """There is nothing to give back."""

    def build_headers(self) -> dict[str, str]:
        return {}


@contextmanager
def without_admission() -> Iterator[None]:
    """Requests are read, looked up and executed, and neither priced nor counted nor watched."""
    exchange = "content_api.transport.exchange"
    with (
        patch(f"{exchange}.charge_operation", lambda *given: nullcontext(Open())),
        patch(f"{exchange}.limit_execution", lambda limits: nullcontext()),
    ):
        yield


@contextmanager
def plentiful() -> Iterator[None]:
    """The usual limits for one request, and points without end."""
    from django.conf import settings
    from django.test import override_settings

    limits = {
        name: replace(each, bucket=10**9, restore=10**8, concurrent=1000)
        for name, each in settings.API_LIMITS.items()
    }
    with override_settings(API_LIMITS=limits):
        yield


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process for one call."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def measure_added() -> None:
    read, pairs = reader(), []
    for _ in range(WARM + READS):
        admitted = cpu(read)
        with without_admission():
            pairs.append((admitted, cpu(read)))
    del pairs[:WARM]
    with_it, without = (median(each) for each in zip(*pairs, strict=True))
    print(
        f"list of 20, CPU: {without:.2f} ms without admission, {with_it:.2f} ms with it: "
        f"{median(a - b for a, b in pairs):+.2f} ms, ratio {with_it / without:.2f} (target ≤ +{TARGETS['added']} ms)"
    )


def poster() -> Callable[[str], int]:
    """A function that posts a document through WSGI; its answer's status."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    seen: list[str] = []

    def post(document: str) -> int:
        body = json.dumps({"query": document}).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/graphql", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "HTTP_ACCEPT": "application/graphql-response+json", "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        }  # fmt: skip
        response = application(environ, lambda status, headers, error=None: seen.append(status))
        b"".join(response)
        response.close()
        return int(seen.pop().split()[0])

    return post


def measure_refusals() -> None:
    post = poster()
    worst: dict[str, list[float]] = {}
    for unique in range(5):
        for name, document in hostile(unique).items():
            before = time.process_time()
            status = post(document)
            worst.setdefault(name, []).append((time.process_time() - before) * 1000)
            if status not in REFUSALS:
                raise SystemExit(f"{name}: answered {status}.")
    for name, times in worst.items():
        print(f"refusing {name}: {median(times):.1f} ms of CPU (target < {TARGETS['refused']:.0f})")


def measure_memory() -> None:
    post, sizes, sent = poster(), [], 0
    for unique in range(5, 5 + DOCUMENTS // len(hostile(0)) + 1):
        for document in hostile(unique).values():
            post(document)
            sent += 1
            if sent % (DOCUMENTS // 5) == 0:
                sizes.append(f"{resident():.0f}")
    print(f"memory after each fifth of {sent} hostile documents: {', '.join(sizes)} MiB (target: flat)")


def resident() -> float:
    """MiB of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    os.environ.update({**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR"})
    start()
    fill()
    with plentiful():
        measure_added()
        measure_refusals()
        measure_memory()


if __name__ == "__main__":
    main()
