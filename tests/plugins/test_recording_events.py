"""Events that the server records itself: published reviews and bookmarks, each once, and no frontend can send them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from redis import Redis

from cms.analytics.event_types import list_weights
from cms.analytics.models import TrendingEntry
from cms.analytics.trending.snapshots import take_snapshot
from cms.plugin_api import record_event
from cms.plugins.api.analytics import AnalyticsProvider, EventSubject
from cms.plugins.runtime.slots import slot
from content_types.reviews import actions
from content_types.reviews.choices import ReasonCode, ReviewState, Verification
from content_types.reviews.visits import record_reviews
from content_types.testing.factories import make_review, make_site, make_solution, make_user
from tests.content_api.client import ask
from tests.support.admin import sign_in_client
from tests.support.clickhouse.fixtures import (
    clickhouse,
    clickhouse_server,
    clickhouse_settings,
    fill_analytics_slot,
)
from tests.support.collecting import collecting, count_drops, make_event, read_stream, send_events

__all__ = ["clickhouse", "clickhouse_server", "clickhouse_settings"]
pytestmark = pytest.mark.django_db
SOLUTION = "solutions.Solution"
BOOKMARK = """mutation($id: ID!, $keep: Boolean!) {
    bookmark(input: {solution: $id, keep: $keep}) { kept errors { code } } }"""


@pytest.fixture(autouse=True)
def valkey(settings: Any) -> Iterator[Redis]:
    make_site(hostname="testserver")
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit happens, though tests never commit."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, *args, **options: run())


def list_types(valkey: Redis) -> list[str]:
    return sorted(each["type"] for each in read_stream(valkey))


def test_a_published_review_is_recorded_once(valkey: Redis) -> None:
    solution = make_solution()
    review = make_review(solution, state="published", published_at=timezone.now() - timedelta(hours=1))
    for _ in range(3):
        record_reviews()
    (event,) = read_stream(valkey)
    assert (event["type"], event["kind"], event["props"], event["site"]) == (
        "review_published",
        "SOLUTION",
        {},
        "",
    )
    assert event["global_id"] == b64encode(f"Solution:{solution.pk}".encode()).decode()
    assert datetime.fromisoformat(event["time"]) == review.published_at
    assert count_drops() == {}


def test_a_review_counts_when_it_is_published(valkey: Redis) -> None:
    review = make_review(make_solution(), state="pending")
    record_reviews()
    assert read_stream(valkey) == []
    actions.moderate(
        [review.pk], ReviewState.PUBLISHED, reason=ReasonCode.OK, by=make_user(groups=("Moderator",))
    )
    record_reviews()
    assert list_types(valkey) == ["review_published"]


def test_a_verified_review_weighs(valkey: Redis) -> None:
    make_review(
        make_solution(), state="published", published_at=timezone.now(), verification=Verification.values[-1]
    )
    record_reviews()
    assert list_types(valkey) == ["review_published", "verified_review"]
    assert list_weights() == {
        "bookmarks.added": 6.0, "outbound_click": 4.0, "verified_review": 15.0, "view": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn"])
def test_other_reviews_are_not_recorded(valkey: Redis, state: str) -> None:
    make_review(make_solution(), state=state, published_at=timezone.now())
    make_review(make_solution(), state="published", published_at=timezone.now() - timedelta(hours=25))
    record_reviews()
    assert read_stream(valkey) == []


def test_a_site_that_collects_nothing_records_nothing(valkey: Redis, settings: Any) -> None:
    settings.COLLECT_EVENTS = False
    make_review(make_solution(), state="published", published_at=timezone.now())
    assert record_reviews() == "The site collects no events."
    record_event("review_published", SOLUTION, 1, name="1")
    assert read_stream(valkey) == []


def test_record_event_names_what_is_wrong() -> None:
    for type, model, message in (
        ("view", SOLUTION, "server=True"), ("bookmarks.opened", SOLUTION, "server=True"),
        ("nothing", SOLUTION, "server=True"), ("review_published", "reviews.Review", "not about reviews.Review"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            record_event(type, model, 1)


@pytest.mark.parametrize("type", ["review_published", "verified_review", "bookmarks.added"])
def test_no_frontend_sends_what_the_server_records(valkey: Redis, type: str) -> None:
    subject = {"kind": "SOLUTION", "id": "U29sdXRpb246NQ=="}
    assert send_events(make_event(type=type, subject=subject)).status_code == 202
    assert (read_stream(valkey), count_drops()) == ([], {"malformed": 1})


def test_a_bookmark_is_recorded_once_a_day_without_the_account(valkey: Redis) -> None:
    first, second = make_solution("first"), make_solution("second")
    client = sign_in_client("Author")
    for keep, row in ((True, first), (True, first), (False, first), (True, first), (True, second)):
        id = b64encode(f"Solution:{row.pk}".encode()).decode()
        ask(client, BOOKMARK, id=id, keep=keep)
    events = read_stream(valkey)
    assert [each["type"] for each in events] == ["bookmarks.added"] * 2
    assert events[0]["visitor"] == events[1]["visitor"] and events[0]["id"] != events[1]["id"]
    for key in valkey.scan_iter("*:salt:*"):
        valkey.delete(key)
    record_event("bookmarks.added", SOLUTION, first.pk, person=int(client.session["_auth_user_id"]))
    last = read_stream(valkey)[-1]
    assert last["visitor"] != events[0]["visitor"] and last["id"] != events[0]["id"]


def test_reviews_of_one_person_are_not_one_visitor(valkey: Redis) -> None:
    author = make_user()
    for name in ("a", "b"):
        make_review(make_solution(name), author=author, state="published", published_at=timezone.now())
    record_reviews()
    first, second = read_stream(valkey)
    assert first["visitor"] != second["visitor"]


def test_a_server_that_is_away_loses_none(
    valkey: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.analytics import recording
    from cms.analytics.server import EventServer

    make_review(make_solution(), state="published", published_at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(recording, "event_server", lambda: EventServer("redis://127.0.0.1:1/0", "x"))
        record_reviews()
    assert count_drops() == {"unavailable": 1}
    record_reviews()
    assert list_types(valkey) == ["review_published"]


@pytest.mark.parametrize("plugin", ["analytics_postgres", "analytics_clickhouse"])
@pytest.mark.usefixtures("clickhouse")
def test_each_plugin_counts_reviews_and_they_trend(plugin: str, clickhouse_settings: dict[str, Any]) -> None:
    solution = make_solution("reviewed")
    now = datetime.now(UTC)
    for _ in range(5):
        make_review(
            solution, state="published", published_at=now - timedelta(hours=2),
            verification=Verification.values[-1],
        )  # fmt: skip
    with fill_analytics_slot(plugin, **clickhouse_settings):
        for _ in range(2):
            record_reviews()
            call_command("store_events", stdout=StringIO())
        call_command("plugins", "run-jobs", "--once", stdout=StringIO(), no_color=True)
        provider = slot(AnalyticsProvider)
        assert provider
        subject = EventSubject("SOLUTION", b64encode(f"Solution:{solution.pk}".encode()).decode())
        counts = provider.totals(subject, now - timedelta(hours=4), now + timedelta(hours=1))
        assert counts == {"review_published": 5, "verified_review": 5}
        weights = provider.weights(now - timedelta(hours=4), now + timedelta(hours=1), list_weights(), 15.0)
        assert [(each.weight, each.visitors) for each in weights] == [(75.0, 5)]
        take_snapshot(provider, now)
    assert TrendingEntry.objects.filter(window="NOW", kind="SOLUTION", key=solution.pk).exists()
