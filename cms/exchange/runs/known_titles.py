"""A warning for a CSV file that seems to be a list imported before, under another name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from cms.exchange.errors import Refusal
from cms.exchange.fields.text import parse_text
from cms.exchange.formats.csv_files import CsvSource
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Options
from cms.exchange.runs.plan import Plan

AT_ONCE = 500


def find_warnings(plan: Plan, options: Options) -> list[str]:
    """A warning for each file of an unknown source whose titles exist already."""
    found = (build_warning(plan, source, options) for source in plan.sources if isinstance(source, CsvSource))
    return [warning for warning in found if warning]


def build_warning(plan: Plan, source: CsvSource, options: Options) -> str:
    name, kind = source.mapping.source, source.mapping.kind
    model: Any = importer_for(kind).model if plan.count_items(kind) else None
    if not hasattr(model, "external_id") or not hasattr(model, "title"):
        return ""
    if model.objects.filter(external_id__startswith=f"{name}:").exists():
        return ""
    known, sources = 0, Counter[str]()
    for keys in batch_titles(plan, source):
        pages = model.objects.filter(title__in=keys.values(), locale__language_code=options.locale)
        there = dict(pages.values_list("title", "external_id"))
        known += sum(title in there for title in keys.values())
        sources.update(
            external.removesuffix(f":{key}")
            for key, title in keys.items()
            if (external := there.get(title) or "").endswith(f":{key}")
        )
    outcome = "all rows are created again" if options.allow_duplicates else "likely duplicates are held back"
    return describe(source.path.name, name, known, sources, outcome) if known else ""


def batch_titles(plan: Plan, source: CsvSource) -> Iterator[dict[str, str]]:
    """Title by key of the rows that are known by the source and their key, some hundred at a time."""
    start = f"{source.mapping.source}:"
    pairs = (
        (str(item.record["externalId"]).removeprefix(start), title)
        for item in plan.iterate_items(source.mapping.kind)
        if item.file == str(source.path) and str(item.record.get("externalId", "")).startswith(start)
        if (title := read_title(item.record))
    )
    while keys := dict(islice(pairs, AT_ONCE)):
        yield keys


def read_title(record: dict[str, Any]) -> str:
    """The title as it is stored; empty for one that will be refused, which no database may be asked for."""
    try:
        return parse_text(record.get("title"))
    except Refusal:
        return ""


def describe(file: str, source: str, known: int, sources: Counter[str], outcome: str) -> str:
    titles = f"{known} titles of {file} exist" if known > 1 else f"1 title of {file} exists"
    text = f"{titles} already, but nothing was imported from the source “{source}” before: {outcome}."
    if not sources:
        return text
    [(best, _)] = sources.most_common(1)
    return f"{text} If this is a new version of the list “{best}”, import it with the source “{best}”."
