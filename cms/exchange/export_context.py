"""What an export knows of the whole site: what it leaves out, and how it names what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page

from cms.base.private_subtrees import list_private_pages
from cms.exchange.records import default_language


@dataclass(frozen=True)
class Export:
    """restricted: tree paths of the pages that, with all below them, not everybody may see. languages: code by primary
    key of a locale. paths: where the files with a hash stand, by kind and hash."""

    restricted: frozenset[str] = frozenset()
    languages: Mapping[int, str] = field(default_factory=dict)
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)


NOTHING = Export()
_export: ContextVar[Export] = ContextVar("export")
_language: ContextVar[str] = ContextVar("language")


def load_export(paths: Mapping[tuple[str, str], str]) -> Export:
    """What every record of an export needs."""
    restricted = frozenset(each.tree_path for each in list_private_pages())
    return Export(restricted, dict(Locale.objects.values_list("pk", "language_code")), paths)


@contextmanager
def exporting(export: Export) -> Iterator[None]:
    """Write names as this export needs them."""
    token = _export.set(export)
    try:
        yield
    finally:
        _export.reset(token)


@contextmanager
def use_record_language(language: str) -> Iterator[None]:
    """Write names as a record in this language needs them."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def is_exported(target: Any) -> bool:
    """Whether a row that another one points to is in the export; None is not."""
    if target is None or not getattr(target, "live", True):
        return False
    return not (isinstance(target, Page) and is_restricted(target.path))


def is_restricted(path: str) -> bool:
    """Whether the page at a tree path, or one above it, is private."""
    restricted = _export.get(NOTHING).restricted
    return any(path[:end] in restricted for end in range(Page.steplen, len(path) + 1, Page.steplen))


def format_name(target: Any) -> str:
    """The slug of a row, with “@” and its language for a page in another language than the record has."""
    if not isinstance(target, Page):
        return str(target.slug)
    return qualify_name(target.slug, get_locale_language(target.locale_id))


def qualify_name(name: str, language: str) -> str:
    return name if language == _language.get(default_language()) else f"{name}@{language}"


def get_locale_language(locale_id: int) -> str:
    return _export.get(NOTHING).languages.get(locale_id, default_language())


def shared_path(kind: str, file_hash: str) -> str | None:
    """Where the export holds the file with a hash; None when it is not known."""
    return _export.get(NOTHING).paths.get((kind, file_hash))
