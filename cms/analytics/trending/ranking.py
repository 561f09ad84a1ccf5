"""Who is trending, computed from sums: the same inputs give the same list."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import islice

import orjson

from cms.analytics.models import TrendingWindow
from cms.analytics.trending.decay import (
    LONG,
    SHORT,
    Added,
    Key,
    Sums,
    add_hours,
    compute_attention,
    compute_sum,
    compute_surprise,
)

__all__ = ["FEWEST_VISITORS", "LISTED", "Inputs", "Ranked", "rank"]

FEWEST_VISITORS = 5
"""With fewer visitors a row is not listed: a few people make nothing trend, and what they saw is not told."""
LISTED = 500
"""Rows of a kind in a list, of which readers see those that they may."""
DIGITS = 9
"""Of scores: the rest is noise of floating point, and differs between processors."""
VERSION = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """hour: for which is computed. sums: until the settled hour. added: what the hours since then added, ascending.
    weights: of types of events."""

    hour: datetime
    sums: Mapping[Key, Sums]
    added: Sequence[Added]
    weights: Mapping[str, float]

    def compute_hash(self) -> str:
        """SHA-256 of all inputs, and of the constants that are not among them."""
        constants = (VERSION, SHORT, LONG, FEWEST_VISITORS, LISTED)
        sums = [(key, astuple(each)) for key, each in sorted(self.sums.items())]
        added = [astuple(each) for each in self.added]
        text = orjson.dumps([constants, self.hour, sums, added, sorted(self.weights.items())])
        return hashlib.sha256(text).hexdigest()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row in the list of its kind and window; place: from 1."""

    window: TrendingWindow
    kind: str
    key: int
    place: int
    score: float


def rank(inputs: Inputs) -> list[Ranked]:
    """The lists of all kinds and windows."""
    sums = add_hours(inputs.sums, inputs.added)
    recent = Counter[Key]()
    for each in inputs.added:
        recent[each.key] += each.visitors
    now = {key: compute_surprise(sums[key], inputs.hour) for key in sums if recent[key] >= FEWEST_VISITORS}
    month = {
        key: compute_attention(each.long, LONG, inputs.hour)
        for key, each in sums.items()
        if max(recent[key], compute_sum(each.visitors, LONG, inputs.hour)) >= FEWEST_VISITORS
    }
    return [*order(TrendingWindow.NOW, now), *order(TrendingWindow.MONTH, month)]


def order(window: TrendingWindow, scores: Mapping[Key, float]) -> Iterable[Ranked]:
    """Rows with a score above 0, the highest first, then by key."""
    kinds: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for (kind, key), score in scores.items():
        if (rounded := round(score, DIGITS)) > 0:
            kinds[kind].append((-rounded, key))
    for kind, rows in sorted(kinds.items()):
        for place, (score, key) in enumerate(islice(sorted(rows), LISTED), 1):
            yield Ranked(window, kind, key, place, -score)
