"""What a plugin for the slot "analytics" says that the same visitors viewed on a day, if it says so at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, SubjectPair
from cms.testing.conformance.analytics_events import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AnalyticsConformance,
    build_event,
    build_visitor,
)

__all__ = ["PairsConformance"]

ONE, TWO, THREE = (EventSubject("TOOL", id) for id in ("VG9vbDox", "VG9vbDoy", "aG9vbDoz"))
"""In the order of their bytes."""


class PairsConformance(AnalyticsConformance):
    """Included in AnalyticsProviderConformance; skipped for a provider without `pairs`."""

    def pair(
        self, provider: AnalyticsProvider, fewest: int = 2, most: int = 3, limit: int = 9
    ) -> list[SubjectPair]:
        if provider.pairs is None:
            pytest.skip("The provider has no pairs.")
        self.refresh()
        return list(provider.pairs("TOOL", TODAY, fewest, most, limit))

    def view(self, provider: AnalyticsProvider, visitors: range, *subjects: EventSubject) -> None:
        """Each of these visitors views each of the subjects, on this day."""
        provider.store(
            [build_event(subject=each, visitor=build_visitor(one)) for one in visitors for each in subjects]
        )

    def test_nothing_is_viewed_together_at_first(self, provider: AnalyticsProvider) -> None:
        assert self.pair(provider) == []

    def test_pairs_of_most_visitors_come_first(self, provider: AnalyticsProvider) -> None:
        self.view(provider, range(4), TWO, ONE)
        self.view(provider, range(2, 4), THREE)
        self.view(provider, range(4, 6), TWO, THREE)
        expected = [SubjectPair(ONE, TWO, 4), SubjectPair(TWO, THREE, 4), SubjectPair(ONE, THREE, 2)]
        assert self.pair(provider) == expected
        assert self.pair(provider, limit=2) == expected[:2]

    @pytest.mark.parametrize(("fewest", "count"), [(3, 1), (4, 0)])
    def test_pairs_of_few_visitors_are_left_out(
        self, provider: AnalyticsProvider, fewest: int, count: int
    ) -> None:
        self.view(provider, range(3), ONE, TWO)
        self.view(provider, range(3, 6), ONE)
        self.view(provider, range(6, 9), TWO)
        assert len(self.pair(provider, fewest)) == count

    @pytest.mark.parametrize(("most", "visitors"), [(2, 2), (3, 3)])
    def test_visitors_of_too_many_subjects_are_left_out(
        self, provider: AnalyticsProvider, most: int, visitors: int
    ) -> None:
        self.view(provider, range(2), ONE, TWO)
        self.view(provider, range(2, 3), ONE, TWO, THREE)
        assert self.pair(provider, most=most) == [SubjectPair(ONE, TWO, visitors)]

    def test_a_visitor_counts_once_however_often_he_or_she_looks(self, provider: AnalyticsProvider) -> None:
        for _ in range(3):
            self.view(provider, range(2), ONE, TWO)
        assert self.pair(provider) == [SubjectPair(ONE, TWO, 2)]
        assert self.pair(provider, fewest=3) == []

    @pytest.mark.parametrize("other", ["day before", "day after", "click", "kind", "path"])
    def test_other_days_types_and_kinds_do_not_count(self, provider: AnalyticsProvider, other: str) -> None:
        self.view(provider, range(2), ONE)
        moment = {"day before": NOON - 12.01 * HOUR, "day after": NOON.replace(hour=0) + DAY}.get(other, NOON)
        subject = {"kind": EventSubject("MAKER", TWO.id), "path": EventSubject(path="/two/")}.get(other, TWO)
        type = "outbound_click" if other == "click" else "view"
        seen: Sequence[str] = [build_visitor(each) for each in range(2)]
        provider.store([build_event(moment, subject, visitor=each, type=type) for each in seen])
        assert self.pair(provider) == []
