"""What every plugin for the slot "analytics" does, as tests of its provider.

A plugin's own tests subclass AnalyticsProviderConformance and name the module of its hooks:

    class TestConformance(AnalyticsProviderConformance):
        plugin = my_plugin.plugin

The provider is taken from the module's `analytics_provider()`, so a plugin that stands by can be tested as well. A
plugin that counts late overrides `refresh`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject
from cms.testing.conformance.analytics_answers import AnswersConformance
from cms.testing.conformance.analytics_events import HOUR, NOON, TOOL, build_event
from cms.testing.conformance.analytics_pairs import PairsConformance
from cms.testing.conformance.analytics_weights import WeightsConformance

__all__ = ["AnalyticsProviderConformance", "build_event"]

OTHERS = (
    EventSubject(kind="TOOL", id="U29sdXRpb246NTA="),
    EventSubject(kind="MAKER", id=TOOL.id),
    EventSubject(path=TOOL.id),
    EventSubject(),
)


class AnalyticsProviderConformance(AnswersConformance, WeightsConformance, PairsConformance):
    """Subclass it, and set `plugin`."""

    def count(
        self, provider: AnalyticsProvider, subject: EventSubject = TOOL, hours: int = 1
    ) -> dict[str, int]:
        self.refresh()
        return dict(provider.totals(subject, NOON, NOON + hours * HOUR))

    def test_nothing_is_counted_at_first(self, provider: AnalyticsProvider) -> None:
        assert provider.store([]) == 0
        assert self.count(provider) == {}

    def test_events_are_counted_by_type(self, provider: AnalyticsProvider) -> None:
        events = [
            build_event(),
            build_event(),
            build_event(type="outbound_click", props={"host": "a.example"}),
        ]
        assert provider.store(events) == 3
        assert self.count(provider) == {"outbound_click": 1, "view": 2}

    @pytest.mark.parametrize("subject", OTHERS)
    def test_subjects_are_told_apart(self, provider: AnalyticsProvider, subject: EventSubject) -> None:
        provider.store([build_event(), build_event(subject=subject), build_event(subject=subject)])
        assert (self.count(provider), self.count(provider, subject)) == ({"view": 1}, {"view": 2})

    def test_an_event_counts_once(self, provider: AnalyticsProvider) -> None:
        event = build_event()
        assert provider.store([event, event]) == 1
        assert provider.store([event, build_event()]) == 1
        assert self.count(provider) == {"view": 2}

    @pytest.mark.parametrize("later", [HOUR, timedelta(days=1), timedelta(days=40)])
    def test_an_event_counts_once_whatever_its_time(
        self, provider: AnalyticsProvider, later: timedelta
    ) -> None:
        event = build_event()
        provider.store([event])
        assert provider.store([replace(event, time=NOON + later)]) == 0
        assert self.count(provider, hours=2000) == {"view": 1}

    @pytest.mark.parametrize("spelling", [str.upper, lambda name: name.replace("-", "")])
    def test_an_id_is_a_uuid_however_it_is_written(self, provider: AnalyticsProvider, spelling: Any) -> None:
        event = build_event()
        provider.store([event])
        assert provider.store([replace(event, id=spelling(event.id))]) == 0

    def test_late_events_count_in_their_own_hour(self, provider: AnalyticsProvider) -> None:
        provider.store([build_event(NOON + HOUR)])
        provider.store(
            [build_event(NOON + HOUR - timedelta(microseconds=1)), build_event(NOON - timedelta(seconds=1))]
        )
        assert self.count(provider) == {"view": 1}
        assert self.count(provider, hours=2) == {"view": 2}

    @pytest.mark.parametrize("hours", [5.5, -9, 14])
    def test_hours_are_those_of_utc(self, provider: AnalyticsProvider, hours: float) -> None:
        zone = timezone(timedelta(hours=hours))
        provider.store(
            [build_event(NOON.astimezone(zone)), build_event((NOON - timedelta(minutes=1)).astimezone(zone))]
        )
        assert self.count(provider) == {"view": 1}

    def test_months_and_years_begin_without_preparation(self, provider: AnalyticsProvider) -> None:
        moments = [datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), NOON]
        assert provider.store([build_event(moment) for moment in moments]) == 3
        self.refresh()
        assert provider.totals(TOOL, NOON, datetime(2027, 1, 1, tzinfo=UTC)) == {"view": 2}

    def test_values_are_stored_as_they_are(self, provider: AnalyticsProvider) -> None:
        hard = {"query": 'a\tb\\N "q" é 漢 \'; --', "results": 3, "share": 0.5, "first": False}
        assert provider.store([build_event(subject=EventSubject(path="/é\\x/"), props=hard)]) == 1
        assert self.count(provider, EventSubject(path="/é\\x/")) == {"view": 1}
