"""The process of the site in the benchmark of building a search index; its settings come from the environment."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import StringIO
from operator import itemgetter
from statistics import median
from typing import Any

from tests.benchmarks.catalogue import SUBJECTS, fill
from tests.benchmarks.read_worker import backend_pids, count_seconds, postgres_seconds

ROUNDS = 2
SEARCHES = 100
Figures = dict[str, float]


def measure(call: Callable[[], object]) -> Figures:
    """Seconds on the clock, and of CPU of this process and of PostgreSQL's."""
    before = postgres_seconds(list(backend_pids()))
    cpu, started = time.process_time(), time.perf_counter()
    call()
    wall = time.perf_counter() - started
    return {"wall": wall, "cpu": time.process_time() - cpu + count_seconds(before)}


def main(solutions: int) -> None:
    import django

    django.setup()
    fill(solutions, 0)
    shown = {**measure_indexing(), "rounds": ROUNDS, "megabytes": measure_index() / 1e6}
    seconds = list(time_searches())
    shown |= {"median_ms": median(seconds) * 1000, "slowest_ms": max(seconds) * 1000}
    print(json.dumps(shown))


def measure_indexing() -> dict[str, Any]:
    from django.core.management import call_command

    times: dict[str, list[Figures]] = {"rebuild": [], "update_index": []}
    for _ in range(ROUNDS):
        times["rebuild"].append(measure(lambda: call_command("search", "rebuild", stdout=StringIO())))
        with use_wagtail_backend():
            times["update_index"].append(measure(lambda: call_command("update_index", verbosity=0)))
    return {name: min(values, key=itemgetter("wall")) for name, values in times.items()}


def use_wagtail_backend() -> AbstractContextManager[Any]:
    """Wagtail's backend for the same engine; that of the database is what a new site has."""
    from django.test.utils import override_settings

    if "BENCHMARK_SERVER" not in os.environ:
        return nullcontext()
    backend = f"modelsearch.backends.{os.environ['BENCHMARK_BACKEND']}"
    wagtail = {"BACKEND": backend, "URLS": [os.environ["BENCHMARK_SERVER"]], "INDEX_PREFIX": "wagtail-"}
    return override_settings(WAGTAILSEARCH_BACKENDS={"default": wagtail})


def measure_index() -> int:
    """Bytes that the index of the slot takes."""
    if "BENCHMARK_SERVER" in os.environ:
        from plugins.search_elasticsearch.connection import get_client
        from plugins.search_elasticsearch.indices import get_alias

        stats = get_client(writes=True).indices.stats(index=get_alias())
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('search_postgres_entry')")
        return int(cursor.fetchone()[0])


def time_searches() -> Iterator[float]:
    from cms.plugins.api.search import SearchProvider, SearchRequest
    from cms.plugins.runtime.slots import slot
    from cms.search.query import parse_query

    provider = slot(SearchProvider)
    assert provider is not None
    for number in range(SEARCHES):
        text = f"{SUBJECTS[number % len(SUBJECTS)]} tool"
        request = SearchRequest(text, parse_query(text), ("SOLUTION", "VENDOR"), "en", 11_000)
        started = time.perf_counter()
        provider.match(request)
        yield time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]))
