"""The form of an event in the admin: what is wrong is said, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from cms.identity.models import User
from content_types.events.models import Event
from tests.factories.content import make_event, make_site, make_user
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def event_form(make_once: Any) -> Any:
    """Who opens the form, of which page, at which address, and what it sends."""
    return make_once(open_form)


def open_form() -> tuple[User, Event, str, QueryDict]:
    make_site()
    person, page = make_user(groups=("Editor",)), make_event("Meetup")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return person, page, address, form_at(sign_in_client(user=person), address, "page-edit-form")


FAR = {"ends_at": "9999-12-31 23:59"}
OUT_OF_RANGE = "The year 9999 is out of range"
NEVER = "By this rule the event never takes place"
RULES: list[tuple[str, dict[str, str], str]] = [
    ("FREQ=YEARLY;UNTIL=99991231T235959Z", {"time_zone": "America/Los_Angeles"}, OUT_OF_RANGE),
    ("FREQ=WEEKLY;COUNT=3", FAR, OUT_OF_RANGE),
    ("FREQ=DAILY;COUNT=99999999999", FAR, OUT_OF_RANGE),
    ("", {"starts_at": "9999-12-31 23:00", "time_zone": "America/New_York", **FAR}, OUT_OF_RANGE),
    ("FREQ=DAILY;COUNT=1001", {}, "COUNT must be a number from 1 to 1000"),
    ("FREQ=DAILY;COUNT=0", {}, "COUNT must be a number from 1 to 1000"),
    ("FREQ=DAILY;INTERVAL=0", {}, "INTERVAL must be a number from 1 to 1000"),
    ("FREQ=DAILY;BYHOUR=1,2,3", {}, "BYHOUR has no place here"),
    ("FREQ=DAILY;COUNT=3;UNTIL=20300101", {}, "Give either COUNT or UNTIL"),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", {}, NEVER),
    ("FREQ=YEARLY;BYMONTH=13", {}, "BYMONTH=13: “13” is not a number from 1 to 12"),
    ("FREQ=WEEKLY;UNTIL=19990101", {}, NEVER),
]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_at": "2020-01-01 10:00"}, "The event ends before it starts."),
        ({"starts_at": ""}, "This field is required"),
        ({"recurrence": "FREQ=SOMETIMES"}, "This is not a recurrence rule"),
        ({"recurrence": "FREQ=MINUTELY"}, "can repeat no more than once a day"),
        ({"recurrence": "FREQ=DAILY;UNTIL=soon"}, "This is not a recurrence rule"),
        ({"time_zone": "Mars/Olympus"}, "is not an IANA time zone"),
        ({"time_zone": "localtime"}, "is not an IANA time zone"),
        ({"join_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"attendance_mode": "online"}, "need an address to join"),
        ({"venue_name": ""}, "need a venue"),
        ({"latitude": "91"}, "less than or equal to 90"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        (
            {"registration_opens_at": "2026-02-02 10:00", "registration_closes_at": "2026-02-01 10:00"},
            "Registration closes before it opens.",
        ),
        ({"summary": ""}, "This field is required"),
        *[({"recurrence": rule, **fields}, message) for rule, fields, message in RULES],
    ],
)
@pytest.mark.parametrize("action", ["action-publish", "action-save"])
def test_what_is_wrong_is_said_at_its_field(
    event_form: tuple[User, Event, str, QueryDict], changes: dict[str, str], message: str, action: str
) -> None:
    person, page, address, form = event_form
    response = sign_in_client(user=person).post(address, {**form.dict(), **changes, action: "1"})
    if action == "action-save" and changes in ({"summary": ""},):
        assert response.status_code == 302
        return
    assert message in find_errors(response)
    assert Event.objects.get(pk=page.pk).latest_revision is None
