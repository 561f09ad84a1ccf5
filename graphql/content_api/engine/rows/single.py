"""Root fields that are no lists of collections, but whose rows are: a page, anything by its id, rows by their slugs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.declarations import ApiCollection
from content_api.access.gate import Gate
from content_api.access.structure import COLUMN
from content_api.engine.rows.levels import Level, NotFromRows, Reading, Row, assemble
from content_api.engine.rows.page_kinds import Levels
from content_api.engine.rows.pages import coerce
from content_api.engine.rows.relations import read_by_key
from content_api.execution.field_plans import FieldPlan
from content_api.model.ids import parse_id
from content_api.model.languages import find_text_language
from content_api.model.sql_templates.store import read_rows
from content_api.schema.roots.collections import clean_slugs, select_several
from content_api.schema.roots.pages import find_page_key, public_models

__all__ = ["build_node", "build_page", "build_several"]

Read = Callable[[Reading], Any]


def build_page(plan: FieldPlan, levels: Levels) -> Read:
    """Reads the page with a path or an id: its kind, and then the row of that kind, both behind the gate."""

    def read(reading: Reading) -> Any:
        column, value = find_page_key(reading.gate, **coerce(plan, reading))
        rows = read_kind(column, value, reading) if value is not None else []
        if not rows:
            return None
        key, kind = rows[0][:2]
        model = ContentType.objects.get_for_id(kind).model_class()
        return read_one(levels, model, key, None, reading)

    return read


def read_kind(column: str, value: Any, reading: Reading) -> list[Row]:
    """Key and kind of the page with a key, if there is one that the caller sees."""
    structure = reading.reader.structure
    shown = ("pk", "content_type_id") if structure.is_confirmed else ("pk", "content_type_id", COLUMN)

    def build(gate: Gate, text: Any = None, keys: Any = None) -> QuerySet[Any]:
        condition = Q(pk__in=keys) if column == "pk" else Q(**{column: text})
        rows = Page.objects.filter(gate.visible(Page) & condition)
        return structure.annotate_version(rows)[:1].values_list(*shown)

    values = {"keys": [value]} if column == "pk" else {"text": value}
    rows = read_rows(("page", column, shown), build, reading.gate, **values)
    if rows and not structure.is_confirmed:
        structure.confirm(rows[0][-1])
    return rows


def read_one(levels: Levels, model: Any, key: int, language: str | None, reading: Reading) -> Any:
    """The response of a row of one of the types; NotFromRows for one of another type."""
    if model not in levels:
        raise NotFromRows(f"No plan was made for rows of {model}.")
    return read_by_key(levels[model], {key}, language, reading).get(key)


def build_node(plan: FieldPlan, levels: Levels) -> Read:
    """Reads the row with a global id."""

    def read(reading: Reading) -> Any:
        given = coerce(plan, reading)
        kind, key = parse_id(given["id"])
        model = public_models().get(kind)
        if model is None:
            return None
        return read_one(levels, model, key, find_text_language(reading.gate, given.get("locale")), reading)

    return read


def build_several(plan: FieldPlan, collection: ApiCollection, level: Level) -> Read:
    """Reads the rows with some slugs, in the order of these."""

    def read(reading: Reading) -> Any:
        given, structure = coerce(plan, reading), reading.reader.structure
        slugs, locale = given["slugs"], given.get("locale")
        shown = tuple(dict.fromkeys((*level.columns, "slug")))
        names = shown if structure.is_confirmed else (*shown, COLUMN)
        rows = select_several(collection, reading.gate, clean_slugs(slugs), locale)
        found: list[Row] = list(structure.annotate_version(rows).values_list(*names))
        if found and names is not shown:
            structure.confirm(found[0][-1])
        responses = assemble(level, found, find_text_language(reading.gate, locale), reading)
        place = shown.index("slug")
        by_slug = dict(zip((row[place] for row in found), responses, strict=True))
        return [by_slug.get(slug) for slug in slugs]

    return read
