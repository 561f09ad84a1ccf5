"""What is trending, behind the gate: the latest snapshot lists rows, and the database says which the caller sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cms.analytics.models import TrendingEntry, TrendingSnapshot
from cms.declarations import SearchKind
from content_api.access.reader import Reader, load_only
from content_api.model import cursors
from content_api.model.batching import link_batch
from content_api.model.collection_query import build_locale_rule
from content_api.model.languages import find_text_language, set_language
from content_api.model.pagination import Connection, PageArguments

__all__ = ["PLACE", "load_trending", "page_trending"]

PLACE = "_place"


Read = Callable[[QuerySet[Any]], list[Any]]
"""Reads the rows of a page, in their order; each tells its place by `find_place`."""


def load_trending(
    kind: SearchKind, window: str, locale: str | None, page: PageArguments, reader: Reader
) -> Connection:
    """A page of what is trending, in one statement."""

    def read(rows: QuerySet[Any]) -> list[Any]:
        chosen = reader.structure.annotate_version(load_only(rows, reader.list_columns(kind.model)))
        return reader.structure.check_version(list(chosen))

    found = page_trending(kind, window, locale, page, reader, read, lambda row: getattr(row, PLACE))
    set_language(found.rows, find_text_language(reader.gate, locale))
    found.rows = link_batch(found.rows)
    return found


def page_trending(
    kind: SearchKind, window: str, locale: str | None, page: PageArguments, reader: Reader, read: Read,
    find_place: Callable[[Any], int],
) -> Connection:  # fmt: skip
    """A page of rows of whatever form."""
    scope = f"trending:{kind.name}:{window}"
    listed = list_rows(kind, window, locale, reader)
    after = cursors.decode(page.after, scope)[0] if page.after else 0
    shown = listed.filter(**{f"{PLACE}__gt": after}) if after else listed
    rows = read(shown[page.start : page.end])
    return Connection(
        rows=rows[: page.size],
        has_next=len(rows) > page.size,
        has_previous=bool(after or page.start),
        count=listed.count,
        cursor=lambda row: cursors.encode(scope, [find_place(row)]),
    )


def list_rows(kind: SearchKind, window: str, locale: str | None, reader: Reader) -> QuerySet[Any]:
    """The rows of the latest snapshot that the caller may see, in their order."""
    latest = TrendingSnapshot.objects.order_by("-hour").values("pk")[:1]
    entries = TrendingEntry.objects.filter(snapshot=Subquery(latest), kind=kind.name, window=window)
    rule = reader.gate.visible(kind.model) & build_locale_rule(kind.model, reader.gate, locale)
    rows = kind.model._default_manager.filter(rule, pk__in=entries.values("key"))
    place = entries.filter(key=OuterRef("pk")).values("place")[:1]
    return rows.annotate(**{PLACE: Subquery(place)}).order_by(PLACE)
