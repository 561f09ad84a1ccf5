"""One scrape of a site with two processes, and a third for jobs, has what all of them counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from tests.drills.conftest import Served
from tests.support.serving import CHECKOUT, serving

pytestmark = pytest.mark.alone
TOKEN = "0123456789abcdef0123456789abcdef"
FEW = json.dumps({"anonymous": {"cost": 20, "bucket": 20, "restore": 1, "concurrent": 100}})
BUCKETS = "/15"
"""Its own database of Valkey: empty buckets would refuse the requests of the drills that run next."""
REFUSED = ("aixplore_rate_limited_total", "points-anonymous")
REQUESTS = "aixplore_request_seconds_count"
MOST_REQUESTS = 2_000
Scraped = dict[tuple[str, ...], float]


def scrape(port: int) -> Scraped:
    answer = requests.get(
        f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30
    )
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_two_web_processes_and_the_jobs_add_up(served_site: Served, tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    given = served_site.environment | {
        "METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(folder), "API_LIMITS": FEW,
        "REDIS_URL": urlsplit(served_site.environment["REDIS_URL"])._replace(path=BUCKETS).geturl(),
    }  # fmt: skip
    with serving(given, tmp_path / "server.log", workers=2) as port:
        url, query = f"http://127.0.0.1:{port}/graphql", {"query": "{ solutions { totalCount } }"}
        codes: list[int] = []
        while min(list_shares(folder)) == 0 and len(codes) < MOST_REQUESTS:
            codes += [requests.post(url, json=query, timeout=30).status_code for _ in range(40)]
        refused = codes.count(429)
        assert refused > 5
        assert [scrape(port)[REFUSED] for _ in range(10)] == [refused] * 10
        answered = scrape(port)
        served = {status: answered.get((REQUESTS, "graphql", status), 0) for status in ("2xx", "4xx")}
        assert served == {"2xx": codes.count(200), "4xx": refused}, "requests of both processes"
        shares = list_shares(folder)
        assert min(shares) > 0 and sum(shares) == refused
        with psycopg.connect(served_site.database, autocommit=True) as connection:
            connection.execute(
                "DELETE FROM extensions_jobrun"
            )  # another drill may have run all of them just now
        before = scrape(port)
        subprocess.run(
            [sys.executable, "manage.py", "plugins", "run-jobs", "--once"],
            cwd=CHECKOUT,
            env=given,
            check=True,
        )
        after = scrape(port)
        assert {
            name
            for name in after
            if after[name] > before.get(name, 0) and len(name) > 1 and name[1].startswith("jobs.")
        }
        assert after[REFUSED] == refused


def list_shares(folder: Path) -> list[float]:
    """How many refusals each of the two processes has counted: on a busy machine one of them starts late."""
    return [count_refusals(folder / f"counter_{number}.db") for number in (0, 1)]


def count_refusals(file: Path) -> float:
    """How many refusals one process has counted."""
    if not file.exists():
        return 0
    found = [
        each for each in MultiProcessCollector.merge([str(file)]) if each.name == "aixplore_rate_limited"
    ]
    return sum(sample.value for each in found for sample in each.samples)
