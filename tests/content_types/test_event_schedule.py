"""When events take place: as RFC 5545 has it, in the event's own zone, and at a bounded cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings, strategies as st
from wagtail.users.models import UserProfile

from cms.identity.models import User
from content_types.base.recurrence import WEEKDAYS, Rule
from content_types.events.models import Event
from content_types.events.occurrences import compute_occurrences
from tests.content_api.client import ask
from tests.factories.content import make_event, make_site, make_user
from tests.support.admin import form_at, sign_in_client

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEARS = 6


def join_values(values: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda each: ",".join(map(str, each)))


def either(*ranges: range) -> st.SearchStrategy[int]:
    return st.sampled_from([number for each in ranges for number in each])


@st.composite
def rules(draw: Any) -> str:
    """Rules with days that come in every month, so that the other library finds an end of its search as well."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [
        f"FREQ={frequency}",
        f"INTERVAL={draw(st.integers(1, 4))}",
        f"WKST={draw(st.sampled_from(WEEKDAYS))}",
    ]
    days = join_values(either(range(-31, 0), range(1, 32)), 12)
    choices = {
        "BYMONTH": join_values(st.integers(1, 12), 6),
        "BYDAY": join_values(st.sampled_from(WEEKDAYS)),
        **({"BYMONTHDAY": days} if frequency in ("DAILY", "MONTHLY", "YEARLY") else {}),
        **(
            {"BYYEARDAY": join_values(either(range(-365, 0), range(1, 366)), 90)}
            if frequency == "YEARLY"
            else {}
        ),
    }
    part = draw(st.sampled_from(["", *choices]))
    if part:
        parts.append(f"{part}={draw(choices[part])}")
    elif frequency in ("MONTHLY", "YEARLY"):
        places = st.tuples(st.sampled_from(["1", "-1", "+2", "-2"]), st.sampled_from(WEEKDAYS)).map("".join)
        parts.append(f"BYDAY={draw(join_values(places))}")
        parts += draw(st.sampled_from([[], ["BYSETPOS=1"], ["BYSETPOS=-1,1"], ["BYMONTH=3,8"]]))
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(rules(), st.datetimes(datetime(1980, 1, 1), datetime(2080, 12, 31)), st.integers(0, 1500))
def test_the_days_are_those_that_another_library_finds(rule: str, moment: datetime, later: int) -> None:
    start = moment.replace(hour=18, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=365 * YEARS)
    expected = [each.date() for each in rrulestr(f"{rule};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=start)]
    found = list(takewhile(lambda day: day <= end.date(), Rule.parse(rule).days(start.date(), start.date())))
    assert found == expected
    after = start.date() + timedelta(days=later)
    jumped = takewhile(lambda day: day <= end.date(), Rule.parse(rule).days(start.date(), after))
    assert [day for day in jumped if day >= after] == [day for day in expected if day >= after]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", ["2026-12-28", "2032-12-27"]),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", ["2027-01-03", "2028-01-02"]),
        ("FREQ=YEARLY;BYYEARDAY=366", ["2028-12-31", "2032-12-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-01-30", "2026-02-27"]),
        ("FREQ=MONTHLY;BYDAY=FR,1MO", ["2026-01-02", "2026-01-05"]),
    ],
)
def test_rules_whose_days_a_calendar_shows(rule: str, days: list[str]) -> None:
    start = datetime(2026, 1, 1).date()
    found = Rule.parse(rule).days(start, start)
    assert [str(next(found)), str(next(found))] == days


