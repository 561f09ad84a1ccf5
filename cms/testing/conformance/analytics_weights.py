"""What a plugin for the slot "analytics" says that hours added to subjects: the input of what is trending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, HourWeight
from cms.testing.conformance.analytics_events import (
    DAY,
    HOUR,
    NOON,
    TOOL,
    AnalyticsConformance,
    build_event,
)

__all__ = ["WeightsConformance"]

WEIGHTS = {"view": 1.0, "outbound_click": 4.0, "bookmarks.added": 6.0, "unused": 0.0}
CAP = 12.0
OTHER = EventSubject(kind="TOOL", id="U29sdXRpb246Ng==")


class WeightsConformance(AnalyticsConformance):
    """Included in AnalyticsProviderConformance."""

    def weigh(
        self,
        provider: AnalyticsProvider,
        begins: datetime = NOON,
        hours: int = 24,
        weights: Mapping[str, float] = WEIGHTS,
        cap: float = CAP,
    ) -> list[HourWeight]:
        self.refresh()
        return list(provider.weights(begins, begins + hours * HOUR, weights, cap))

    def test_nothing_weighs_nothing(self, provider: AnalyticsProvider) -> None:
        assert self.weigh(provider) == []
        provider.store([build_event(), build_event(type="search", subject=EventSubject())])
        assert self.weigh(provider, weights={}) == []
        assert self.weigh(provider, weights={"view": 0.0, "search": 1.0}) == []

    def test_types_have_weights(self, provider: AnalyticsProvider) -> None:
        types = ["view", "outbound_click", "bookmarks.added", "unused", "unknown"]
        provider.store([build_event(type=each) for each in types])
        assert self.weigh(provider) == [HourWeight(NOON, TOOL, 11.0, 3)]

    def test_hours_and_subjects_are_told_apart(self, provider: AnalyticsProvider) -> None:
        path, maker = EventSubject(path="/about/"), EventSubject("MAKER", TOOL.id)
        late = NOON + timedelta(minutes=59, seconds=59)
        provider.store([build_event(late, subject=each) for each in (OTHER, path, TOOL, maker)])
        provider.store([build_event(NOON + HOUR), build_event(NOON + 2 * HOUR), build_event(NOON - HOUR)])
        expected = [HourWeight(NOON, each, 1.0, 1) for each in (path, maker, TOOL, OTHER)]
        assert self.weigh(provider, hours=2) == [*expected, HourWeight(NOON + HOUR, TOOL, 1.0, 1)]

    def test_a_visitor_views_a_subject_once_a_day(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        moments = [NOON + 3 * HOUR, NOON + HOUR, NOON + HOUR, NOON + DAY]
        provider.store([build_event(each, visitor=ann) for each in moments])
        provider.store([build_event(NOON + HOUR, subject=OTHER, visitor=ann)])
        assert self.weigh(provider, hours=48) == [
            HourWeight(NOON + HOUR, TOOL, 1.0, 1),
            HourWeight(NOON + HOUR, OTHER, 1.0, 1),
            HourWeight(NOON + DAY, TOOL, 1.0, 1),
        ]

    def test_what_a_visitor_adds_in_a_day_is_capped(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        clicks = [NOON + 2 * HOUR, NOON + HOUR, NOON + HOUR, NOON + 3 * HOUR, NOON + 4 * HOUR]
        provider.store([build_event(each, type="outbound_click", visitor=ann) for each in clicks])
        provider.store([build_event(visitor=ann), build_event(NOON + 3 * HOUR)])
        assert self.weigh(provider) == [
            HourWeight(NOON, TOOL, 1.0, 1),
            HourWeight(NOON + HOUR, TOOL, 8.0, 0),
            HourWeight(NOON + 2 * HOUR, TOOL, 3.0, 0),
            HourWeight(NOON + 3 * HOUR, TOOL, 1.0, 1),
        ]
        assert [each.weight for each in self.weigh(provider, cap=0.5)] == [0.5, 0.5]

    @pytest.mark.parametrize("parts", [1, 2, 3, 12])
    def test_a_range_is_the_sum_of_its_parts(self, provider: AnalyticsProvider, parts: int) -> None:
        ann = uuid4().hex
        for hour in range(12):
            moment = NOON + (hour - 6) * HOUR
            provider.store(
                [build_event(moment, type=each, visitor=ann) for each in ("view", "outbound_click")]
            )
        length = 12 // parts
        begins = [NOON + (part * length - 6) * HOUR for part in range(parts)]
        found = [row for each in begins for row in self.weigh(provider, each, length)]
        assert [(row.weight, row.visitors) for row in found] == [(5.0, 1), (4.0, 0), (3.0, 0)]

    def test_late_events_weigh_in_their_own_hour(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        provider.store([build_event(NOON + HOUR, visitor=ann)])
        assert self.weigh(provider) == [HourWeight(NOON + HOUR, TOOL, 1.0, 1)]
        provider.store([build_event(visitor=ann)])
        assert self.weigh(provider) == [HourWeight(NOON, TOOL, 1.0, 1)]

    def test_minutes_of_the_range_do_not_matter(self, provider: AnalyticsProvider) -> None:
        provider.store([build_event(), build_event(NOON + HOUR)])
        self.refresh()
        later = NOON + timedelta(minutes=40)
        assert list(provider.weights(later, later + HOUR, WEIGHTS, CAP)) == [HourWeight(NOON, TOOL, 1.0, 1)]
