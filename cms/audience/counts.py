"""Counts as they are shown: small ones are hidden from those who could recognise a visitor by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

__all__ = [
    "FEWEST_VISITORS",
    "Count",
    "Share",
    "Sum",
    "compute_share",
    "show_count",
    "show_steps",
    "show_sum",
]

FEWEST_VISITORS = 5
"""So many visitors there must be before others than editors see what they did."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or None where it is hidden. text: as people read it."""

    number: int | None

    @property
    def text(self) -> str:
        return f"{self.number:,}" if self.number is not None else _("fewer than %d") % FEWEST_VISITORS


@dataclass(frozen=True, slots=True)
class Share:
    """A share, or None where it is hidden or there is nothing to divide by."""

    number: float | None

    @property
    def text(self) -> str:
        return "–" if self.number is None else f"{100 * self.number:.1f} %"


@dataclass(frozen=True, slots=True)
class Sum:
    """Events and visitors of several days, those of days with few visitors apart."""

    events: int = 0
    visitors: int = 0
    few_events: int = 0
    few_visitors: int = 0

    def add(self, events: int, visitors: int, is_few: bool) -> Sum:
        if is_few:
            return replace(
                self, few_events=self.few_events + events, few_visitors=self.few_visitors + visitors
            )
        return replace(self, events=self.events + events, visitors=self.visitors + visitors)

    def count_events(self) -> int:
        return self.events + self.few_events


def show_count(events: int, visitors: int, protected: bool) -> Sequence[Count]:
    """Events and visitors; both hidden where they are protected and come from few visitors."""
    if protected and 0 < visitors < FEWEST_VISITORS:
        return [Count(None), Count(None)]
    return [Count(events), Count(visitors)]


def show_sum(sums: Sum, protected: bool) -> Sequence[Count]:
    """Events and visitors of several days. Protected days with few visitors count in steps of five visitors, with an
    event each: the sums of two periods would otherwise tell what happened on the days by which they differ."""
    few = count_steps(sums.few_visitors) if protected else sums.few_visitors
    events, visitors = (few if protected else sums.few_events) + sums.events, few + sums.visitors
    if protected and not visitors and sums.few_visitors:
        return [Count(None), Count(None)]
    return [Count(events), Count(visitors)]


def show_steps(events: int, visitors: int, protected: bool) -> Sequence[Count]:
    """Events and visitors of a period, which may be compared with another; protected ones in steps of five."""
    return show_sum(Sum().add(events, visitors, is_few=True), protected)


def count_steps(visitors: int) -> int:
    return visitors // FEWEST_VISITORS * FEWEST_VISITORS


def compute_share(reviews: int, visitors: int | None) -> float | None:
    """Reviews for each visitor; None where their number is hidden or 0."""
    return round(reviews / visitors, 4) if visitors else None
