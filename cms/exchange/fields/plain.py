"""The plain fields of a record: how each is read from JSON, compared, stored, and written back.

Numbers and times stand in measures.py, other rows in relations.py, rows of its own in children.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.utils.translation import gettext_noop as _

from cms.base.choices import TextChoices
from cms.base.reasons import Reason
from cms.exchange.errors import Refusal, raise_all, suggest_name
from cms.exchange.fields.text import json_type, name_text, parse_text, plain_text
from cms.exchange.records import Row

FEW, MANY = 8, 20
"""The most fields, and the most members of a vocabulary, that a message lists."""
FIELDS_PAGE = "“Fields” in docs/howto/import-and-export.md"


@cache
def to_snake_case(key: str) -> str:
    """launchedOn → launched_on."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", key).lower()


@dataclass(frozen=True)
class Field:
    """One field of a record. `attr` is the model's name for it; by default the key in snake case."""

    key: str
    attr: str = ""

    is_list: ClassVar[bool] = False
    omits_hidden: ClassVar[bool] = False
    """Whether `dump` leaves out what an export does not hold, such as links to drafts."""

    @property
    def name(self) -> str:
        return self.attr or to_snake_case(self.key)

    def collect_references(self, raw: Any, row: Row) -> None:
        """Tell `row.refs` which other rows the value names."""

    def load(self, raw: Any, row: Row) -> Any:
        """The Python value of a JSON value. Refusal when it does not fit."""
        raise NotImplementedError

    def dump(self, obj: Any) -> Any:
        """The JSON value of what a row holds."""
        return getattr(obj, self.name)

    def is_unchanged(self, obj: Any, value: Any) -> bool:
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

    reads = staticmethod(parse_text)


class Key(Field):
    """A text that is unique where it is given; the empty one is stored as null."""

    def load(self, raw: Any, row: Row) -> str | None:
        return parse_text(raw) or None


class Flag(Field):
    def load(self, raw: Any, row: Row) -> bool:
        if not isinstance(raw, bool):
            raise Refusal(_("must be true or false, not %(given)s"), given=json_type(raw))
        return raw


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
            raise Refusal(
                _("“%(given)s” is not one of %(known)s"), given=raw, known=list_names(raw, list(names))
            )
        return str(names[raw].value)

    def dump(self, obj: Any) -> str:
        return self.label(getattr(obj, self.name))

    def label(self, value: str) -> str:
        return self.choices(value).name if value else ""


class Choices(Choice):
    """A list from a fixed vocabulary."""

    is_list = True

    def load(self, raw: Any, row: Row) -> list[str]:  # type: ignore[override]
        return [self.member(item) for item in check_list(raw)]

    def dump(self, obj: Any) -> list[str]:  # type: ignore[override]
        return [self.label(value) for value in getattr(obj, self.name)]


class Texts(Field):
    """A list of texts."""

    is_list = True

    def load(self, raw: Any, row: Row) -> list[str]:
        return [name_text(item) for item in check_list(raw)]

    def dump(self, obj: Any) -> list[str]:
        return list(getattr(obj, self.name))


def list_names(raw: Any, names: Sequence[str]) -> str:
    """The members of a vocabulary; of a long one the nearest or the first."""
    if len(names) <= MANY:
        return ", ".join(names)
    near = suggest_name(raw, names) if isinstance(raw, str) else ""
    examples = Reason(_(", such as %(names)s"), {"names": ", ".join(names[:3])})
    return Reason(_("the %(number)s that exist%(hint)s"), {"number": len(names), "hint": near or examples})


def check_list(raw: Any) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise Refusal(_("must be a list, not %(given)s"), given=json_type(raw))
    return raw


def check_object(raw: Any, allowed: set[str]) -> dict[str, Any]:
    """A JSON object that has no field but those allowed."""
    if not isinstance(raw, dict):
        raise Refusal(_("must be an object, not %(given)s"), given=json_type(raw))
    if unknown := sorted(raw.keys() - allowed):
        raise_all([Refusal(describe_unknown(name, allowed)) for name in unknown])
    return raw


def describe_unknown(name: str, allowed: set[str]) -> Reason:
    """What to write instead of a field that does not exist: the nearest one, any of a few, or where they stand."""
    if len(allowed) <= FEW:
        listed = Reason(_("; known are %(names)s"), {"names": ", ".join(sorted(allowed))})
    else:
        listed = Reason(_(": see %(page)s"), {"page": FIELDS_PAGE})
    hint = suggest_name(name, allowed) or listed
    return Reason(_("unknown field “%(name)s”%(hint)s"), {"name": name, "hint": hint})
