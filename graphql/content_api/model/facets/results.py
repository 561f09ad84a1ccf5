"""The answers that are made of the rows of a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.declarations import ApiCollection, Filter, is_choices
from content_api.model.facets.plan import CountedFacet
from content_api.model.facets.statement import TOTAL

__all__ = ["Facet", "FacetValue", "build_facets", "divide_facets", "find_total"]

MAX_PARTS = 30
"""The most facets of one that has parts; those with the most rows are answered."""
Row = Sequence[Any]
PART, PART_LABEL, VALUE, LABEL, NUMBER = range(2, 7)
"""Places in a row of the statement."""


@dataclass(frozen=True)
class FacetValue:
    """A value of a filter. value: as the filter takes it; an enumeration's name, true or false. count: the rows that it
    would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """The values of one filter. name: that of the filter. slug: which attribute, for facets of typed attributes."""

    name: str
    label: str
    values: list[FacetValue]
    slug: str | None = None


def divide_facets(
    collection: ApiCollection,
    counted: Sequence[CountedFacet],
    rows: Iterable[Row],
    keys: Iterable[Any],
    size: int,
) -> Mapping[Any, list[Facet]]:
    """The facets of each owner."""
    owned: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        owned[row[1]].append(row)
    return {key: build_facets(collection, counted, owned[key], size) for key in keys}


def build_facets(
    collection: ApiCollection, counted: Sequence[CountedFacet], rows: Iterable[Row], size: int
) -> list[Facet]:
    """The facets in the order in which they were asked for; those of parts by their labels."""
    found: dict[str, list[Row]] = {each.name: [] for each in counted}
    for row in rows:
        if row[0] != TOTAL:
            found[counted[row[0]].name].append(row)
    return [facet for name, own in found.items() for facet in build_parts(collection, name, own, size)]


def find_total(rows: Iterable[Row]) -> int | None:
    """The number of rows of the list, where the statement has counted it."""
    return next((row[NUMBER] for row in rows if row[0] == TOTAL), None)


def build_parts(collection: ApiCollection, name: str, rows: list[Row], size: int) -> Iterator[Facet]:
    facet, declared = collection.facets[name], collection.filters[name]
    if not facet.part:
        values = [build_value(row, facet.build_label) for row in rows]
        yield Facet(name, str(facet.label), arrange_values(facet.bands, declared, values)[:size])
        return
    parts: dict[tuple[str, str], list[FacetValue]] = defaultdict(list)
    for row in rows:
        parts[row[PART_LABEL], row[PART]].append(build_value(row))
    largest = sorted(parts, key=lambda each: -sum(value.count for value in parts[each]))[:MAX_PARTS]
    for label, part in sorted(largest):
        yield Facet(name, label, parts[label, part], part)


def build_value(row: Row, build_label: Callable[[str], str] | None = None) -> FacetValue:
    label = build_label(row[LABEL]) if build_label else row[LABEL]
    return FacetValue(row[VALUE], label, row[NUMBER])


def arrange_values(bands: Sequence[Any], declared: Filter, values: list[FacetValue]) -> list[FacetValue]:
    """Bands in their own order; choices by their names and labels, without those that the filter does not know."""
    if bands:
        counts = {each.value: each.count for each in values}
        return [
            FacetValue(band.value, str(band.label), counts[band.value])
            for band in bands
            if band.value in counts
        ]
    if labels := list_labels(declared):
        known = [FacetValue(*labels[each.value], each.count) for each in values if each.value in labels]
        return sorted(known, key=lambda each: (-each.count, each.label))
    return values


def list_labels(declared: Filter) -> dict[str, tuple[str, str]]:
    """Value and label in an answer, by the value in the database; empty for values that speak for themselves."""
    if declared.type is bool:
        return {"true": ("true", _("Yes")), "false": ("false", _("No"))}
    if is_choices(declared.type):
        return {str(each.value): (each.name, str(each.label)) for each in declared.type}  # type: ignore[union-attr]
    return {}
