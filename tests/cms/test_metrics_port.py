"""METRICS_PORT: what a process without a web server counts is read with the token, and nothing else is."""

from __future__ import annotations

import urllib.error
import urllib.request
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from prometheus_client.parser import text_string_to_metric_families

from cms.base.measures import TASKS_INTERRUPTED
from cms.base.metrics_port import serve_counted
from cms.plugins.management import running
from cms.services.processes import free_port

TOKEN = "t" * 40


@pytest.fixture
def port(settings: Any) -> int:
    settings.METRICS_PORT, settings.METRICS_TOKEN = free_port(), TOKEN
    return int(settings.METRICS_PORT)


def ask(port: int, path: str = "/metrics", token: str = TOKEN) -> tuple[int, str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_counters_are_read_with_the_token_alone(port: int) -> None:
    TASKS_INTERRUPTED.labels("queued").inc()
    with serve_counted():
        status, text = ask(port)
        refused = [ask(port, token="x" * 40), ask(port, token=""), ask(port, "/"), ask(port, "/metrics?x=1")]
    assert status == 200 and refused == [(404, "")] * 4
    names = {family.name for family in text_string_to_metric_families(text)}
    assert "aixplore_tasks_interrupted" in names and "aixplore_tasks" not in names, (
        "the database's come from web"
    )
    with pytest.raises(OSError, match="refused"):
        ask(port)


@pytest.mark.django_db
def test_the_scheduler_serves_them_while_it_runs(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(running, "run_forever", lambda _report: seen.append(ask(port)[0]))
    call_command("plugins", "run-jobs", "--forever", stdout=StringIO())
    assert seen == [200]


def test_a_port_that_is_taken_and_one_without_a_token_are_refused(port: int, settings: Any) -> None:
    with (
        serve_counted(),
        pytest.raises(CommandError, match=f"METRICS_PORT={port} cannot be opened"),
        serve_counted(),
    ):
        pass
    settings.METRICS_TOKEN = ""
    with pytest.raises(CommandError, match="METRICS_TOKEN"), serve_counted():
        pass
