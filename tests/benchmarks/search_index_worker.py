"""The process of the site in the benchmark of building a search index; its settings come from the environment."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from io import StringIO
from statistics import median

from tests.benchmarks.catalogue import SUBJECTS, fill

ROUNDS = 2
SEARCHES = 100


def measure(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def main(solutions: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    from cms.plugins.api.search import SearchProvider, SearchRequest
    from cms.plugins.runtime.slots import slot
    from cms.search.query import parse_query
    from plugins.search_elasticsearch.connection import get_client
    from plugins.search_elasticsearch.indices import get_alias

    fill(solutions, 0)
    backend = f"modelsearch.backends.{os.environ['BENCHMARK_BACKEND']}"
    wagtail = {"BACKEND": backend, "URLS": [os.environ["BENCHMARK_SERVER"]], "INDEX_PREFIX": "wagtail-"}
    times: dict[str, list[float]] = {"rebuild": [], "update_index": []}
    for _ in range(ROUNDS):
        times["rebuild"].append(measure(lambda: call_command("search", "rebuild", stdout=StringIO())))
        with override_settings(WAGTAILSEARCH_BACKENDS={"default": wagtail}):
            times["update_index"].append(measure(lambda: call_command("update_index", verbosity=0)))
    provider = slot(SearchProvider)
    assert provider is not None and settings.WAGTAILSEARCH_BACKENDS
    seconds = []
    for number in range(SEARCHES):
        text = f"{SUBJECTS[number % len(SUBJECTS)]} tool"
        request = SearchRequest(text, parse_query(text), ("SOLUTION", "VENDOR"), "en", 11_000)
        seconds.append(measure(lambda request=request: provider.match(request)))  # type: ignore[misc]
    stored = get_client(writes=True).indices.stats(index=get_alias())["_all"]["primaries"]["store"][
        "size_in_bytes"
    ]
    best = {name: min(values) for name, values in times.items()}
    shown = {
        "megabytes": stored / 1e6,
        "median_ms": median(seconds) * 1000,
        "slowest_ms": max(seconds) * 1000,
    }
    print(json.dumps({**best, **shown, "rounds": ROUNDS}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
