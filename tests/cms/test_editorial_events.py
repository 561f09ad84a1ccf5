"""Events through /api/v3/: a kind whose form declares fields by itself, and has times in a zone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.identity import key_checks
from cms.identity.key_uses import forget_uses
from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.events.models import EventIndex
from tests.factories.content import index_page, make_event, make_site, make_solution, make_user
from tests.support.editorial import ALL, PAGES, make_key, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def test_one_is_created_and_published(editor: User) -> None:
    token = make_key(editor, actions=ALL, reads_drafts=True)
    meta = {"type": "events.Event", "parent_id": index_page(EventIndex).pk}
    given = {
        "meta": meta, "title": "Fair", "summary": "Robots.", "venue_name": "Hall 3", "time_zone": "Asia/Tokyo",
        "starts_at": "2027-05-04T09:00:00+09:00", "ends_at": "2027-05-04T18:00:00+09:00",
    }  # fmt: skip
    made = send("post", PAGES, token, given)
    assert made.status_code == 201, made.content
    address = f"{PAGES}{made.json()['id']}/"
    shown = send("get", address, token).json()
    assert shown["starts_at"] == "2027-05-04T00:00:00Z" and shown["venue_name"] == "Hall 3"
    published = send("patch", address, token, {"summary": "More.", "meta": {"action": "publish"}})
    assert published.json()["meta"]["live"] is True, published.content
    late = send("patch", address, token, {"ends_at": "2027-05-03T09:00:00+09:00"})
    assert late.status_code == 422 and "ends_at" in late.json()["errors"][0]["loc"]
    first = send("patch", address, token, {"starts_at": "2027-05-05T09:00:00+09:00"})
    assert first.status_code == 422 and "ends_at" in first.json()["errors"][0]["loc"]
    assert send("get", address, token).json()["starts_at"] == "2027-05-04T00:00:00Z"


def test_what_is_not_sent_stays(editor: User) -> None:
    event = make_event("Fair", related_solutions=[make_solution("One")], recurrence="FREQ=DAILY;COUNT=5")
    event.excluded_days = [event.starts_at.date() + timedelta(days=2)]
    event.save()
    token = make_key(editor, actions=ALL)
    given = {"title": "Market", "meta": {"action": "publish"}}
    changed = send("patch", f"{PAGES}{event.pk}/", token, given)
    assert changed.status_code == 200, changed.content
    now = type(event).objects.get(pk=event.pk)
    assert (now.title, now.excluded_days) == ("Market", event.excluded_days)
    assert [each.title for each in now.related_solutions.all()] == ["One"]


def test_a_moment_without_a_zone_is_one_of_the_events_zone(editor: User) -> None:
    event = make_event("Fair", time_zone="Asia/Tokyo")
    token = make_key(editor, actions=ALL)
    given = {
        "starts_at": "2027-05-04T09:00",
        "ends_at": "2027-05-04T18:00",
        "meta": {"action": "publish"},
    }
    changed = send("patch", f"{PAGES}{event.pk}/", token, given)
    assert changed.status_code == 200, changed.content
    assert type(event).objects.get(pk=event.pk).starts_at.isoformat() == "2027-05-04T00:00:00+00:00"
