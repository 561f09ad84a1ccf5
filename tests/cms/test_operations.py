"""Health and metrics: what operators see of the site and its plugins, and anonymous callers do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from cms.base.measures import (
    ACCOUNT_CHANGES,
    ANSWER_BYTES,
    ANSWERS,
    COLLECT_DROPPED,
    COLLECT_STORED,
    COLLECTED,
    CONTENT_EVENTS,
    EDITORIAL_WRITES,
    FACETS_COUNTED,
    KEYS_REFUSED,
    LOGOUT_NOTICES,
    OPERATION_SECONDS,
    RATE_LIMITED,
    REQUEST_SECONDS,
    ROOT_FIELDS,
    ROWS_LEFT,
    SEARCHES_BY_MEANING,
    SEARCHES_KEPT,
    SHARED_ANSWERS,
    SIGN_INS,
    TASKS_INTERRUPTED,
    TOKENS_ISSUED,
    TOKENS_REVOKED,
    VENDOR_CLAIMS,
)
from cms.operations import health, metrics, migrated
from cms.operations.measuring.job import measure_site
from cms.operations.readiness import report_readiness
from cms.plugins.api.events import ContentPublished
from cms.plugins.api.markers import Budget
from cms.plugins.runtime.platform import Platform
from cms.publishing import outbox
from cms.publishing.models import OutboxEvent
from cms.testing.workshop import Workshop
from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client
from tests.support.metrics import clear_counts

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
METRICS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "metrics.md"
TOKEN = "0123456789abcdef0123456789abcdef"
WATCHER = """
import time
from cms.plugin_api import Health, HealthCheck, Metric, Sample, hookimpl

def late():
    time.sleep(5)

@hookimpl
def health_checks():
    return [
        HealthCheck(name="fine", check=lambda: Health(True, "canary: 3 of 3")),
        HealthCheck(name="ill", check=lambda: Health(False, "canary: nothing for a day")),
        HealthCheck(name="late", check=late),
        HealthCheck(name="wrong", check=lambda: True),
    ]

@hookimpl
def metrics():
    return [
        Metric(name="depth", help="Rows.", read=lambda: [Sample(2, {"kind": "a"}), Sample(3, {"kind": "b"})]),
        Metric(name="mixed", help="Mixed.", read=lambda: [Sample(2, {"kind": "a"}), Sample(3, {"sort": "b"})]),
        Metric(name="twice", help="Twice.", read=lambda: [Sample(2, {"kind": "a"})] * 2),
        Metric(name="many", help="Many.", read=lambda: [Sample(1, {"n": str(n)}) for n in range(1001)]),
        Metric(name="broken", help="Broken.", read=lambda: 1 / 0),
    ]
"""
LISTENER = """
from cms.plugin_api import hookimpl

@hookimpl
def content_published(event):
    raise OSError("disk full")
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    clear_counts()
    made = make_site(hostname="testserver")
    OutboxEvent.objects.all().delete()
    return made


def scrape_metrics(client: Client) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }  # fmt: skip


def test_a_live_process_says_so_and_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"] and not answer.cookies


def test_health_checks_of_plugins_degrade_the_site_and_close_nothing(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "CHECK", Budget(0.3, 5))
    plugin_workshop.write("watcher", WATCHER)
    plugin_workshop.write("old", core="<0.1")
    site_with_plugins()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    states = {name: check["status"] for name, check in answer.json()["checks"].items()}
    assert states == {
        "database": "ready", "cache": "ready", "migrations": "ready", "plugin.old": "degraded", "plugin.watcher.fine": "ready",
        "plugin.watcher.ill": "degraded", "plugin.watcher.late": "degraded", "plugin.watcher.wrong": "degraded",
    }  # fmt: skip


def test_messages_are_for_administrators(plugin_workshop: Workshop, site_with_plugins: SiteWith) -> None:
    plugin_workshop.write("watcher", WATCHER.replace("time.sleep(5)", "raise OSError"))
    site_with_plugins()
    assert "canary" not in Client().get("/readyz").content.decode()
    assert "canary" not in sign_in_client(user=make_user()).get("/readyz").content.decode()
    assert "canary" not in sign_in_client("Vendor").get("/readyz").content.decode()
    checks = sign_in_client("Administrator").get("/readyz").json()["checks"]
    assert checks["plugin.watcher.ill"]["message"] == "canary: nothing for a day"
    assert "return Health" in checks["plugin.watcher.wrong"]["message"]


