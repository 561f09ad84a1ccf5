"""Where the words of a search stand in the hits of a page: in names, summaries and bodies that the caller sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from modelsearch.index import SearchField
from wagtail.blocks.stream_block import StreamValue

from cms.base.choices import TextChoices
from cms.declarations import SearchKind
from cms.search.block_texts import list_block_texts
from cms.search.highlighting import Highlighter, shorten
from content_api.access.gate import Gate

__all__ = ["Passage", "PassagePlace", "Passages", "RowKey"]

RowKey = tuple[type, int]
"""Model and primary key of a row."""


class PassagePlace(TextChoices):
    """Where a passage stands."""

    NAME = "name", _("Name")
    SUMMARY = "summary", _("Summary")
    BODY = "body", _("Body")


@dataclass(frozen=True)
class Passage:
    """A part of a hit in which words of the search stand. HTML: escaped text, with these words in `mark` elements."""

    place: PassagePlace
    html: str


@dataclass(frozen=True)
class Texts:
    name: str
    summary: str
    body: str


class Passages:
    """The passages of the rows of one page; one statement for each kind among them, when the first is asked for."""

    def __init__(
        self,
        kinds: Sequence[SearchKind],
        keys: Sequence[RowKey],
        words: Sequence[str],
        locale: str,
        gate: Gate,
    ) -> None:
        self.kinds, self.keys, self.gate = kinds, keys, gate
        self.highlighter = Highlighter(words, locale)
        self._texts: dict[RowKey, Texts] | None = None

    def list_passages(self, row: RowKey) -> list[Passage]:
        """Where words of the search stand in a row; none where it was found by a tag or with a typing error."""
        texts = self.find_texts(row)
        if texts is None:
            return []
        found = {
            PassagePlace.NAME: self.highlighter.mark(texts.name, is_name=True),
            PassagePlace.SUMMARY: self.highlighter.find_passage(texts.summary),
            PassagePlace.BODY: self.highlighter.find_passage(texts.body),
        }
        return [Passage(place, html) for place, html in found.items() if html is not None]

    def build_snippet(self, row: RowKey) -> str:
        """The best passage besides the name, or the beginning of the summary."""
        others = [each.html for each in self.list_passages(row) if each.place is not PassagePlace.NAME]
        texts = self.find_texts(row)
        return others[0] if others else shorten(texts.summary if texts else "")

    def find_texts(self, row: RowKey) -> Texts | None:
        if self._texts is None:
            self._texts = dict(self.load_texts())
        return self._texts.get(row)

    def load_texts(self) -> Iterator[tuple[RowKey, Texts]]:
        for kind in self.kinds:
            if keys := [key for model, key in self.keys if model is kind.model]:
                rows = kind.model._default_manager.filter(self.gate.visible(kind.model), pk__in=keys)
                for row in rows.only("pk", *list_columns(kind)):
                    yield (kind.model, row.pk), read_texts(kind, row)


def list_columns(kind: SearchKind) -> list[str]:
    own = {field.name for field in kind.model._meta.concrete_fields}
    return [name for name in (kind.title, *kind.summary, *kind.body) if name in own]


def read_texts(kind: SearchKind, row: Any) -> Texts:
    summary, body = (
        " ".join(text for name in names for text in read_text(row, name))
        for names in (kind.summary, kind.body)
    )
    return Texts(str(getattr(row, kind.title)), summary, body)


def read_text(row: Any, name: str) -> Iterator[str]:
    value = getattr(row, name)
    if isinstance(value, StreamValue):
        yield from list_block_texts(value.stream_block, list(value.raw_data), asks_blocks=False)
    else:
        found = SearchField(name).get_value(row)
        yield from found if isinstance(found, list) else [str(found or "")]
