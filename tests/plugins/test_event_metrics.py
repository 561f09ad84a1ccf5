"""What operators read of events that wait: how many, for how long, and how many each provider has stored."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from cms.analytics.server import event_server
from cms.operations.metrics import exposition
from cms.testing.breaking import break_plugin
from tests.support.collecting import collecting, make_event, send_events

pytestmark = pytest.mark.django_db
WAITING, OLDEST = "aixplore_collect_waiting", "aixplore_collect_oldest_seconds"


@pytest.fixture(autouse=True)
def valkey(settings: Any) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


def scrape() -> dict[str, float]:
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(exposition().decode())
        for sample in family.samples
        if sample.name.startswith("aixplore_collect")
    }


def test_events_that_wait_are_counted_and_the_oldest_has_an_age(valkey: Redis) -> None:
    assert (scrape()[WAITING], scrape()[OLDEST]) == (0, 0)
    send_events(make_event(), make_event())
    key = event_server().key("events")
    waiting: Any = valkey.xrange(key)
    first = waiting[0][0]
    valkey.xadd(f"{key}:older", {"event": b"x"}, id=f"{int(first.split(b'-')[0]) - 90_000}-0")
    valkey.rename(f"{key}:older", key)
    found = scrape()
    assert found[WAITING] == 1 and 90 <= found[OLDEST] < 100


def test_events_that_are_stored_are_counted_once(valkey: Redis) -> None:
    event = make_event()
    send_events(event, make_event())
    call_command("store_events", stdout=StringIO())
    assert scrape()["aixplore_collect_stored_total"] == 2
    assert (scrape()[WAITING], scrape()[OLDEST]) == (0, 0)


def test_they_are_left_out_while_the_server_is_away(settings: Any) -> None:
    event_server.cache_clear()
    settings.EVENT_SERVER_URL = "redis://127.0.0.1:1/0"
    assert {WAITING, OLDEST}.isdisjoint(scrape())


def test_a_command_stores_until_it_is_ended(monkeypatch: pytest.MonkeyPatch, valkey: Redis) -> None:
    """Each look is followed by a pause; a plugin that fails does not end it."""
    errors, looks = StringIO(), iter(range(3))

    class Pauses(Event):
        def wait(self, timeout: float | None = None) -> bool:
            if next(looks, None) is None:
                os.kill(os.getpid(), signal.SIGTERM)
            else:
                send_events(make_event())
            return False

    monkeypatch.setattr("cms.base.ending.Event", Pauses)
    monkeypatch.setattr(
        "cms.analytics.management.commands.store_events.close_old_connections", lambda: None
    )  # that of the test
    with break_plugin("analytics_postgres", "analytics.store", error=OSError("disk full")):
        monkeypatch.setattr("cms.analytics.storing.LEFT_BEHIND", 0)
        call_command("store_events", forever=True, stderr=errors)
    assert "The events wait" in errors.getvalue() and scrape()[WAITING] == 3
    looks = iter(range(1))
    call_command("store_events", forever=True, stderr=errors)
    assert scrape()["aixplore_collect_stored_total"] == 4
