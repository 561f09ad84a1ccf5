"""What the scheduler measures once a minute: the database server, and what waits for editors and moderators."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from math import isnan
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms.base import work_queues
from cms.base.measures import CONTENT_EVENTS
from cms.base.work_queues import count_rows, declare_queue, list_queues
from cms.exchange.models import ImportRun, RunState
from cms.links.models import Link, LinkResult
from cms.operations.measuring import database, job
from cms.operations.measuring.job import measure_site
from cms.plugins.models import JobRun
from content_types.solutions.models import Solution
from content_types.vendors.claims.choices import ClaimState
from content_types.vendors.claims.models import VendorClaim
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
QUEUES = ["broken_links", "claims", "imports", "replies", "reports", "reviews", "scheduled", "workflow"]
Found = dict[tuple[str, ...], float]


@pytest.fixture(autouse=True)
def _site() -> None:
    make_site(hostname="testserver")
    CONTENT_EVENTS.clear()


def scrape(client: Client | None = None) -> Found:
    """Values by the name of the metric without `aixplore_`, and its labels."""
    text = (client or sign_in_client("Administrator")).get("/metrics").content.decode()
    return {
        (sample.name.removeprefix("aixplore_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_scheduler_measures_and_a_scrape_asks_nothing_more() -> None:
    out = StringIO()
    call_command("plugins", "run-jobs", "--once", stdout=out, no_color=True)
    assert re.search(r"core\.measure_site done in [\d.]+ s: 9 parts read\.", out.getvalue())
    assert JobRun.objects.get(plugin="core", job="measure_site").succeeded
    found = scrape()
    assert found["database_connections", "active"] >= 1, "this one"
    assert {key[1] for key in found if key[0] == "database_connections"} == {
        "active",
        "idle",
        "idle_in_transaction",
        "other",
    }
    assert found["database_connections_limit",] >= sum(
        value for key, value in found.items() if key[0] == "database_connections"
    )
    assert found["database_bytes",] > 1_000_000 and found["database_transaction_age",] > 0
    assert found["database_blocks", "cache"] > 0 and found["database_transactions", "committed"] > 0
    assert found["database_replicas",] == found["database_replica_lag_seconds",] == 0
    assert not any(isnan(value) for key, value in found.items() if key[0].startswith("database_"))


def test_each_part_costs_a_fixed_number_of_statements(django_assert_num_queries: Any) -> None:
    for number in range(5):
        Link.objects.create(url=f"https://x.example.org/{number}", host="x", result=LinkResult.BROKEN)
    limit_and_savepoint = 3
    with django_assert_num_queries(2 + limit_and_savepoint + len(QUEUES) * (1 + limit_and_savepoint)):
        assert measure_site() == "9 parts read."


def test_what_waits_is_counted_with_its_age() -> None:
    assert [each.name for each in list_queues()] == QUEUES
    now = timezone.now()
    ago = now - timedelta(hours=2)
    for result in (LinkResult.BROKEN, LinkResult.SILENT, LinkResult.WORKS):
        Link.objects.create(
            url=f"https://x.example.org/{result}", host="x.example.org", result=result, failing_since=ago
        )
    for state in (RunState.RUNNING, RunState.WAITING, RunState.FINISHED):
        ImportRun.objects.create(file_name="a.csv", state=state, created_at=ago)
    for name, claim in (("One", ClaimState.PROVEN), ("Two", ClaimState.OPEN)):
        VendorClaim.objects.create(
            vendor=make_vendor(name), claimant=make_user(), state=claim, expires_at=now
        )
    page = make_solution("Later")
    page.save_revision(approved_go_live_at=now + timedelta(hours=1))
    measure_site()
    found = scrape()
    counts = {key[1]: value for key, value in found.items() if key[0] == "editorial_waiting"}
    assert counts == {
        "broken_links": 2, "claims": 1, "imports": 2, "replies": 0, "reports": 0, "reviews": 0, "scheduled": 1, "workflow": 0,
    }  # fmt: skip
    assert 7200 <= found["editorial_oldest_seconds", "broken_links"] < 7300
    assert found["editorial_oldest_seconds", "scheduled"] == 0, "it is not due yet"


def test_what_cannot_be_read_is_not_told_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    measure_site()
    monkeypatch.setattr(job, "PATIENCE", "50ms")
    monkeypatch.setattr(database, "ACTIVITY", "SELECT '', 1, 0 FROM pg_sleep(2)")
    started = timezone.now()
    assert measure_site() == "Could not be read: database."
    assert (timezone.now() - started).total_seconds() < 2
    found = scrape()
    told = {key: value for key, value in found.items() if key[0].startswith("database_")}
    assert len(told) == 21 and all(isnan(value) for value in told.values())
    assert not isnan(found["editorial_waiting", "workflow"]), "the rest is read all the same"


def test_a_queue_that_fails_hurts_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise DatabaseError("relation does not exist")

    monkeypatch.setattr(work_queues, "_declared", dict(work_queues._declared))
    declare_queue("trial", fail)
    assert measure_site() == "Could not be read: trial."
    found = scrape()
    assert isnan(found["editorial_waiting", "trial"]) and found["editorial_waiting", "reviews"] == 0


def test_two_queues_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queues, "_declared", dict(work_queues._declared))
    with pytest.raises(ValueError, match="“workflow” is declared twice"):
        declare_queue("workflow", lambda: count_rows(Solution.objects.all(), "pk"))
    assert [each.name for each in list_queues()] == QUEUES


def test_a_role_without_privileges_counts_all_connections() -> None:
    """Another role's connection is counted, although its state is hidden."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE measured_trial NOLOGIN")
        cursor.execute("GRANT USAGE ON SCHEMA public TO measured_trial")
        with transaction.atomic():
            cursor.execute("SET LOCAL ROLE measured_trial")
            database.measure_database()
            cursor.execute("RESET ROLE")
    found = scrape()
    assert found["database_connections", "other"] >= 1, "the hidden state of this connection's own role"
    assert found["database_connections_limit",] > 0


def test_events_are_counted_when_they_are_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = make_solution("New", live=False)
    CONTENT_EVENTS.clear()
    key = ("content_events_total", "content_published", "solutions.solution")
    with transaction.atomic():
        page.save_revision().publish()
        transaction.set_rollback(True)
    assert key not in scrape()
    with django_capture_on_commit_callbacks(execute=True):
        page.refresh_from_db()
        page.save_revision().publish()
        assert key not in scrape(), "not before its commit"
    assert scrape()[key] == 1