@pytest.fixture
def site() -> None:
    make_site()


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("rule", "year", "first", "number"),
    [
        ("FREQ=DAILY", 2020, "{today}T18:00:00", 50),
        ("FREQ=DAILY;COUNT=1000", 2020, None, 0),
        ("FREQ=YEARLY", 2020, "{next_year}-01-01T18:00:00", 50),
    ],
)
def test_the_coming_occurrences_of_an_event_that_began_long_ago(
    rule: str, year: int, first: str | None, number: int
) -> None:
    make_event(
        "Stand-up", starts_at=datetime(year, 1, 1, 17, tzinfo=UTC), time_zone="Europe/Berlin", recurrence=rule
    )
    [found] = ask(Client(), "{ events { nodes { occurrences { startsAt } } } }")["events"]["nodes"]
    assert len(found["occurrences"]) == number
    if first:
        now = datetime.now(UTC)
        told = found["occurrences"][0]["startsAt"]
        wanted = {
            first.format(today=day.date(), next_year=now.year + 1) for day in (now, now + timedelta(days=1))
        }
        assert told[:19] in wanted


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=99999999999", "FREQ=YEARLY;BYWEEKNO=-53"]
)
def test_a_rule_that_was_stored_unchecked_has_a_bounded_number_of_occurrences(rule: str) -> None:
    page = make_event("Slow", starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    Event.objects.filter(pk=page.pk).update(recurrence=rule, final_end_at=None)
    assert 1 <= len(compute_occurrences(Event.objects.get(), datetime.now(UTC))) < 2_000
    ask(Client(), "{ events { nodes { occurrences { startsAt } } } }")


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_what_lies_at_the_end_of_all_calendars_can_be_read(zone: str) -> None:
    page = make_event("Far")
    ends = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
    Event.objects.filter(pk=page.pk).update(
        starts_at=ends[0], ends_at=ends[1], final_end_at=ends[1], time_zone=zone, recurrence="FREQ=DAILY"
    )
    [found] = ask(Client(), "{ events { nodes { startsAt endsAt occurrences { startsAt endsAt } } } }")[
        "events"
    ]["nodes"]
    assert (found["startsAt"][:4], found["endsAt"][:4], len(found["occurrences"])) == ("0001", "9999", 1)


@pytest.fixture
def traveller() -> Client:
    """An editor whose account is set to the time of Lima."""
    make_site()
    user: User = make_user(groups=("Editor",))
    UserProfile.objects.create(user=user, current_time_zone="America/Lima")
    return sign_in_client(user=user)


@pytest.mark.django_db
def test_times_are_typed_and_shown_in_the_zone_of_the_event(traveller: Client) -> None:
    page = make_event("Meetup")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    times = {
        "starts_at": "2027-07-01 02:30",
        "ends_at": "2027-07-01 04:00",
        "registration_closes_at": "2027-06-30 12:00",
    }
    form = form_at(
        traveller, address, "page-edit-form", time_zone="Europe/Berlin", **times, **{"action-publish": "1"}
    )
    assert traveller.post(address, form).status_code == 302
    [found] = ask(Client(), "{ events { nodes { startsAt endsAt registrationClosesAt } } }")["events"][
        "nodes"
    ]
    assert (found["startsAt"], found["endsAt"]) == ("2027-07-01T02:30:00+02:00", "2027-07-01T04:00:00+02:00")
    assert Event.objects.get().registration_closes_at == datetime(2027, 6, 30, 10, tzinfo=UTC)
    again = form_at(traveller, address, "page-edit-form")
    assert {name: again[name] for name in times} == times
    html = traveller.get(address).content.decode()
    assert "own time zone, which you choose below" in html
    moved = form_at(traveller, address, "page-edit-form", time_zone="Asia/Tokyo", **{"action-publish": "1"})
    assert traveller.post(address, moved).status_code == 302
    assert Event.objects.get().starts_at == datetime(2027, 6, 30, 17, 30, tzinfo=UTC)
    skipped = form_at(
        traveller,
        address,
        "page-edit-form",
        time_zone="Europe/Berlin",
        starts_at="2027-03-28 02:30",
        **{"action-publish": "1"},
    )
    assert "in time zone Europe/Berlin" in traveller.post(address, skipped).content.decode()
