"""What granian serves beside the site in `tests.benchmarks.http_tiers`, as plain WSGI: plain Grapple, or one statement for each read.

AIXPLORE_READ_BY=sql makes it the statements, at /W1, /W2…
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.wsgi import get_wsgi_application

from tests.benchmarks.references import SQL, build_sql_reader

__all__ = ["application"]

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def build_reference() -> Application:
    if os.environ.get("AIXPLORE_READ_BY") != "sql":
        return get_wsgi_application()
    django.setup()
    readers = {f"/{name}": build_sql_reader(name) for name in SQL}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        content = readers[environ["PATH_INFO"]]()
        start_response(
            "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        )
        return [content]

    return answer


application = build_reference()
