"""What operators are told of the counting of days."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from cms.testing.conformance.analytics_events import build_event
from plugins.analytics_postgres import plugin, status
from plugins.analytics_postgres.rollups import roll_up
from plugins.analytics_postgres.storing import store

pytestmark = pytest.mark.django_db


def read_metrics() -> dict[str, Any]:
    return {each.name: [sample.value for sample in each.read()] for each in plugin.metrics()}


def age_last_run(hours: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE analytics_postgres_progress SET finished_at = now() - make_interval(hours => %s)", [hours]
        )


def test_metrics_tell_what_waits_and_how_the_last_run_was() -> None:
    roll_up()
    before = read_metrics()["uncounted_events"][0]
    store([build_event(), build_event()])
    assert read_metrics()["uncounted_events"][0] == before + 2
    roll_up()
    found = read_metrics()
    assert (found["uncounted_events"], found["rollup_rows"]) == ([0], [2])
    assert 0 <= found["rollup_age_seconds"][0] < 60 and 0 < found["rollup_seconds"][0] < 60


def test_health_tells_of_events_that_nobody_counts() -> None:
    (check,) = plugin.health_checks()
    roll_up()
    age_last_run(3)
    store([build_event()])
    found = check.check()
    assert not found.ok and "the last run ended 3 hours ago: start the scheduler" in found.message
    roll_up()
    assert check.check().ok
    age_last_run(3)  # nothing waits
    assert check.check().ok


@pytest.mark.parametrize("empty", [True, False])
def test_no_age_before_the_first_run(empty: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM analytics_postgres_progress" if empty
            else "UPDATE analytics_postgres_progress SET finished_at = NULL"
        )  # fmt: skip
    assert status.read_age() == []
    assert status.check_counting().ok
