"""A rule that is changed while the nightly job works out the occurrences of its event."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event as Signal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from content_types.events import occurrences
from content_types.events.models import Event, EventOccurrence
from tests.factories.content import make_site
from tests.support.calendar import make_at, set_now
from tests.support.meanwhile import wait_for_lock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
NEW_DAYS = ["2027-04-06", "2027-04-07"]


@pytest.fixture
def weekly(monkeypatch: pytest.MonkeyPatch) -> Event:
    make_site()
    set_now(monkeypatch)
    return make_at("Weekly", "2027-04-06T18:00", "2027-04-06T20:00", "FREQ=WEEKLY;COUNT=3")


def run_job() -> None:
    call_command("rebuild_occurrences", "--repeated", stdout=StringIO())


def change_rule(page: Event) -> None:
    page.recurrence = "FREQ=DAILY;COUNT=2"
    page.save_revision().publish()


def in_thread(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def list_days() -> list[str]:
    return [str(row.first_day) for row in EventOccurrence.objects.order_by("starts_at")]


def test_a_rule_published_while_the_job_works_it_out_counts(
    weekly: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go, compute = Signal(), Signal(), occurrences.compute_occurrences

    def compute_slowly(event: Any, now: Any) -> Any:
        found = compute(event, now)
        if not began.is_set():
            began.set()
            assert go.wait(30)
        return found

    monkeypatch.setattr(occurrences, "compute_occurrences", compute_slowly)
    with ThreadPoolExecutor(2) as pool:
        job = pool.submit(in_thread, run_job)
        assert began.wait(30)
        publication = pool.submit(in_thread, lambda: change_rule(weekly))
        wait_for_lock()
        go.set()
        job.result(30)
        publication.result(30)
    assert list_days() == NEW_DAYS


def test_the_job_waits_for_a_publication_and_reads_its_rule(weekly: Event) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change_rule(weekly)
            EventOccurrence.objects.all().delete()
            job = pool.submit(in_thread, run_job)
            wait_for_lock()
        job.result(30)
    assert list_days() == NEW_DAYS
