"""The admin writes dates and times in one way for each language, and times in 24 hours.

tests/cms/test_german_admin.py looks for other ways on every screen.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from cms.exchange.models import ImportRun
from tests.factories.content import make_event, make_site, make_user
from tests.support.admin import sign_in_client
from tests.support.admin_texts import list_shown_texts

pytestmark = pytest.mark.django_db
MOMENT = datetime(2027, 7, 1, 16, 0, tzinfo=UTC)
LANGUAGES = [("en", "1 July 2027, 18:00 (Europe/Berlin)"), ("de", "1. Juli 2027 18:00 (Europe/Berlin)")]


def sign_in(language: str) -> Client:
    make_site()
    user = make_user("root", is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=user, preferred_language=language)
    return sign_in_client(user=user)


@pytest.mark.parametrize(("language", "expected"), LANGUAGES)
def test_events_are_listed_with_dates_of_the_language(language: str, expected: str) -> None:
    client = sign_in(language)
    make_event("Meetup", starts_at=MOMENT, time_zone="Europe/Berlin")
    assert expected in list_shown_texts(client.get("/admin/events/").content)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Thursday 1 July 2027, 18:00–20:00"),
        ("de", "Donnerstag, 1. Juli 2027, 18:00–20:00"),
    ],
)
def test_the_next_dates_of_an_event_are_written_in_the_language(language: str, expected: str) -> None:
    given = {"starts_at": "2027-07-01 18:00", "ends_at": "2027-07-01 20:00", "time_zone": "Europe/Berlin"}
    answer = sign_in(language).get("/admin/event-dates/", given)
    assert answer.json()["dates"] == [expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "rows.csv, 1 July 2027, 16:00"), ("de", "rows.csv, 1. Juli 2027 16:00")],
)
def test_an_import_is_named_with_the_date_of_the_language(language: str, expected: str) -> None:
    client = sign_in(language)
    run = ImportRun.objects.create(file_name="rows.csv")
    ImportRun.objects.filter(pk=run.pk).update(created_at=MOMENT)
    assert any(
        expected in text for text in list_shown_texts(client.get(f"/admin/imports/inspect/{run.pk}/").content)
    )
