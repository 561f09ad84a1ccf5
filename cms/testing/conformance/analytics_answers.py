"""What a plugin for the slot "analytics" answers about days: how many events and visitors, of what, from where."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from cms.plugins.api.analytics import (
    AnalyticsProvider,
    DayCount,
    EventSubject,
    SubjectCount,
    TypeCount,
    ValueCount,
)
from cms.testing.conformance.analytics_events import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    TOOL,
    AnalyticsConformance,
    build_event,
)

__all__ = ["AnswersConformance"]

OTHER = EventSubject(kind="TOOL", id="U29sdXRpb246Ng==")
PATH = EventSubject(path="/about/")
TOMORROW = TODAY + DAY
MANY = 3000
ERROR = 0.1
"""Share by which the number of many visitors may be wrong; small numbers are exact."""


def build_search(query: str, **changes: Any) -> Any:
    return build_event(subject=EventSubject(), type="search", props={"query": query, "results": 3}, **changes)


class AnswersConformance(AnalyticsConformance):
    """Included in AnalyticsProviderConformance."""

    def test_nothing_is_answered_at_first(self, provider: AnalyticsProvider) -> None:
        self.refresh()
        assert list(provider.timeline(None, TODAY, TOMORROW)) == []
        assert list(provider.timeline(TOOL, TODAY, TOMORROW)) == []
        assert list(provider.counts([TOOL, PATH], TODAY, TOMORROW, 5)) == []
        assert list(provider.top_subjects("view", "TOOL", TODAY, TOMORROW, 5)) == []
        assert list(provider.top_values("search", "query", TODAY, TOMORROW, 5)) == []
        assert list(provider.top_referrers(None, TODAY, TOMORROW, 5)) == []

    def test_days_count_events_and_visitors(self, provider: AnalyticsProvider) -> None:
        ann, bob = uuid4().hex, uuid4().hex
        provider.store(
            [
                build_event(visitor=ann), build_event(NOON + HOUR, visitor=ann), build_event(visitor=bob),
                build_event(type="outbound_click", visitor=ann), build_event(subject=OTHER, visitor=ann),
                build_event(NOON + DAY, visitor=bob), build_event(NOON - DAY), build_event(NOON + 2 * DAY),
            ]
        )  # fmt: skip
        self.refresh()
        found = provider.timeline(TOOL, TODAY, TODAY + 2 * DAY)
        assert list(found) == [
            DayCount(TODAY, "outbound_click", 1, 1), DayCount(TODAY, "view", 3, 2), DayCount(TOMORROW, "view", 1, 1),
        ]  # fmt: skip

    def test_the_site_counts_a_visitor_once(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        provider.store([build_event(subject=each, visitor=ann) for each in (TOOL, OTHER, PATH)])
        provider.store([build_event(subject=OTHER), build_search("x", visitor=ann)])
        self.refresh()
        found = provider.timeline(None, TODAY, TOMORROW)
        assert list(found) == [DayCount(TODAY, "search", 1, 1), DayCount(TODAY, "view", 4, 2)]
        assert list(provider.timeline(EventSubject(), TODAY, TOMORROW)) == [DayCount(TODAY, "search", 1, 1)]

    def test_days_are_those_of_utc(self, provider: AnalyticsProvider) -> None:
        midnight = NOON.replace(hour=0)
        provider.store(
            [build_event(midnight), build_event(midnight + DAY - HOUR), build_event(midnight + DAY)]
        )
        self.refresh()
        assert list(provider.timeline(TOOL, TODAY, TOMORROW)) == [DayCount(TODAY, "view", 2, 2)]
        assert list(provider.timeline(TOOL, TOMORROW, TODAY)) == []

    def test_counts_stay_right_when_they_are_made_again(self, provider: AnalyticsProvider) -> None:
        events = [build_event(referrer="a.example"), build_event()]
        for batch in (events[:1], [], events, [build_event(NOON - HOUR)], events):
            provider.store(batch)
            self.refresh()
        self.refresh()
        assert list(provider.timeline(None, TODAY, TOMORROW)) == [DayCount(TODAY, "view", 3, 3)]
        assert list(provider.timeline(TOOL, TODAY, TOMORROW)) == [DayCount(TODAY, "view", 3, 3)]
        assert list(provider.top_referrers(None, TODAY, TOMORROW, 5)) == [ValueCount("a.example", 1, 1)]

    def test_a_visitor_who_comes_in_two_batches_is_one(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        for hour in range(3):
            provider.store([build_event(NOON + hour * HOUR, visitor=ann)])
            self.refresh()
        assert list(provider.timeline(TOOL, TODAY, TOMORROW)) == [DayCount(TODAY, "view", 3, 1)]

    def test_many_visitors_are_about_as_many(self, provider: AnalyticsProvider) -> None:
        visitors = [uuid4().hex for _ in range(MANY)]
        provider.store([build_event(visitor=each) for each in visitors * 2])
        self.refresh()
        (found,) = provider.timeline(TOOL, TODAY, TOMORROW)
        assert found.events == 2 * MANY
        assert found.visitors == pytest.approx(MANY, rel=ERROR)

    def test_subjects_are_counted_together(self, provider: AnalyticsProvider) -> None:
        same_id = EventSubject(kind="MAKER", id=TOOL.id)
        ann = uuid4().hex
        provider.store([build_event(), build_event(), build_event(visitor=ann), build_event(visitor=ann)])
        provider.store([build_event(NOON + DAY), build_event(type="outbound_click", subject=PATH)])
        provider.store([build_event(subject=each) for each in (OTHER, same_id, EventSubject())])
        provider.store([build_event(NOON - DAY), build_event(NOON + 2 * DAY)])
        self.refresh()
        assert list(provider.counts([PATH, TOOL, OTHER, TOOL], TODAY, TODAY + 2 * DAY, 3)) == [
            TypeCount(PATH, "outbound_click", True, 1, 1), TypeCount(TOOL, "view", False, 4, 3),
            TypeCount(TOOL, "view", True, 1, 1), TypeCount(OTHER, "view", True, 1, 1),
        ]  # fmt: skip
        assert list(provider.counts([TOOL], TODAY, TODAY + 2 * DAY, 0)) == [
            TypeCount(TOOL, "view", False, 5, 4)
        ]
        assert list(provider.counts([], TODAY, TOMORROW, 3)) == []

    def test_subjects_with_most_events_come_first(self, provider: AnalyticsProvider) -> None:
        third = EventSubject(kind="TOOL", id="U29sdXRpb246Nw==")
        ann = uuid4().hex
        provider.store(
            [build_event(subject=each) for each in (third, OTHER, TOOL, PATH, EventSubject("MAKER", "x"))]
        )
        provider.store([build_event(NOON + DAY, subject=third, visitor=ann) for _ in range(2)])
        provider.store([build_event(NOON + 2 * DAY), build_event(type="outbound_click")])
        self.refresh()
        found = provider.top_subjects("view", "TOOL", TODAY, TODAY + 2 * DAY, 2)
        assert list(found) == [SubjectCount(third, 3, 2), SubjectCount(TOOL, 1, 1)]
        paths = provider.top_subjects("view", "", TODAY, TOMORROW, 5)
        assert list(paths) == [SubjectCount(PATH, 1, 1)]

    def test_frequent_values_come_first(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        provider.store([build_search(each) for each in ("b", "é 漢", "a", "é 漢")])
        provider.store([build_search("a", visitor=ann), build_search("a", visitor=ann)])
        provider.store([build_event(type="outbound_click", props={"host": "a.example"})])
        self.refresh()
        found = provider.top_values("search", "query", TODAY, TOMORROW, 2)
        assert list(found) == [ValueCount("a", 3, 2), ValueCount("é 漢", 2, 2)]
        assert list(provider.top_values("search", "results", TODAY, TOMORROW, 2)) == []
        assert list(provider.top_values("search", "query", TOMORROW, TOMORROW + DAY, 2)) == []
        hosts = provider.top_values("outbound_click", "host", TODAY, TOMORROW, 2)
        assert list(hosts) == [ValueCount("a.example", 1, 1)]

    def test_referrers_are_those_of_views(self, provider: AnalyticsProvider) -> None:
        ann = uuid4().hex
        provider.store([build_event(referrer=each) for each in ("", "", "", "b.example", "a.example")])
        provider.store([build_event(subject=OTHER, referrer="b.example", visitor=ann) for _ in range(2)])
        provider.store([build_event(type="outbound_click", referrer="c.example")])
        self.refresh()
        everywhere = provider.top_referrers(None, TODAY, TOMORROW, 5)
        assert list(everywhere) == [ValueCount("b.example", 3, 2), ValueCount("a.example", 1, 1)]
        found = provider.top_referrers(TOOL, TODAY, TOMORROW, 1)
        assert list(found) == [ValueCount("a.example", 1, 1)]
