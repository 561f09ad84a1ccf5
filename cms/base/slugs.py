"""Slugs made from names and titles of every script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

from anyascii import anyascii

NUMBER_LENGTH = 7
"""Characters kept free for a number, such as “-12345”."""


APOSTROPHES = re.compile("['`]")
SEPARATORS = re.compile("[^0-9A-Za-z]+")


def make_slug(text: str, fallback: str, max_length: int = 240) -> str:
    """An ASCII slug: 百度 becomes “baidu”, Straße “strasse”, @azure/openai “azure-openai”, O’Reilly “oreilly”.

    Whatever separates words becomes one hyphen. `fallback` when nothing of the text can be spelt.
    """
    words = "".join(" " if unicodedata.category(char) == "So" else char for char in text)
    slug = transliterate(words) or transliterate(text)
    return slug[: max_length - NUMBER_LENGTH].strip("-") or fallback


def transliterate(text: str) -> str:
    """The letters and digits of a text in lower case, with hyphens between its words."""
    return SEPARATORS.sub("-", APOSTROPHES.sub("", anyascii(text))).strip("-").lower()


def number_slug(base: str, taken: Container[str]) -> str:
    """The first of `base`, `base-2`, `base-3`… that is not taken."""
    if base not in taken:
        return base
    return next(slug for number in count(2) if (slug := f"{base}-{number}") not in taken)
