"""The plain fields of a record: how each is read from JSON, compared, stored, and written back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import TextChoices

from cms.importing.errors import Refusal
from cms.importing.records import Row
from cms.importing.text import checked, json_type, name_text, plain_text


def snake(key: str) -> str:
    """launchedOn → launched_on."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", key).lower()


@dataclass(frozen=True)
class Field:
    """One field of a record. `attr` is the model's name for it; by default the key in snake case."""

    key: str
    attr: str = ""

    @property
    def name(self) -> str:
        return self.attr or snake(self.key)

    def wants(self, raw: Any, row: Row) -> None:
        """Tell `row.refs` which other rows the value names."""

    def load(self, raw: Any, row: Row) -> Any:
        """The Python value of a JSON value. Refusal when it does not fit."""
        raise NotImplementedError

    def dump(self, obj: Any) -> Any:
        """The JSON value of what a row holds."""
        return getattr(obj, self.name)

    def same(self, obj: Any, value: Any) -> bool:
        """Whether the row holds this value already."""
        return bool(getattr(obj, self.name) == value)

    def store(self, obj: Any, value: Any) -> None:
        setattr(obj, self.name, value)


class Text(Field):
    reads: Callable[[Any], str] = staticmethod(plain_text)

    def load(self, raw: Any, row: Row) -> str:
        return type(self).reads(raw)


class Name(Text):
    reads = staticmethod(name_text)


class Prose(Text):
    """Text that people wrote, in which “<b>” is only shown, never run: reviews and addresses."""

    reads = staticmethod(checked)


class Key(Field):
    """A text that is unique where it is given; the empty one is stored as null."""

    def load(self, raw: Any, row: Row) -> str | None:
        return checked(raw) or None


class Flag(Field):
    def load(self, raw: Any, row: Row) -> bool:
        if not isinstance(raw, bool):
            raise Refusal(f"must be true or false, not {json_type(raw)}")
        return raw


class Whole(Field):
    """A whole number, or null."""

    def load(self, raw: Any, row: Row) -> int | None:
        if isinstance(raw, str):
            raw = int(raw) if re.fullmatch(r"\d{1,18}", raw.strip()) else (raw.strip() or None)
        if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int)):
            raise Refusal(f"must be a whole number, not {raw!r}")
        return raw


class Real(Field):
    """A number, or null."""

    def load(self, raw: Any, row: Row) -> float | None:
        if raw is not None and (isinstance(raw, bool) or not isinstance(raw, int | float)):
            raise Refusal(f"must be a number, not {json_type(raw)}")
        return None if raw is None else float(raw)


class Money(Field):
    """A price with two decimals as a text, so that nothing is rounded on the way; or null."""

    def load(self, raw: Any, row: Row) -> Decimal | None:
        if raw is None or raw == "":
            return None
        try:
            price = Decimal(raw if isinstance(raw, str | int) and not isinstance(raw, bool) else "")
        except InvalidOperation:
            raise Refusal(f"must be a price such as “20.00”, not {raw!r}") from None
        if not price.is_finite() or price != round(price, 2):
            raise Refusal(f"must be a price with at most two decimals, not {raw!r}")
        return round(price, 2)

    def dump(self, obj: Any) -> str | None:
        price = getattr(obj, self.name)
        return None if price is None else f"{price:.2f}"


class Day(Field):
    """A date, or a month of which the first day is taken; or null."""

    def load(self, raw: Any, row: Row) -> date | None:
        text = checked(raw)
        if not text:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
                return date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        except ValueError:
            pass
        raise Refusal(f"“{text}” is not a date: write it as 2026-10-31")

    def dump(self, obj: Any) -> str | None:
        day = getattr(obj, self.name)
        return day.isoformat() if day else None


class Moment(Field):
    """A moment with its offset, or null. Stored and written in UTC."""

    def load(self, raw: Any, row: Row) -> datetime | None:
        text = checked(raw)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if "T" in text and moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise Refusal(f"“{text}” is not a moment: write it as 2026-10-31T09:00:00Z")

    def dump(self, obj: Any) -> str | None:
        moment = getattr(obj, self.name)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


@dataclass(frozen=True)
class Choice(Field):
    """One of a fixed vocabulary, by its name in the API; the empty text where `blank`."""

    choices: type[TextChoices] = TextChoices
    blank: bool = False

    def load(self, raw: Any, row: Row) -> str:
        if self.blank and raw in ("", None):
            return ""
        return self.member(raw)

    def member(self, raw: Any) -> str:
        names = self.choices.__members__
        if not isinstance(raw, str) or raw not in names:
            raise Refusal(f"“{raw}” is not one of {', '.join(names)}")
        return str(names[raw].value)

    def dump(self, obj: Any) -> str:
        return self.label(getattr(obj, self.name))

    def label(self, value: str) -> str:
        return self.choices(value).name if value else ""


class Choices(Choice):
    """A list from a fixed vocabulary."""

    def load(self, raw: Any, row: Row) -> list[str]:  # type: ignore[override]
        return [self.member(item) for item in a_list(raw)]

    def dump(self, obj: Any) -> list[str]:  # type: ignore[override]
        return [self.label(value) for value in getattr(obj, self.name)]


class Texts(Field):
    """A list of texts."""

    def load(self, raw: Any, row: Row) -> list[str]:
        return [name_text(item) for item in a_list(raw)]

    def dump(self, obj: Any) -> list[str]:
        return list(getattr(obj, self.name))


def a_list(raw: Any) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise Refusal(f"must be a list, not {json_type(raw)}")
    return raw


def an_object(raw: Any, allowed: set[str]) -> dict[str, Any]:
    """A JSON object that has no field but those allowed."""
    if not isinstance(raw, dict):
        raise Refusal(f"must be an object, not {json_type(raw)}")
    if unknown := sorted(raw.keys() - allowed):
        raise Refusal(f"unknown field “{unknown[0]}”; known are {', '.join(sorted(allowed))}")
    return raw
