"""While ClickHouse is away, slow or confused, events wait, and operators read what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from redis import Redis

from cms.analytics import storing as reading
from cms.base.measures import HOOK_FAILURES
from cms.plugins.runtime.platform import Platform
from plugins.analytics_clickhouse.counting import count_events
from plugins.analytics_clickhouse.status import check_server, count_uncounted_hours
from tests.support.clickhouse.fixtures import (
    clickhouse,
    clickhouse_server,
    clickhouse_settings,
    fill_analytics_slot,
)
from tests.support.clickhouse.server import ClickHouse
from tests.support.collecting import collecting, count_drops, make_event, read_stream, send_events
from tests.support.relay import Relay, run_relay

__all__ = ["clickhouse", "clickhouse_server", "clickhouse_settings"]

pytestmark = pytest.mark.django_db
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
FAULTS: dict[str, tuple[Callable[[Relay], None], str]] = {
    "refuses": (lambda relay: relay.refuse(), "ClickHouse does not answer at"),
    "never answers": (lambda relay: relay.hang(), "ClickHouse did not answer at .* in time"),
    "answers a page": (lambda relay: relay.answer(HTML), "is no ClickHouse server"),
    "speaks no HTTP": (lambda relay: relay.answer(b"\x00\x01garbage\r\n\r\n"), "is no ClickHouse server"),
    "answers nothing": (lambda relay: relay.answer(b" ", 0.01), "is no ClickHouse server|does not answer"),
    "answers one byte after the other": (
        lambda relay: relay.answer(HTML, 0.01),
        "is no ClickHouse server|in time",
    ),
}
SETTINGS = {
    "wrong password": ({"password": "wrong"}, "change the plugin's settings `username` and `password`"),
    "unknown user": ({"username": "nobody"}, "change the plugin's settings `username` and `password`"),
    "unknown database": ({"database": "nosuch"}, "The database does not exist: create it"),
}


@pytest.fixture(autouse=True)
def valkey(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    monkeypatch.setattr(reading, "LEFT_BEHIND", 0)
    with collecting() as client:
        yield client


@pytest.fixture
def relay(clickhouse: ClickHouse) -> Iterator[Relay]:
    with run_relay("127.0.0.1", clickhouse.port) as made:
        yield made
        made.forward()


@pytest.fixture
def site(relay: Relay, clickhouse_settings: dict[str, Any]) -> Iterator[Platform]:
    """The site whose analytics are in ClickHouse, behind the relay."""
    given = {"url": f"http://127.0.0.1:{relay.port}", "timeout": 2, "write_timeout": 2}
    with fill_analytics_slot("analytics_clickhouse", **{**clickhouse_settings, **given}) as made:
        yield made


def run_store() -> str:
    out = StringIO()
    call_command("store_events", stdout=out)
    return out.getvalue().strip()


def explain() -> str:
    out = StringIO()
    call_command("plugins", "why", "analytics_clickhouse", stdout=out, no_color=True)
    return " ".join(out.getvalue().split())


def count_failures(place: str) -> float:
    return float(HOOK_FAILURES.labels("analytics_clickhouse", place)._value.get())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_events_wait_while_the_server_is_away(
    fault: str, is_first: bool, relay: Relay, site: Platform, valkey: Redis, clickhouse: ClickHouse
) -> None:
    break_server, message = FAULTS[fault]
    if not is_first:  # the client knows the server, and its tables
        send_events(make_event())
        run_store()
    send_events(make_event(), make_event())
    break_server(relay)
    with pytest.raises(CommandError, match=f"(?s){message}.*The events wait"):
        run_store()
    assert (len(read_stream(valkey)), count_failures("analytics.store")) == (2, 1)
    health = check_server()
    assert not health.ok
    assert count_uncounted_hours() == []
    relay.forward()
    assert run_store() == "2 events read, 2 of them new."
    assert check_server().ok
    assert read_stream(valkey) == []
    assert count_drops() == {}


@pytest.mark.parametrize("fault", SETTINGS)
def test_wrong_settings_are_named(
    fault: str, clickhouse: ClickHouse, clickhouse_settings: dict[str, Any], valkey: Redis
) -> None:
    changes, message = SETTINGS[fault]
    send_events(make_event())
    with fill_analytics_slot("analytics_clickhouse", **{**clickhouse_settings, **changes}):
        with pytest.raises(CommandError, match=message):
            run_store()
        assert message in explain()
        assert "correct horse" not in explain()
        with pytest.raises(CommandError, match=message):
            call_command("clickhouse_tables")
    assert len(read_stream(valkey)) == 1


def test_a_minute_without_the_server_loses_nothing(
    relay: Relay, site: Platform, valkey: Redis, clickhouse: ClickHouse
) -> None:
    """Rounds of the scheduler as the server stops, stays away until the breaker is open, and returns."""
    names: list[str] = []

    def send() -> None:
        events = [make_event() for _ in range(50)]
        names.extend(each["id"] for each in events)
        assert send_events(*events).status_code == 202

    send()
    run_store()
    relay.refuse()
    for _ in range(7):
        send()
        with pytest.raises(CommandError, match="The events wait"):
            run_store()
    breaker = site.caller.breakers["analytics_clickhouse", "analytics.store"]
    assert breaker.is_open
    assert "ClickHouse does not answer at" in explain()
    relay.forward()
    send()
    with pytest.raises(CommandError, match="tried again within a minute"):
        run_store()
    assert breaker.opened_at is not None
    breaker.opened_at -= 61
    assert run_store() == "400 events read, 400 of them new."
    rows = clickhouse.open().query("SELECT id FROM event FINAL").result_rows
    assert sorted(str(name) for (name,) in rows) == sorted(names)
    assert (read_stream(valkey), count_drops()) == ([], {})


def test_a_lost_answer_stores_nothing_twice(
    relay: Relay, site: Platform, valkey: Redis, clickhouse: ClickHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_events(make_event(), make_event())
    original = reading.delete
    with monkeypatch.context() as killed:
        killed.setattr(reading, "delete", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_store()
    assert original is reading.delete
    assert run_store() == "2 events read, 0 of them new."
    assert clickhouse.open().query("SELECT count() FROM event").result_rows == [(2,)]
    assert count_drops() == {"duplicate": 2}


def test_counting_goes_on_where_it_stopped(
    relay: Relay, site: Platform, valkey: Redis, clickhouse: ClickHouse
) -> None:
    send_events(make_event())
    run_store()
    relay.refuse()
    with pytest.raises(RuntimeError, match="does not answer"):
        count_events()
    relay.forward()
    assert count_uncounted_hours()[0].value == 1
    assert count_events() == "1 hours of 1 days counted."


def test_health_says_that_counting_stopped(
    site: Platform, valkey: Redis, clickhouse: ClickHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_events(make_event())
    run_store()
    assert check_server().message.startswith("ClickHouse ")
    late = "INSERT INTO changed_hour (hour, stored) SELECT toStartOfHour(now()) - 7200, now64(3) - 1200"
    clickhouse.open().command(late)
    health = check_server()
    assert (health.ok, "start the scheduler" in health.message) == (False, True)
    count_events()
    assert check_server().ok
