"""The language in which the texts of shared records are read.

Below a page it is the page's own: rows that are shared between languages, such as categories, are handed on as copies
that know it. They are loaded once for all languages, so it costs no statement. At the root it is that of the `locale`
argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page

from cms.base.translated_texts import get_further_languages
from content_api.access.gate import Gate
from content_api.errors import Forbidden

__all__ = [
    "carry_language",
    "carry_languages",
    "find_text_language",
    "get_row_language",
    "get_row_languages",
    "set_language",
    "translate_value",
]

LANGUAGE = "_text_language"
COPIES = "_copies_by_language"


def find_text_language(gate: Gate, locale: str | None) -> str | None:
    """The language that a `locale` argument stands for; None for the language of the columns themselves, which also
    stands in for one that texts cannot be translated to. Forbidden for one that the caller's key does not read."""
    wanted, scope = locale or gate.default_locale, gate.viewer.scope
    if scope is not None and scope.locales is not None and wanted not in scope.locales:
        raise Forbidden(f"This key reads {', '.join(sorted(scope.locales))}: ask for one of these languages.")
    return wanted if wanted in get_further_languages() else None


def get_row_language(row: Any, gate: Gate) -> str | None:
    """The language in which the texts of a row, and of the rows below it, are read."""
    if isinstance(row, Page):
        code = gate.structure.locales[row.locale_id]
        return None if code == settings.LANGUAGE_CODE else code
    language: str | None = vars(row).get(LANGUAGE)
    return language


def set_language(rows: Iterable[Any], language: str | None) -> None:
    """Have rows that nothing else holds yet read in a language. Pages keep their own."""
    if language is None:
        return
    for row in rows:
        if not isinstance(row, Page):
            vars(row)[LANGUAGE] = language


def carry_language(parent: Any, found: Any, gate: Gate) -> Any:
    """What a field of a row leads to, read in the language of that row; values that are no rows stay as they are."""
    return translate_value(found, get_row_language(parent, gate))


def translate_value(found: Any, language: str | None) -> Any:
    """A row or a list of rows, read in a language; None for that of the columns."""
    if language is None:
        return found
    if isinstance(found, list | tuple):
        return [translate_row(each, language) for each in found]
    return translate_row(found, language)


def carry_languages(parents: list[Any], found: list[Any], gate: Gate) -> list[Any]:
    """What `carry_language` gives for each of several rows and what a field of them leads to."""
    languages = get_row_languages(parents, gate)
    if languages == {None}:
        return found
    return [carry_language(parent, each, gate) for parent, each in zip(parents, found, strict=True)]


def get_row_languages(rows: Sequence[Any], gate: Gate) -> set[str | None]:
    """The different languages of rows."""
    pages = {row.locale_id: row for row in rows if isinstance(row, Page)}
    others = {vars(row).get(LANGUAGE) for row in rows if not isinstance(row, Page)}
    return {get_row_language(row, gate) for row in pages.values()} | others


def translate_row(row: Any, language: str) -> Any:
    """The row's copy for a language, which shares everything that is loaded of it."""
    if not isinstance(row, Model) or isinstance(row, Page):
        return row
    copies = vars(row).setdefault(COPIES, {})
    if language not in copies:
        copy = object.__new__(type(row))
        vars(copy).update(vars(row))
        vars(copy)[LANGUAGE] = language
        copies[language] = copy
    return copies[language]
