"""One setting says which plugin counts: what visitors do is answered alike by each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from redis import Redis

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject
from cms.plugins.runtime.slots import slot
from tests.support.clickhouse.fixtures import (
    clickhouse,
    clickhouse_server,
    clickhouse_settings,
    fill_analytics_slot,
)
from tests.support.collecting import collecting, make_event, read_stream, send_events

__all__ = ["clickhouse", "clickhouse_server", "clickhouse_settings"]

pytestmark = pytest.mark.django_db
NAME = "U29sdXRpb246NQ=="
SOLUTION = {"kind": "SOLUTION", "id": NAME}
BOOKMARK: dict[str, Any] = {"type": "bookmarks.opened", "subject": SOLUTION, "props": {"place": 3}}


@pytest.fixture(autouse=True)
def valkey(settings: Any) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


def collect_and_store() -> list[str]:
    """What the scheduler says when it has stored, and let plugins count, a morning's events, some of which came twice."""
    events = [make_event(subject=SOLUTION, referrer="https://news.example/x") for _ in range(3)]
    late = make_event(timedelta(hours=20), subject=SOLUTION)
    send_events(*events, late, make_event(**BOOKMARK), make_event())
    send_events(*events, late)
    out = StringIO()
    call_command("store_events", stdout=out)
    call_command("plugins", "run-jobs", "--once", stdout=StringIO(), no_color=True)
    return out.getvalue().split("\n")[:1]


@pytest.mark.parametrize("plugin", ["analytics_postgres", "analytics_clickhouse"])
@pytest.mark.usefixtures("clickhouse")
def test_each_plugin_answers_what_was_collected(
    plugin: str, clickhouse_settings: dict[str, Any], valkey: Redis
) -> None:
    with fill_analytics_slot(plugin, **clickhouse_settings):
        assert collect_and_store() == ["6 events read, 6 of them new."]
        assert read_stream(valkey) == []
        provider = slot(AnalyticsProvider)
        assert provider
        now, subject = datetime.now(UTC), EventSubject("SOLUTION", NAME)
        begins, today = now - timedelta(hours=30), now.date()
        later = timedelta(hours=1)
        assert provider.totals(subject, begins, now + later) == {"bookmarks.opened": 1, "view": 4}
        assert provider.totals(subject, begins, now - 2 * later) == {"view": 1}
        days = today - timedelta(days=2), today + timedelta(days=1)
        assert sum(each.events for each in provider.timeline(None, *days)) == 6
        (first,) = provider.top_subjects("view", "SOLUTION", *days, 5)
        assert (first.subject, first.events) == (subject, 4)
        assert [each.value for each in provider.top_referrers(subject, *days, 5)] == ["news.example"]
        weights = provider.weights(begins, now + later, {"view": 1.0}, 5.0)
        assert {each.subject for each in weights} == {subject, EventSubject(path="/")}
