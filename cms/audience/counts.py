"""Counts as they are shown: small ones are hidden from those who could recognise a visitor by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.plugins.api.analytics import DayCount

__all__ = ["FEWEST_VISITORS", "Count", "show_count", "show_sum"]

FEWEST_VISITORS = 5
"""So many visitors there must be before others than editors see what they did."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or None where it is hidden. text: as people read it."""

    number: int | None

    @property
    def text(self) -> str:
        return f"{self.number:,}" if self.number is not None else _("fewer than %d") % FEWEST_VISITORS


def show_count(events: int, visitors: int, protected: bool) -> Sequence[Count]:
    """Events and visitors; both hidden where they are protected and come from few visitors."""
    if protected and 0 < visitors < FEWEST_VISITORS:
        return [Count(None), Count(None)]
    return [Count(events), Count(visitors)]


def show_sum(days: Sequence[DayCount], protected: bool) -> Sequence[Count]:
    """Events and visitors of days that are shown as well. Hidden days are left out while they have few visitors
    together: what is missing from the sum would tell how many."""
    hidden = [each for each in days if protected and 0 < each.visitors < FEWEST_VISITORS]
    few = sum(each.visitors for each in hidden) < FEWEST_VISITORS and len(hidden) < len(days)
    counted = [each for each in days if each not in hidden] if few else days
    events, visitors = (sum(getattr(each, name) for each in counted) for name in ("events", "visitors"))
    return show_count(events, visitors, protected)
