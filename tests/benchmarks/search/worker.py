"""The process of one database in the benchmark of speed: it fills it, and searches when it is told to."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

SEARCH = """{ search(query: "agent", first: 20) { totalCount nodes { ... on Solution { title path summary } }
    %s } }"""
FACETS = "facets { name values { value label count } }"
READS = {
    "search": SEARCH % FACETS,
    "search without facets": SEARCH % "",
    "suggest": '{ suggest(query: "agen") { title: text kind path } }',
}


def search_by_wagtail() -> None:
    """The same page by Wagtail's own backend: hits, their number, and the facets for which it has fields."""
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

    from content_types.solutions.models import Solution
    from tests.benchmarks.search.packages import OPTIONS

    found = PostgresSearchBackend(OPTIONS).search("agent", Solution.objects.live())
    if not [(row.title, row.summary) for row in found[:20]] or not found.count():
        raise SystemExit("Wagtail's backend finds nothing.")
    for name in ("category_id", "vendor_id", "pricing_model", "is_open_source"):
        found.facet(name)


def list_reads() -> Mapping[str, Callable[[], Any]]:
    from tests.benchmarks.read_worker import build_reader

    readers = {name: build_reader(text) for name, text in READS.items()}
    cold = {
        f"{name}, not kept": partial(read_uncached, readers[name])
        for name in ("search", "search without facets")
    }
    return {**readers, **cold, "Wagtail": search_by_wagtail}


def read_uncached(read: Callable[[], bytes]) -> bytes:
    """What somebody asks for first after a change."""
    from content_api.model.search.watch import clear_kept_searches

    clear_kept_searches()
    return read()


def main() -> None:
    """Take orders as lines of JSON: {"fill": solutions}, {"read": name, "times": n}, {"statements": name}."""
    sys.path.remove(str(Path(__file__).resolve().parent))
    import django

    django.setup()
    from content_api.testing.leaks import unlimited
    from tests.benchmarks.catalogue import fill
    from tests.benchmarks.read_worker import count_statements, measure

    reads = list_reads()
    with unlimited():
        for line in sys.stdin:
            order = json.loads(line)
            answer: Any = None
            if "fill" in order:
                fill(order["fill"], 1)
            elif "statements" in order:
                answer = count_statements(reads[order["statements"]])
            else:
                answer = measure(reads[order["read"]], order["times"])
            print("=" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
