"""Stored occurrences are those of the live event's row, whichever road wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content_types.events.models import Event, EventOccurrence
from content_types.events.occurrences import COMING, store_occurrences
from tests.factories.content import make_event, make_site
from tests.support.admin import form_at, sign_in_client
from tests.support.calendar import NOW, make_at, set_now
from tests.support.importing import event, ndjson, run_import

pytestmark = pytest.mark.django_db
WEEKLY = "FREQ=WEEKLY;COUNT=3"
DAYS = ["2027-04-06", "2027-04-13", "2027-04-20"]


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    set_now(monkeypatch)


def make_weekly(**fields: Any) -> Event:
    return make_at("Weekly", "2027-04-06T18:00", "2027-04-06T20:00", WEEKLY, **fields)


def list_days() -> list[str]:
    return [str(row.first_day) for row in EventOccurrence.objects.order_by("starts_at")]


def send(page: Event, action: str, **changes: str) -> None:
    client = sign_in_client("Editor")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(address, form_at(client, address, "page-edit-form", **changes, **{action: "1"}))


def publish_in_admin(page: Event) -> None:
    send(page, "action-publish", recurrence="FREQ=DAILY;COUNT=2")


def publish_revision(page: Event) -> None:
    page.recurrence = "FREQ=DAILY;COUNT=2"
    page.save_revision().publish()


@pytest.mark.parametrize("road", [publish_in_admin, publish_revision])
def test_publishing_stores_what_the_rule_now_means(road: Callable[[Event], None]) -> None:
    page = make_weekly()
    assert list_days() == DAYS
    road(page)
    assert list_days() == ["2027-04-06", "2027-04-07"]


def test_a_draft_of_a_live_event_changes_nothing() -> None:
    page = make_weekly()
    send(page, "action-save", recurrence="FREQ=DAILY;COUNT=9")
    page.recurrence = "FREQ=DAILY;COUNT=9"
    page.save_revision()
    assert Event.objects.get().has_unpublished_changes and list_days() == DAYS


def test_only_live_events_have_occurrences() -> None:
    page = make_weekly(live=False)
    assert list_days() == []
    page.save_revision().publish()
    assert list_days() == DAYS
    page.refresh_from_db()
    page.unpublish()
    assert list_days() == []


@pytest.mark.parametrize("road", ["copy", "alias", "delete"])
def test_copies_and_aliases_have_their_own_and_deleted_events_none(road: str) -> None:
    page = make_weekly()
    if road == "copy":
        page.copy(update_attrs={"slug": "copy"})
    elif road == "alias":
        alias = page.create_alias(update_slug="alias")
        publish_revision(page)
        assert EventOccurrence.objects.filter(event=alias.pk).count() == 2
    else:
        page.delete()
    assert EventOccurrence.objects.count() == {"copy": 6, "alias": 4, "delete": 0}[road]


def test_an_import_stores_them_and_a_dry_run_does_not(tmp_path: Path) -> None:
    line = event(slug="club", startsAt="2027-04-06T18:00", endsAt="2027-04-06T20:00", timeZone="Europe/Berlin",
                 recurrence=WEEKLY, excludedDays=["2027-04-13"])  # fmt: skip
    run_import(ndjson(tmp_path, line), dry_run=True)
    assert list_days() == []
    run_import(ndjson(tmp_path, line))
    assert list_days() == [DAYS[0], DAYS[2]]


@pytest.mark.parametrize(
    ("rule", "start", "number", "first", "last"),
    [
        ("", "1999-05-01", 1, "1999-05-01", "1999-05-01"),
        ("FREQ=DAILY", "2020-01-01", 1 + 31 + 731 + 731 + 31, "2020-01-01", "2028-12-28"),
        ("FREQ=WEEKLY;COUNT=1000", "2026-12-05", 108, "2026-12-05", "2028-12-23"),
        ("FREQ=YEARLY", "2027-01-01", COMING, "2027-01-01", "2126-01-01"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29", 31, "2028-02-29", "2152-02-29"),
    ],
)
def test_the_number_of_stored_occurrences_is_bounded(
    rule: str, start: str, number: int, first: str, last: str
) -> None:
    make_at("Long", f"{start}T18:00", f"{start}T20:00", rule, "UTC")
    found = list_days()
    assert (len(found), found[0], found[-1]) == (number, first, last)


def test_a_job_stores_what_has_come_within_the_horizon(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_at("Long", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=DAILY", "UTC")
    assert list_days()[-1] == "2028-12-28"
    set_now(monkeypatch, NOW + timedelta(days=10))
    out = StringIO()
    call_command("plugins", "run-jobs", "--once", stdout=out, no_color=True)
    assert "extend_events" not in out.getvalue()
    set_now(monkeypatch, NOW + timedelta(days=11))
    call_command("plugins", "run-jobs", "--once", stdout=out, no_color=True)
    assert "core.extend_events done" in out.getvalue() and list_days()[-1] == "2029-01-08"


def test_a_command_stores_all_again_and_says_how_many(settings: Any) -> None:
    make_weekly()
    make_at("Once", "2027-05-01T18:00", "2027-05-01T20:00")
    EventOccurrence.objects.all().delete()
    out = StringIO()
    call_command("rebuild_occurrences", stdout=out)
    assert out.getvalue().startswith("2 events: 4 occurrences stored, 4 changes in ")
    assert store_occurrences(list(Event.objects.values_list("pk", flat=True))) == 0


def test_what_cannot_be_worked_out_stops_no_other_event() -> None:
    broken = make_weekly()
    make_event("Other", starts_at=NOW + timedelta(days=3))
    Event.objects.filter(pk=broken.pk).update(recurrence="FREQ=NEVER")
    call_command("rebuild_occurrences", stdout=StringIO())
    assert set(EventOccurrence.objects.values_list("event__title", flat=True)) == {"Other"}


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ([date(2027, 4, 13)], [DAYS[0], DAYS[2]]),
        ([date(2027, 4, 20), date(2027, 4, 20)], DAYS[:2]),
        ([date(2027, 4, 20), date(2027, 4, 13)], DAYS[:1]),
    ],
)
@pytest.mark.parametrize("all_day", [True, False])
def test_days_left_out_are_not_stored_and_may_be_the_last(
    days: list[date], left: list[str], all_day: bool
) -> None:
    page = make_weekly(excluded_days=days, all_day=all_day)
    page.refresh_from_db()
    assert list_days() == left and page.excluded_days == sorted(set(days))
    assert (
        str(timezone.localdate(page.final_end_at, page.local_start.tzinfo) - timedelta(days=all_day))
        == left[-1]
    )


@pytest.mark.parametrize(
    ("rule", "day", "message"),
    [
        (WEEKLY, "2027-04-06", "The event starts on 2027-04-06"),
        (WEEKLY, "2027-04-14", "does not take place on 2027-04-14 anyway"),
        (WEEKLY, "2027-04-27", "does not take place on 2027-04-27 anyway"),
        ("", "2027-04-13", "Only a repeated event can leave out days"),
        (WEEKLY, "9999-12-31", "The year 9999 is out of range"),
    ],
)
def test_a_day_that_cannot_be_left_out_is_rejected(rule: str, day: str, message: str) -> None:
    page = make_weekly()
    page.recurrence, page.excluded_days = rule, [date.fromisoformat(day)]
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert message in str(caught.value.message_dict["excluded_days"])
    assert list_days() == DAYS


def test_an_unchanged_event_costs_no_writing(client: Client) -> None:
    page = make_weekly()
    before = set(EventOccurrence.objects.values_list("pk", flat=True))
    page.title = "Renamed"
    page.save_revision().publish()
    assert set(EventOccurrence.objects.values_list("pk", flat=True)) == before
