"""The fields of a record that hold numbers, prices and times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.exchange.errors import Refusal
from cms.exchange.fields.plain import Field
from cms.exchange.fields.text import json_type, parse_text
from cms.exchange.records import Row


class WholeNumberField(Field):
    """A whole number, or null."""

    def load(self, raw: Any, row: Row) -> int | None:
        if isinstance(raw, str):
            raw = int(raw) if re.fullmatch(r"\d{1,18}", raw.strip()) else (raw.strip() or None)
        if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int)):
            raise Refusal(_("must be a whole number, not %(given)s"), given=repr(raw))
        return raw


class NumberField(Field):
    """A number, or null."""

    def load(self, raw: Any, row: Row) -> float | None:
        if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int | float)):
            raise Refusal(_("must be a number, not %(given)s"), given=json_type(raw))
        return None if raw is None else float(raw)


class Money(Field):
    """A price with two decimals as a text, so that nothing is rounded on the way; or null."""

    def load(self, raw: Any, row: Row) -> Decimal | None:
        if raw is None or raw == "":
            return None
        try:
            price = Decimal(raw if isinstance(raw, str | int) and not isinstance(raw, bool) else "")
        except InvalidOperation:
            raise Refusal(_("must be a price such as “20.00”, not %(given)s"), given=repr(raw)) from None
        if not price.is_finite() or price != round(price, 2):
            raise Refusal(_("must be a price with at most two decimals, not %(given)s"), given=repr(raw))
        return round(price, 2)

    def dump(self, obj: Any) -> str | None:
        price = getattr(obj, self.name)
        return None if price is None else f"{price:.2f}"


class Day(Field):
    """A date, or a month of which the first day is taken; or null."""

    def load(self, raw: Any, row: Row) -> date | None:
        text = parse_text(raw)
        if not text:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
                return date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        except ValueError:
            pass
        raise Refusal(_("“%(given)s” is not a date: write it as 2026-10-31"), given=text)

    def dump(self, obj: Any) -> str | None:
        day = getattr(obj, self.name)
        return day.isoformat() if day else None


class Moment(Field):
    """A moment with its offset, or null. Stored and written in UTC."""

    def load(self, raw: Any, row: Row) -> datetime | None:
        text = parse_text(raw)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if "T" in text and moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise Refusal(_("“%(given)s” is not a moment: write it as 2026-10-31T09:00:00Z"), given=text)

    def dump(self, obj: Any) -> str | None:
        moment = getattr(obj, self.name)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
