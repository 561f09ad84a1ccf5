"""Jobs at an hour of the day: once a day at that hour in the site's time zone, made up for when they were missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.plugins.api.contributions import Job
from cms.plugins.api.errors import ContributionError
from cms.plugins.models import JobRun
from cms.plugins.runtime.jobs import is_due, last_moment
from cms.plugins.runtime.platform import Platform
from tests.factories.content import make_site
from tests.plugins.workshop import Workshop

DAY = timedelta(days=1)


def job(at: time | None = time(3, 30), every: timedelta = timedelta(0)) -> Job:
    return Job(name="tidy", run=lambda: "tidied", at=at, every=every, description="Tidies.")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"  # 03:30 there is 01:30 in UTC in summer


CASES = [
    ("first seen after the hour", None, utc(10, 2), utc(10, 12), 1, False),
    ("first hour after it was seen", None, utc(10, 2), utc(11, 1, 30), 1, True),
    ("a minute too early", None, utc(10, 2), utc(11, 1, 29), 1, False),
    ("ran tonight", utc(11, 1, 30), utc(1, 0), utc(11, 12), 1, False),
    ("ran last night", utc(10, 1, 30), utc(1, 0), utc(11, 1, 30), 1, True),
    ("ran last night, too early", utc(10, 1, 30), utc(1, 0), utc(11, 1, 29), 1, False),
    ("missed for two days", utc(9, 1, 31), utc(1, 0), utc(11, 12), 1, True),
    ("made up at noon, due at night again", utc(11, 12), utc(1, 0), utc(12, 1, 30), 1, True),
    ("weekly, six days later", utc(1, 1, 30), utc(1, 0), utc(7, 1, 30), 7, False),
    ("weekly, seven days later", utc(1, 1, 30), utc(1, 0), utc(8, 1, 30), 7, True),
]


@pytest.mark.parametrize(
    ("started", "first_seen", "now", "days", "due"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_job_at_an_hour_is_due(
    started: datetime | None, first_seen: datetime, now: datetime, days: int, due: bool
) -> None:
    run = JobRun(plugin="tidier", job="tidy", started_at=started, first_seen_at=first_seen)
    assert is_due(run, job(every=days * DAY), now) is due


def test_a_failed_one_is_tried_again_in_five_minutes() -> None:
    run = JobRun(started_at=utc(11, 1, 30), first_seen_at=utc(1, 0), succeeded=False)
    assert [is_due(run, job(), utc(11, 1, minute)) for minute in (34, 35)] == [False, True]


@pytest.mark.parametrize(
    ("now", "hour", "moment"),
    [
        (datetime(2026, 3, 29, 12, tzinfo=UTC), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 1, 5, 0, 0, tzinfo=UTC), time(0, 30), datetime(2026, 1, 4, 23, 30, tzinfo=UTC)),
        (datetime(2026, 1, 5, 22, 0, tzinfo=UTC), time(23, 30), datetime(2026, 1, 4, 22, 30, tzinfo=UTC)),
    ],
)
def test_the_hour_is_of_the_sites_clock(now: datetime, hour: time, moment: datetime) -> None:
    assert last_moment(job(hour), now) == moment


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"at": None}, "`every` is at least one minute"),
        ({"every": timedelta(hours=5)}, "with `at`, `every` is a whole number of days"),
        ({"at": time(3, tzinfo=UTC)}, "`at` is a time without a time zone"),
        ({"at": "03:30"}, "`at` is a time without a time zone"),
    ],
)
def test_a_wrong_schedule_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ContributionError, match=message):
        job(**given)


def test_a_schedule_is_written_for_people() -> None:
    assert (job().schedule(), job(every=7 * DAY).schedule()) == (
        "1 day, 0:00:00 at 03:30", "7 days, 0:00:00 at 03:30",
    )  # fmt: skip
    assert job(at=None, every=timedelta(hours=2)).schedule() == "2:00:00"


NIGHTLY = """
from datetime import time
from cms.plugin_api import Job, hookimpl

@hookimpl
def jobs():
    return [Job(name="tidy", run=lambda: "tidied", at=time(%d, 0), description="Tidies.")]
"""


@pytest.mark.django_db
def test_run_jobs_waits_for_the_hour(workshop: Workshop, site_with: Callable[..., Platform]) -> None:
    make_site()
    far = timezone.localtime(timezone.now(), timezone.get_default_timezone()) + timedelta(hours=12)
    workshop.write("tidier", NIGHTLY % far.hour)
    site_with()

    def run() -> str:
        out = StringIO()
        call_command("plugins", "run-jobs", stdout=out, no_color=True)
        return out.getvalue()

    assert "0 jobs run" in run()
    JobRun.objects.update(first_seen_at=timezone.now() - DAY)
    assert "tidier.tidy done" in run()
    assert "0 jobs run" in run()
