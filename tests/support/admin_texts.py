"""The texts of a page of the admin, as a person meets them, those that scripts draw as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Comment

__all__ = ["list_drawn_texts", "list_shown_texts"]

ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")


def list_shown_texts(html: bytes) -> set[str]:
    """What stands on the page, and what screen readers hear; no code."""
    page = BeautifulSoup(html, "html.parser")
    for each in page(["script", "style", "svg", "code", "time", "noscript"]):
        each.decompose()
    texts = [str(each) for each in page.find_all(string=lambda text: not isinstance(text, Comment))]
    texts += [str(each[name]) for each in page.find_all(True) for name in ATTRIBUTES if each.get(name)]
    return {" ".join(text.split()) for text in texts if text.strip()}


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
