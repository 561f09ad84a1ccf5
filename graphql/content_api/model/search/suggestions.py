"""Completions of what is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from wagtail.models import Page

from cms.base.translated_texts import TranslatedTexts
from cms.declarations import SearchKind
from content_api.access.reader import Reader
from content_api.model.search.hits import Hits
from content_api.model.search.provider import MATCHES, ask_provider, build_request
from content_api.model.search.visible import Hit, build_boost, build_points_statement, list_hits, read_points

__all__ = ["complete"]

FIRST_MATCHES = 100
"""Names that are looked at first; eight times as many while too few of them are visible."""


def complete(
    text: str, kinds: Sequence[SearchKind], locale: str | None, reader: Reader, size: int
) -> list[tuple[Any, SearchKind]]:
    """Visible rows whose name begins with the text, then those in which later words do; each with its kind."""
    columns = {kind.model: list_columns(kind) for kind in kinds}
    hits = Hits(text, kinds, {}, locale, Reader(reader.gate, columns, makes_cursors=False))
    by_name = {kind.name: kind for kind in kinds}
    return [(row, by_name[hit[1]]) for hit, row in hits.load_rows(find_completions(hits, size)[:size])]


def list_columns(kind: SearchKind) -> frozenset[str]:
    """What a suggestion is made of, whatever else the operation reads of these rows."""
    if issubclass(kind.model, Page):
        return frozenset({kind.title, "path", "url_path", "locale"})
    return frozenset({kind.title} | ({"translations"} if issubclass(kind.model, TranslatedTexts) else set()))


def find_completions(hits: Hits, size: int) -> list[Hit]:
    request, limit = build_request(hits.text, hits.kinds, hits.language), FIRST_MATCHES
    if not size or not request.name:
        return []
    while True:
        asked = replace(request, limit=limit)
        matches = ask_provider(lambda provider, asked=asked: provider.complete(asked))  # type: ignore[misc]
        found = list_hits(matches, hits.kinds, partial(load_visible, hits))
        if len(found) >= size or len(matches) < limit or limit >= MATCHES:
            return found
        limit = min(limit * 8, MATCHES)


def load_visible(hits: Hits, kind: SearchKind, keys: Sequence[int]) -> Iterable[tuple[int, float]]:
    """The visible rows of a kind among these, with the points of their boost; one statement."""
    rows = hits.list_visible_rows(kind, hits.gate)
    return read_points(build_points_statement(rows, keys, build_boost(kind, hits.gate)).execute())
