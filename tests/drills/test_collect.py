"""`/collect` under a flood: every answer is 202, what cannot be taken is counted, and reads are answered meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.benchmarks.ingest_client import BROWSER, build_batch
from tests.drills.conftest import Served
from tests.drills.test_metrics import TOKEN, scrape
from tests.support.serving import serving

pytestmark = pytest.mark.alone
SIZE, REQUESTS, CLIENTS = 50, 900, 700
DATABASE = "/14"
"""Of Valkey: events and buckets of this drill alone."""


def test_a_flood_of_events_is_shed_and_reads_are_answered(served_site: Served, tmp_path: Path) -> None:
    given = served_site.environment | {
        "METRICS_TOKEN": TOKEN, "COLLECT_EVENTS": "true", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
        "REDIS_URL": urlsplit(served_site.environment["REDIS_URL"])._replace(path=DATABASE).geturl(),
        "TRUSTED_PROXIES": "127.0.0.0/8",
    }  # fmt: skip
    with serving(given, tmp_path / "server.log", workers=1) as port, ThreadPoolExecutor(CLIENTS) as clients:
        read(port)

        def send(number: int) -> int:
            address = f"10.0.{number // 200}.{number % 200}"
            headers = {"Content-Type": "text/plain", "User-Agent": BROWSER, "X-Forwarded-For": address}
            url = f"http://127.0.0.1:{port}/collect"
            return requests.post(url, build_batch(SIZE, number), headers=headers, timeout=60).status_code

        answers = [clients.submit(send, number) for number in range(REQUESTS)]
        reads = [read(port) for _ in range(10)]
        assert {each.result() for each in answers} == {202}
        assert max(reads) < 10
        counts = scrape(port)
    taken = counts["aixplore_collect_events_total", "view"]
    shed = counts.get(("aixplore_collect_dropped_total", "busy"), 0)
    other = sum(
        value
        for name, value in counts.items()
        if name[0] == "aixplore_collect_dropped_total" and name[1] != "busy"
    )
    assert taken + shed * SIZE + other == REQUESTS * SIZE
    assert (taken > 0, other) == (True, 0)
    assert counts[("aixplore_collect_waiting",)] == taken


def read(port: int) -> float:
    """Seconds until a list is answered."""
    began = time.monotonic()
    query = {"query": "{ solutions(first: 5) { nodes { title } } }"}
    answer = requests.post(f"http://127.0.0.1:{port}/graphql", json=query, timeout=60)
    assert answer.status_code == 200 and "errors" not in answer.json()
    return time.monotonic() - began
