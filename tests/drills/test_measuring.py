"""What the scheduler measures is told at its own port and by web processes that share its folder, and ends with it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from cms.services.processes import free_port
from tests.drills.conftest import Served
from tests.drills.test_metrics import TOKEN, Scraped, scrape
from tests.support.serving import CHECKOUT, serving

pytestmark = pytest.mark.alone
PATIENCE = 120
CONNECTIONS, LIMIT = ("aixplore_database_connections", "active"), ("aixplore_database_connections_limit",)


def wait_for(port: int, is_right: Callable[[Scraped], bool]) -> Scraped:
    """What a port tells, as soon as it is right."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            found = scrape(port)
        except requests.ConnectionError:  # it has not started yet
            found = {}
        if is_right(found):
            return found
        time.sleep(0.3)
    raise AssertionError("it did not come in time")


def test_the_scheduler_tells_what_it_measures_while_it_lives(served_site: Served, tmp_path: Path) -> None:
    given = served_site.environment | {
        "METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }  # fmt: skip
    own = free_port()
    with serving(given, tmp_path / "server.log", workers=1) as port:
        assert CONNECTIONS not in scrape(port), "web processes measure nothing"
        command = [sys.executable, "manage.py", "plugins", "run-jobs", "--forever"]
        scheduler = subprocess.Popen(command, cwd=CHECKOUT, env={**given, "METRICS_PORT": str(own)})
        try:
            for each in (own, port):
                found = wait_for(each, lambda found: CONNECTIONS in found)
                assert found[CONNECTIONS] >= 1 and found[LIMIT] > found[CONNECTIONS]
                assert ("aixplore_editorial_waiting", "reviews") in found
        finally:
            scheduler.terminate()
            scheduler.wait(60)
        wait_for(port, lambda found: bool(found) and CONNECTIONS not in found and LIMIT not in found)
