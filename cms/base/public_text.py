"""Invisible characters: removed from every public text, unless its script or an emoji needs them.

Direction overrides reorder the text around them, and zero-width characters make two names look the same. Joiners,
direction marks and tag characters stay where Unicode gives them a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from typing import Any
from unicodedata import bidirectional, category

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models

__all__ = ["CleanTextMixin", "normalise_text", "normalise_value"]

JOINERS = "\u200b\u200c\u200d"
"""Zero-width space, non-joiner and joiner."""
DIRECTION_MARKS = "\u061c\u200e\u200f"
LINE_BREAKS = "\u0085\u2028\u2029"

FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""The flag of a region, such as that of Scotland: a black flag and a code in tag characters."""
INVISIBLE = re.compile(
    rf"{FLAG}|[{JOINERS}]+|[{LINE_BREAKS}{DIRECTION_MARKS}\u00ad\u034f\u180e\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
JOINED_SCRIPTS = re.compile(
    "[\u0600-\u07bf\u0840-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010aff\U00010d00-\U00010fff\U00011000-\U00011fff]"
)
"""Arabic and its relatives, the scripts of South and South-East Asia, Mongolian."""

FAR = 4
"""A text of more than this many times its limit is not normalised: no real text has that many invisible characters."""


def normalise_text(text: str) -> str:
    """The text without invisible characters that mean nothing where they are; line separators become line breaks."""
    if text.isascii() or not INVISIBLE.search(text):
        return text
    return INVISIBLE.sub(partial(_replace, keep_marks=_has_right_to_left(text)), text)


def _has_right_to_left(text: str) -> bool:
    return any(bidirectional(each) in ("R", "AL") for each in text)


def _replace(found: re.Match[str], *, keep_marks: bool) -> str:
    """keep_marks: whether the text has characters that direction marks are for."""
    characters, text, start, end = found[0], found.string, found.start(), found.end()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if len(characters) > 1 and characters[0] not in JOINERS:
        return characters
    if characters in LINE_BREAKS:
        return "\n"
    if characters[0] in JOINERS:
        return characters[0] if _needs_joiner(characters[0], before, after) else ""
    if characters in DIRECTION_MARKS:
        return characters if keep_marks else ""
    if characters in "\u034f\u180e" and before:
        return characters if "\u0590" <= before <= "\u05ff" or "\u1800" <= before <= "\u18af" else ""
    return ""


def _needs_joiner(joiner: str, before: str, after: str) -> bool:
    if any(each and JOINED_SCRIPTS.match(each) for each in (before, after)):
        return True
    return joiner == "\u200d" and _is_emoji(before) and _is_emoji(after)


def _is_emoji(character: str) -> bool:
    """Whether a character can be next to a joiner in an emoji: a pictograph, a skin tone, or U+FE0F."""
    return character >= "\u2190" and (character == "\ufe0f" or category(character) in ("So", "Sm", "Sk"))


def normalise_value(value: Any, field: models.Field[Any, Any]) -> Any:
    """The value of a field, normalised if it is a text. A text far above the limit of the field stays as it is: the
    field rejects it."""
    if not isinstance(value, str) or _is_far_too_long(value, field):
        return value
    return normalise_text(value)


def _is_far_too_long(text: str, field: models.Field[Any, Any]) -> bool:
    limits = [each.limit_value for each in field.validators if isinstance(each, MaxLengthValidator)]
    return any(len(text) > FAR * (limit() if callable(limit) else limit) for limit in limits)


class CleanTextMixin:
    """For models with public texts: `clean_fields` normalises all of them before it checks them."""

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self._meta.concrete_fields:  # type: ignore[attr-defined]
            value: Any = self.__dict__.get(field.attname)
            if isinstance(field, models.CharField | models.TextField) and isinstance(value, str):
                is_checked = field.name not in (exclude or ())
                text = normalise_value(value, field) if is_checked else normalise_text(value)
                setattr(self, field.attname, text)
            elif isinstance(field, ArrayField) and isinstance(value, list):
                texts = [normalise_text(each) if isinstance(each, str) else each for each in value]
                setattr(self, field.attname, texts)
        super().clean_fields(exclude=exclude)  # type: ignore[misc]
