"""Pages of several kinds: their kind is read behind the gate of all pages, and then the rows of each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page

from content_api.access.gate import Gate
from content_api.engine.rows.levels import Level, NotFromRows, Reading
from content_api.engine.rows.relations import read_by_key
from content_api.model.sql_templates.store import read_rows

__all__ = ["Levels", "read_kinds", "read_pages"]

Levels = Mapping[type[Model], Level]
"""What is selected of rows of each type that a field may lead to."""


def read_pages(
    levels: Levels, keys: Collection[int], language: str | None, reading: Reading
) -> Mapping[Any, Any]:
    """The responses of the visible pages with these keys, by key."""
    if not keys:
        return {}

    def build(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        rows = Page.objects.filter(gate.visible(Page), pk__in=keys)
        return rows.order_by().values_list("pk", "content_type_id")

    return read_kinds(
        levels, read_rows("kinds of pages", build, reading.gate, keys=list(keys)), language, reading
    )


def read_kinds(
    levels: Levels, pages: Iterable[tuple[int, int]], language: str | None, reading: Reading
) -> Mapping[Any, Any]:
    """The responses of pages of which key and kind were read, by key; a kind's own rule may hide some."""
    kinds: dict[int, list[int]] = defaultdict(list)
    for key, kind in pages:
        kinds[kind].append(key)
    found: dict[Any, Any] = {}
    for kind, keys in kinds.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class() or Page
        if model is Page:
            continue
        if model not in levels:
            raise NotFromRows(f"No plan was made for rows of {model}.")
        found |= read_by_key(levels[model], keys, language, reading)
    return found
