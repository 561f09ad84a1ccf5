"""Prices for filters, orders and facets. Currencies are never converted: prices in another one are not compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Case, F, FloatField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cms.declarations import Band, Gate
from content_types.solutions.choices import PriceBand, PricingModel, PricingPeriod
from content_types.solutions.models import Solution
from content_types.solutions.parts import PricingPlan

__all__ = [
    "BANDS",
    "PriceRange",
    "build_band_rule",
    "build_price_rule",
    "build_starting_price",
    "check_range",
]

CURRENCY = re.compile(r"[A-Z]{3}")
MONTHS = 12
ABOVE_ZERO = 0.0001
"""Less than the least price per month, a twelfth of 0.01."""
WITH_FREE_TIER = (PricingModel.FREE, PricingModel.FREEMIUM)
BANDS = (
    Band(PriceBand.FREE.name, PriceBand.FREE.label, 0, ABOVE_ZERO),
    Band(PriceBand.UNDER_10.name, PriceBand.UNDER_10.label, ABOVE_ZERO, 10),
    Band(PriceBand.FROM_10_TO_50.name, PriceBand.FROM_10_TO_50.label, 10, 50),
    Band(PriceBand.FROM_50_TO_200.name, PriceBand.FROM_50_TO_200.label, 50, 200),
    Band(PriceBand.FROM_200.name, PriceBand.FROM_200.label, 200, None),
)


@dataclass(frozen=True)
class PriceRange:
    """A range of prices, with one bound or both; both belong to it.

    currency: ISO 4217; the site's own when it is left out. Other currencies are not converted. period: per month when
    it is left out; a yearly price counts as a twelfth of it. A free plan costs 0 in every currency and period.
    """

    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: PricingPeriod | None = None


def check_range(given: Any, gate: Gate) -> PriceRange:
    """ValidationError for a range that cannot contain a price."""
    if given.min is None and given.max is None:
        raise ValidationError(_("Give min, max or both."))
    if (given.min or 0) < 0 or (given.max or 0) < 0:
        raise ValidationError(_("Prices are not negative: give 0 or more."))
    if given.min is not None and given.max is not None and given.min > given.max:
        raise ValidationError(_("min is greater than max: swap them."))
    if given.currency is not None and not CURRENCY.fullmatch(given.currency):
        raise ValidationError(_("currency: give an ISO 4217 code such as EUR or USD."))
    return given


def list_plan_prices(currency: str, period: str) -> QuerySet[PricingPlan]:
    """The plans with a price in the currency for the period, which stands in `amount`."""
    wanted = {PricingPeriod.MONTH, PricingPeriod.YEAR} if period == PricingPeriod.MONTH else {period}
    priced = Q(currency=currency, period__in=sorted(wanted), price__isnull=False)
    by_year = When(period=PricingPeriod.YEAR, then=Cast(F("price"), FloatField()) / Value(float(MONTHS)))
    amount = Case(
        When(is_free=True, then=Value(0.0)),
        *([by_year] if period == PricingPeriod.MONTH else ()),
        default=Cast(F("price"), FloatField()),
        output_field=FloatField(),
    )
    return PricingPlan.objects.order_by().filter(Q(is_free=True) | priced).annotate(amount=amount)


def build_price_rule(given: PriceRange, gate: Gate) -> Q:
    """Solutions with a plan in the range; those with a free tier have one for 0."""
    plans = list_plan_prices(given.currency or settings.PRICE_CURRENCY, given.period or PricingPeriod.MONTH)
    if given.min is not None:
        plans = plans.filter(amount__gte=given.min)
    if given.max is not None:
        plans = plans.filter(amount__lte=given.max)
    rule = Q(pk__in=plans.values("page"))
    return rule if given.min else rule | Q(pricing_model__in=WITH_FREE_TIER)


def build_starting_price() -> Case:
    """The lowest price per month in the site's currency, 0 with a free tier; null where none is known."""
    plans = list_plan_prices(settings.PRICE_CURRENCY, PricingPeriod.MONTH).filter(page=OuterRef("pk"))
    lowest = plans.values("page").annotate(lowest=Min("amount")).values("lowest")
    return Case(
        When(pricing_model__in=WITH_FREE_TIER, then=Value(0.0)),
        default=Subquery(lowest),
        output_field=FloatField(),
    )


def build_band_rule(values: Any, gate: Gate) -> Q:
    """Solutions whose starting price lies in one of the bands."""
    rule = Q(pk__in=())
    for band in BANDS:
        if band.value in [PriceBand(value).name for value in values]:
            above = Q(price__gte=band.low)
            rule |= above if band.high is None else above & Q(price__lt=band.high)
    priced = Solution.objects.order_by().alias(price=build_starting_price())
    return Q(pk__in=priced.filter(rule).values("pk"))
