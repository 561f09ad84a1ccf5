"""A warning for a CSV file that seems to be a list imported before, under another name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext_noop as _, ngettext_lazy

from cms.base.reasons import Reason, count_reason, join_reasons
from cms.exchange.errors import Refusal
from cms.exchange.fields.text import parse_text
from cms.exchange.formats.csv_files import CsvSource
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Options
from cms.exchange.runs.plan import Plan

AT_ONCE = 500


KNOWN_TITLES = ngettext_lazy(
    "%(number)s title of %(file)s exists already, but nothing was imported from the source “%(source)s” before: "
    "%(outcome)s.",
    "%(number)s titles of %(file)s exist already, but nothing was imported from the source “%(source)s” before: "
    "%(outcome)s.",
    "number",
)
NEW_VERSION = _("If this is a new version of the list “%(source)s”, import it with the source “%(source)s”.")


def find_warnings(plan: Plan, options: Options) -> list[Reason]:
    """A warning for each file of an unknown source whose titles exist already."""
    found = (build_warning(plan, source, options) for source in plan.sources if isinstance(source, CsvSource))
    return [warning for warning in found if warning]


def build_warning(plan: Plan, source: CsvSource, options: Options) -> Reason | None:
    name, kind = source.mapping.source, source.mapping.kind
    model: Any = importer_for(kind).model if plan.count_items(kind) else None
    if not hasattr(model, "external_id") or not hasattr(model, "title"):
        return None
    if model.objects.filter(external_id__startswith=f"{name}:").exists():
        return None
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
    outcome = (
        _("all rows are created again") if options.allow_duplicates else _("likely duplicates are held back")
    )
    return describe(source.path.name, name, known, sources, Reason(outcome)) if known else None


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


def describe(file: str, source: str, known: int, sources: Counter[str], outcome: Reason) -> Reason:
    values = {"number": known, "file": file, "source": source, "outcome": outcome}
    text = count_reason(KNOWN_TITLES, values)
    if not sources:
        return text
    [(best, _count)] = sources.most_common(1)
    return join_reasons(" ", [text, Reason(NEW_VERSION, {"source": best})])
