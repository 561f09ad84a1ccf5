"""A price list of one plan, from a cell such as “$12.50” or “20 EUR/year”."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.exchange.errors import Refusal
from cms.exchange.formats.mapping import Mapping
from content_types.solutions.choices import PricingPeriod

SYMBOLS = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW"}
DOLLARS = {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD"}
PERIODS = {
    "mo": "MONTH", "month": "MONTH", "monthly": "MONTH", "yr": "YEAR", "year": "YEAR", "yearly": "YEAR",
    "annually": "YEAR", "once": "ONCE",
}  # fmt: skip
FREE = re.compile(r"free|0(?:[.,]0{1,2})?", re.IGNORECASE)

CURRENCY = r"(?!per\b)[A-Za-z]{3}|(?:US|A|C)?\$|[€£₹₩¥]"
PRICE = re.compile(
    rf"(?P<before>{CURRENCY})?\s*(?P<number>\d[\d.,'’\s]*?)\s*(?P<after>{CURRENCY})?"
    rf"(?:\s*(?:/|per\b)?\s*(?P<period>{'|'.join(PERIODS)}))?",
    re.IGNORECASE,
)
WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:[,'’\s]\d{3})+|[1-9]\d{0,2}(?:\.\d{3}){2,}")
DECIMAL = re.compile(r"(?P<whole>.+)[.,](?P<cents>\d{1,2})")
POINTED = re.compile(r"\d+|[1-9]\d{0,2}(?:[.'’\s]\d{3})+")


def read_price_cell(cell: str, mapping: Mapping) -> dict[str, Any]:
    """The field `pricingPlans` of a record. Refusal for a number or a currency that can be read in two ways.

    mapping: gives the currency and the period that the cell does not name, and the name of the plan.
    """
    if FREE.fullmatch(cell):
        currency = {"currency": mapping.currency} if mapping.currency else {}
        return {"pricingPlans": [{"name": mapping.plan, "isFree": True, **currency}]}
    found = PRICE.fullmatch(cell)
    if found is None or (found["before"] and found["after"]):
        raise Refusal(_("“%(given)s” is not a price: write it as “$12.50” or “20.00 EUR”"), given=cell)
    period = PERIODS.get((found["period"] or "").lower(), mapping.price_period)
    if period not in PricingPeriod.__members__:
        known = ", ".join(PricingPeriod.__members__)
        raise Refusal(
            _("the mapping's price_period “%(given)s” is not one of %(known)s"), given=period, known=known
        )
    amount = read_amount(found["number"], cell)
    plan = {"name": mapping.plan, "price": str(amount), "currency": find_currency(found, mapping, cell)}
    return {"pricingPlans": [{**plan, "period": period, "isFree": amount == 0}]}


def read_amount(number: str, cell: str) -> Decimal:
    """The amount, when separators of thousands and of decimals can be told apart."""
    if WHOLE.fullmatch(number):
        return Decimal(re.sub(r"\D", "", number))
    if found := DECIMAL.fullmatch(number):
        separator, whole = number[found.end("whole")], found["whole"]
        if (POINTED if separator == "," else WHOLE).fullmatch(whole):
            return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{found['cents']}")
    raise Refusal(
        _(
            "“%(given)s” is not a price that can be read for certain: write it with two decimals, such as 12.50"
        ),
        given=cell,
    )


def find_currency(found: re.Match[str], mapping: Mapping, cell: str) -> str:
    """The currency that a cell names, or else that of the mapping. A plain “$” may be any dollar that it names."""
    given = (found["before"] or found["after"] or "").upper()
    if given == "$" and mapping.currency in DOLLARS:
        return mapping.currency
    if given in SYMBOLS or (given.isalpha() and len(given) == 3):
        return SYMBOLS.get(given, given)
    if mapping.currency and (not given or (given == "¥" and mapping.currency in ("JPY", "CNY"))):
        return mapping.currency
    raise Refusal(
        _('“%(given)s” has no currency: set it in the mapping, such as currency = "EUR"'), given=cell
    )