def test_without_its_cache_the_site_is_degraded_and_without_its_database_not_ready(
    site_with_plugins: SiteWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_with_plugins()

    def away(*ignored: Any) -> None:
        raise ConnectionError("canary: refused")

    monkeypatch.setattr(health, "get_redis_connection", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["cache"]) == (200, {"status": "degraded"})
    monkeypatch.setattr(health, "ask_database", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert list(answer.json()["checks"]) == ["database", "cache"] and b"canary" not in answer.content


def report_from_thread(waiting: int) -> tuple[bool, dict[str, Any]]:
    """What the server says, as it asks: in a thread with a connection of its own."""

    def report() -> tuple[bool, dict[str, Any]]:
        try:
            return report_readiness(waiting)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(report).result()


def test_a_version_whose_migrations_have_not_run_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "migrated", False)
    assert Client().get("/readyz").json()["checks"]["migrations"] == {"status": "ready"}
    later = (*migrated.list_own_migrations(), ("pages", "9999_later"))
    monkeypatch.setattr(migrated, "list_own_migrations", lambda: later)
    assert Client().get("/readyz").status_code == 200, "they were seen to have run"
    monkeypatch.setattr(health, "migrated", False)
    ready, shown = report_from_thread(0)
    assert (ready, shown["checks"]["migrations"]) == (False, {"status": "not ready"})
    assert Client().get("/readyz").status_code == 503


def test_a_process_whose_requests_wait_is_degraded() -> None:
    assert report_from_thread(0)[1]["checks"]["listener"] == {"status": "ready"}
    ready, shown = report_from_thread(50)
    assert (ready, shown["status"], shown["checks"]["listener"]) == (True, "degraded", {"status": "degraded"})


def test_a_database_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    held = Event()
    monkeypatch.setattr(health, "DATABASE_WAIT", 0.1)
    monkeypatch.setattr(health, "ask_database", lambda: held.wait(5))
    assert Client().get("/readyz").status_code == 503
    held.set()


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_they_are_read_only(path: str) -> None:
    assert Client().post(path).status_code == 405


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("", 404),
        ("Bearer ", 404),
        (f"Bearer {TOKEN}x", 404),
        (f"Basic {TOKEN}", 404),
        (f"Bearer {TOKEN}", 200),
    ],
)
def test_metrics_are_for_whoever_has_the_token(given: str, status: int) -> None:
    assert Client(headers={"Authorization": given} if given else {}).get("/metrics").status_code == status


def test_metrics_are_for_administrators_when_there_is_no_token() -> None:
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404
    assert sign_in_client(user=make_user()).get("/metrics").status_code == 404
    assert sign_in_client("Vendor").get("/metrics").status_code == 404
    assert sign_in_client("Administrator").get("/metrics").status_code == 200


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"])
def test_metrics_are_not_reached_through_a_proxy(header: str) -> None:
    given = {"Authorization": f"Bearer {TOKEN}", header: "192.0.2.1"}
    assert Client(headers=given).get("/metrics").status_code == 404
    assert sign_in_client("Administrator").get("/metrics", headers={header: "192.0.2.1"}).status_code == 404


def test_metrics_of_plugins_and_of_what_was_asked_of_them(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("watcher", WATCHER)
    plugin_workshop.write("listener", LISTENER)
    plugin_workshop.write("old", core="<0.1")
    site_with_plugins()
    for key in (1, 2):
        outbox.publish(ContentPublished("solutions.solution", key))
    outbox.deliver_due()
    found = scrape_metrics(sign_in_client("Administrator"))
    assert found["aixplore_plugin_watcher_depth", "b"] == 3
    own = {name for name, *_ in found if name.startswith("aixplore_plugin_watcher")}
    assert own == {"aixplore_plugin_watcher_depth"}, "the others are malformed"
    assert found["aixplore_hook_calls_total", "content_published", "listener"] == 2
    assert found["aixplore_hook_failures_total", "content_published", "listener"] == 2
    assert found["aixplore_hook_failures_total", "metrics.broken", "watcher"] == 1
    assert found["aixplore_plugin", "old", "refused", "1.0.0"] == 1
    assert found["aixplore_outbox_waiting", "listener"] == 2
    assert 0 <= found["aixplore_outbox_oldest_seconds", "listener"] < 60


def test_the_page_of_metrics_lists_what_there_is(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("listener", LISTENER)
    site_with_plugins()
    outbox.publish(ContentPublished("solutions.solution", 1))
    outbox.deliver_due()
    REQUEST_SECONDS.labels("graphql", "2xx")
    OPERATION_SECONDS.labels("Home")
    KEYS_REFUSED.labels("unknown")
    TOKENS_ISSUED.labels("refresh_token")
    TOKENS_REVOKED.labels("roles")
    LOGOUT_NOTICES.labels("sent")
    EDITORIAL_WRITES.labels("create")
    CONTENT_EVENTS.labels("content_published", "solutions.solution")
    measure_site()
    VENDOR_CLAIMS.labels("opened")
    RATE_LIMITED.labels("points")
    SIGN_INS.labels("done")
    ACCOUNT_CHANGES.labels("created")
    TASKS_INTERRUPTED.labels("queued")
    COLLECTED.labels("view")
    COLLECT_DROPPED.labels("bot")
    COLLECT_STORED.labels("postgres")
    ANSWERS.labels("kept")
    SEARCHES_BY_MEANING.labels("answered")
    SEARCHES_KEPT.labels("hits", "kept")
    FACETS_COUNTED.labels("all")
    ROOT_FIELDS.labels("T1")
    ROWS_LEFT.labels("rests")
    SHARED_ANSWERS.labels("found")
    ANSWER_BYTES.labels("servers")
    text = sign_in_client("Administrator").get("/metrics").content.decode()
    found = {
        (sample.name, family.type, ", ".join(sorted(sample.labels)), family.documentation)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    rows = re.findall(r"^\| `(aixplore_\w+)` \| (\w+) \|([\w, ]+)\| (.*) \|$", METRICS_PAGE.read_text(), re.M)
    assert {
        (name, kind, ", ".join(sorted(labels.strip().split(", "))), text) for name, kind, labels, text in rows
    } == found


def test_metrics_cost_three_statements_for_any_number_of_plugins(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, django_assert_num_queries: Any
) -> None:
    for name in ("first", "second", "third"):
        plugin_workshop.write(name)
    site_with_plugins()
    metrics.exposition()
    with django_assert_num_queries(3):
        metrics.exposition()
