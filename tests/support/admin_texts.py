"""The texts of a page of the admin, as a person meets them, those that scripts draw as well."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup, Comment

__all__ = ["find_other_dates", "list_drawn_texts", "list_shown_texts"]

ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
OTHER_DATES = re.compile(
    r"\b\d{4}-\d\d-\d\d\b"  # for machines
    r"|\b\d{1,2}(:\d\d)? ?[ap]\.?m\b|\bnoon\b|\bmidnight\b"  # twelve hours
    r"|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d",  # American
    re.IGNORECASE,
)
AS_IN_FILES = re.compile(r"/admin/extensions/|/imports/new/")
"""Pages that show what stands in files and settings, as it stands there."""


@lru_cache(2)
def list_shown_texts(html: bytes) -> frozenset[str]:
    """What stands on the page, and what screen readers hear; no code."""
    page = BeautifulSoup(html, "html.parser")
    for each in page(["script", "style", "svg", "code", "time", "noscript"]):
        each.decompose()
    texts = [str(each) for each in page.find_all(string=lambda text: not isinstance(text, Comment))]
    texts += [str(each[name]) for each in page.find_all(True) for name in ATTRIBUTES if each.get(name)]
    return frozenset(" ".join(text.split()) for text in texts if text.strip())


def find_other_dates(path: str, html: bytes) -> set[str]:
    """Texts with dates or times that are not written as the admin writes them in its languages."""
    if AS_IN_FILES.search(path):
        return set()
    return {text for text in list_shown_texts(html) if OTHER_DATES.search(text)}


def list_drawn_texts(html: bytes) -> set[str]:
    """The texts in the data that scripts draw from: menus, blocks, choosers."""
    page = BeautifulSoup(html, "html.parser")
    given = [each.string or "" for each in page("script", type="application/json")]
    given += [
        value for each in page.find_all(True) for value in each.attrs.values() if isinstance(value, str)
    ]
    return {text for value in given if value[:1] in ("{", "[") for text in read_json(value)}


def read_json(text: str) -> Iterator[str]:
    try:
        yield from walk(json.loads(text))
    except ValueError:
        return


def walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from walk(each)
