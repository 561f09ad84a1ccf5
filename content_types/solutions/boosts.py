"""What lifts solutions among hits whose words match equally well: popularity, a good rating, and a fresh release."""

from __future__ import annotations

from math import log
from typing import Any

from django.apps import apps
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest, Least, Ln

from cms.declarations import Gate
from cms.plugins.api.ratings import RatingProvider
from cms.plugins.runtime.slots import slot
from content_types.base.days import build_present_month, count_days

__all__ = ["build_boost"]

POPULARITY, RATING, FRESHNESS = 0.8, 0.1, 0.1
"""Shares of the boost, together 1."""
MOST_POPULAR = 10**6
AVERAGE, BEST = 3.0, 5.0
"""Stars from which a rating lifts a solution, and with which it lifts it most."""
STALE = 730.0
"""Days after which a release is no longer fresh."""


def build_boost(gate: Gate) -> Combinable:
    """From 0 to 1. Ratings are left out for a credential that may not read reviews."""
    points = build_popularity() * Value(POPULARITY) + build_freshness(gate) * Value(FRESHNESS)
    rating = build_rating(gate)
    return points if rating is None else points + rating * Value(RATING)


def build_popularity() -> Combinable:
    """A step for each tenfold popularity: 1 from a million on. PostgreSQL takes fifty times as long for logarithms of
    numbers that are no floats."""
    number = Cast(Coalesce("popularity", 0) + 1, FloatField())
    return Least(Ln(number) / log(MOST_POPULAR), 1.0, output_field=FloatField())


def build_rating(gate: Gate) -> Combinable | None:
    """From 3 stars (0) to 5 (1), where enough reviews are behind them: few reviews lift nothing, and bad ones sink
    nothing. None while nothing rates."""
    provider = slot(RatingProvider) if gate.viewer.reads(apps.get_model("reviews.Review")) else None
    if provider is None:
        return None
    stars = (F(provider.average) - AVERAGE) / (BEST - AVERAGE)
    enough = When(Q(**provider.top), then=limit(stars))
    return Case(enough, default=Value(0.0), output_field=FloatField())


def build_freshness(gate: Gate) -> Combinable:
    """From 1 for a release of this month to 0 for one that is two years old, or unknown."""
    age = count_days(build_present_month(gate), F("last_release_on"))
    return Coalesce(limit(Value(1.0) - age / STALE), 0.0, output_field=FloatField())


def limit(number: Any) -> Combinable:
    """The number, but not below 0 nor above 1."""
    return Least(Greatest(number, 0.0), 1.0, output_field=FloatField())
