"""A process of the benchmarks: it starts the site, says how long that took, and reads pages when it is told to."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

SOLUTIONS = 60
LIST = """{ solutions(first: 20) { nodes { title slug summary path vendor { name } category { name } tags { name } }
  totalCount pageInfo { endCursor } } }"""


def start() -> float:
    """Set Django up and build the schema; seconds by the clock."""
    started = time.perf_counter()
    import django

    django.setup()
    from content_api.schema.build import build_schema

    build_schema()
    return time.perf_counter() - started


def fill() -> None:
    """Tables, and a catalogue to read."""
    from django.core.management import call_command

    from content_types.testing.factories import make_site, make_solution, make_vendor

    call_command("migrate", verbosity=0)
    make_site()
    for number in range(SOLUTIONS):
        make_solution(vendor=make_vendor(), tags=("rag", f"tag-{number % 7}"))


def reader() -> Callable[[], None]:
    """A function that posts the list through WSGI; SystemExit when the answer is not one."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    body = json.dumps({"query": LIST}).encode()
    seen: list[str] = []

    def read() -> None:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/graphql", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        }  # fmt: skip
        response = application(environ, lambda status, headers, error=None: seen.append(status))
        content = b"".join(response)
        response.close()
        if seen.pop() != "200 OK" or b'"errors"' in content or content.count(b'"slug"') != 20:
            raise SystemExit(f"This is no list of 20 solutions: {content[:500]!r}")

    return read


def main() -> None:
    if sys.argv[1:] == ["fill"]:
        start()
        return fill()
    print(json.dumps(start()), flush=True)
    from content_api.testing.leaks import unlimited

    read = reader()
    with unlimited():
        for line in sys.stdin:
            before = time.process_time()
            for _ in range(int(line)):
                read()
            print(json.dumps(time.process_time() - before), flush=True)
    return None


if __name__ == "__main__":
    main()
