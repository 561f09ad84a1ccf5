"""How helpful readers find a review: what orders by helpfulness follow."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Sqrt

from content_types.reviews.models import ReviewVote

__all__ = ["Z", "build_helpfulness"]

Z = 1.96
"""The quantile of the bound."""


def build_helpfulness() -> Subquery:
    """The lower Wilson bound of the share of "helpful", as `votes { score }` shows it; null without votes."""
    counted = (
        ReviewVote.objects.order_by()
        .filter(review=OuterRef("pk"))
        .values("review")
        .annotate(
            yes=Cast(Count("pk", filter=Q(helpful=True)), FloatField()), total=Cast(Count("pk"), FloatField())
        )
    )
    return Subquery(counted.annotate(bound=build_bound(F("yes"), F("total"))).values("bound"))


def build_bound(yes: Any, total: Any) -> Any:
    """`ratings.wilson` in SQL."""
    share, square = yes / total, Value(Z * Z)
    margin = Value(Z) * Sqrt((share * (Value(1.0) - share) + square / (Value(4.0) * total)) / total)
    return (share + square / (Value(2.0) * total) - margin) / (Value(1.0) + square / total)
