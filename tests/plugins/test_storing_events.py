"""Events that wait are stored once, whatever happens to the process that reads them or to the plugin that stores them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from redis import Redis

from cms.analytics import storing
from cms.analytics.server import event_server
from cms.plugins.runtime.platform import Platform
from cms.testing.breaking import break_plugin
from plugins.analytics_postgres.models import HourlyCount, VisitRecord
from tests.plugins.workshop import Workshop
from tests.support.collecting import collecting, count_drops, make_event, read_stream, send_events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def valkey(settings: Any) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


def run_store(**options: Any) -> str:
    out = StringIO()
    call_command("store_events", stdout=out, **options)
    return out.getvalue().strip()


def test_what_was_collected_is_stored_and_leaves_the_stream(valkey: Redis) -> None:
    events = [make_event(), make_event(subject={"kind": "SOLUTION", "id": "U29sdXRpb246NQ=="}), make_event()]
    send_events(*events)
    assert run_store() == "3 events read, 3 of them new."
    assert sorted(str(each.id) for each in VisitRecord.objects.all()) == sorted(each["id"] for each in events)
    assert sum(each.events for each in HourlyCount.objects.all()) == 3
    assert (read_stream(valkey), run_store()) == ([], "0 events read, 0 of them new.")


@pytest.mark.parametrize("moment", ["before storing", "before deleting"])
def test_a_process_that_is_killed_loses_nothing(
    valkey: Redis, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    send_events(make_event(), make_event())
    with monkeypatch.context() as killed:
        place = "parse_event" if moment == "before storing" else "delete"
        killed.setattr(storing, place, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_store()
    assert run_store() == "0 events read, 0 of them new.", "another process may still be at work on them"
    monkeypatch.setattr(storing, "LEFT_BEHIND", 0)
    new = 2 if moment == "before storing" else 0
    assert run_store() == f"2 events read, {new} of them new."
    assert (VisitRecord.objects.count(), read_stream(valkey)) == (2, [])
    assert count_drops() == ({} if new else {"duplicate": 2})


@pytest.mark.parametrize("fault", [{"error": OSError("disk full")}, {"exit": True}])
def test_events_wait_while_the_plugin_fails(
    valkey: Redis, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    monkeypatch.setattr(storing, "LEFT_BEHIND", 0)
    send_events(make_event())
    with (
        break_plugin("analytics_postgres", "analytics.store", **fault),
        pytest.raises(CommandError, match="The events wait"),
    ):
        run_store()
    assert (VisitRecord.objects.count(), len(read_stream(valkey))) == (0, 1)
    assert run_store() == "1 events read, 1 of them new."


def test_what_is_no_event_does_not_hold_up_others(valkey: Redis) -> None:
    key = event_server().key("events")
    for fields in ({"event": "{"}, {"event": "[]"}, {"other": "x"}, {"event": '{"id": "x"}'}):
        valkey.xadd(key, fields)  # type: ignore[arg-type]
    send_events(make_event())
    assert run_store() == "5 events read, 1 of them new."
    assert (read_stream(valkey), count_drops()) == ([], {"malformed": 4})


def test_batches_are_limited(valkey: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "BATCH", 2)
    send_events(*(make_event() for _ in range(5)))
    assert run_store(batches=2) == "4 events read, 4 of them new."
    assert len(read_stream(valkey)) == 1


def test_events_wait_while_valkey_is_away(settings: Any) -> None:
    settings.EVENT_SERVER_URL = "redis://127.0.0.1:1/0"
    event_server.cache_clear()
    with pytest.raises(CommandError, match="Valkey does not answer"):
        run_store()


PLUGIN = """
from cms.plugin_api import AnalyticsProvider, hookimpl

def store(events):
    return len({event.id for event in events})

def find_none(*args):
    return []

@hookimpl
def analytics_provider():
    return [
        AnalyticsProvider(
            name="tiny", store=store, totals=lambda subject, begins, ends: {}, timeline=find_none,
            top_subjects=find_none, top_values=find_none, top_referrers=find_none, weights=find_none, counts=find_none,
        )
    ]
"""


def test_analytics_provider_of_another_plugin_gets_the_events(
    valkey: Redis, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    workshop.write("tiny", PLUGIN, slot="analytics")
    site_with(slots={"analytics": "tiny"})
    send_events(make_event(), make_event())
    assert run_store() == "2 events read, 2 of them new."
    assert (VisitRecord.objects.count(), read_stream(valkey)) == (0, [])


def test_events_wait_without_a_provider(
    valkey: Redis, workshop: Workshop, site_with: Callable[..., Platform]
) -> None:
    site_with()
    send_events(make_event())
    assert run_store() == "No plugin fills the slot `analytics`: nothing is stored."
    assert len(read_stream(valkey)) == 1


def test_a_database_that_is_away_is_told_and_the_events_wait(
    valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_events(make_event())

    def refuse() -> Any:
        raise OperationalError("the server does not answer")

    with monkeypatch.context() as away:
        away.setattr("cms.analytics.storing.transaction.atomic", refuse)
        with pytest.raises(CommandError, match="the server does not answer The events wait"):
            run_store()
    monkeypatch.setattr(storing, "LEFT_BEHIND", 0)
    assert run_store() == "1 events read, 1 of them new."


def test_a_process_that_is_told_to_end_stores_its_batch_and_begins_no_other(
    valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_events(*(make_event() for _ in range(3)))
    monkeypatch.setattr(storing, "BATCH", 1)
    delete = storing.delete

    def end(*given: Any, **named: Any) -> None:
        delete(*given, **named)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(storing, "delete", end)
    monkeypatch.setattr("cms.analytics.management.commands.store_events.close_old_connections", lambda: None)
    call_command("store_events", forever=True)
    assert (VisitRecord.objects.count(), len(read_stream(valkey))) == (1, 2)
