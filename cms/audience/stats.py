"""Numbers of visits for the API: of many rows at once, for those alone who may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cms.audience.access import find_own
from cms.audience.counts import FEWEST_VISITORS, Sum, compute_share, show_sum
from cms.audience.models import VIEW
from cms.audience.periods import Period, build_period
from cms.audience.rows import find_kind, make_subject
from cms.base.choices import TextChoices
from cms.declarations import Gate
from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, TypeCount
from cms.plugins.runtime.slots import slot

__all__ = ["StatsPeriod", "VisitStats", "load_stats"]


class StatsPeriod(TextChoices):
    """Days that numbers of visits are of; for others than editors they end yesterday."""

    DAYS_7 = "7", _("7 days")
    DAYS_30 = "30", _("30 days")
    DAYS_90 = "90", _("90 days")


@dataclass(frozen=True)
class VisitStats:
    """What visitors did, on days of UTC. Members of a vendor get null for what fewer than five visitors did, and days
    with fewer than five count in steps of five visitors, with one event each. conversion: reviews for each visitor."""

    first_day: date
    last_day: date
    views: int | None
    visitors: int | None
    outbound_clicks: int | None
    reviews: int
    conversion: float | None


def load_stats(
    model: type[Model], keys: Sequence[int], gate: Gate, period: str = StatsPeriod.DAYS_30.value
) -> Mapping[int, VisitStats]:
    """The numbers of those rows of which the viewer may see them; a call of the provider for all. None without one."""
    provider, kind = slot(AnalyticsProvider), find_kind(model)
    user = find_user(gate)
    if provider is None or kind is None or user is None:
        return {}
    protected = not user.has_perm(VIEW)
    allowed = sorted(find_own(user, model, keys)) if protected else list(keys)
    if not allowed:
        return {}
    days = build_period(int(period), is_complete=protected)
    subjects = {make_subject(kind, key): key for key in allowed}
    sums = group_sums(provider.counts(list(subjects), days.begins, days.ends, FEWEST_VISITORS))
    return {key: build_stats(sums[subject], days, protected) for subject, key in subjects.items()}


def find_user(gate: Gate) -> Any:
    """The account behind a viewer; None for anonymous callers and keys, without a statement, and if it is closed."""
    if not gate.viewer.is_person:
        return None
    return get_user_model()._default_manager.filter(pk=gate.viewer.user_id, is_active=True).first()


def group_sums(found: Sequence[TypeCount]) -> dict[EventSubject, dict[str, Sum]]:
    """By subject and type."""
    sums: dict[EventSubject, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for each in found:
        sums[each.subject][each.type] = sums[each.subject][each.type].add(
            each.events, each.visitors, each.is_few
        )
    return sums


def build_stats(sums: Mapping[str, Sum], days: Period, protected: bool) -> VisitStats:
    views, visitors = (each.number for each in show_sum(sums["view"], protected))
    clicks = show_sum(sums["outbound_click"], protected)[0].number
    reviews = sums["review_published"].count_events()
    return VisitStats(
        days.begins, days.last, views, visitors, clicks, reviews, compute_share(reviews, visitors)
    )
