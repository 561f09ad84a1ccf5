"""Which facets are counted, and over which rows: each over those that all filters but its own leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.declarations import ApiCollection, Facet, Filter, Viewer, is_choices

__all__ = ["CountedFacet", "Without", "leave_out", "list_counted_facets"]

Without = tuple[str, str] | None
"""A filter that is left out, and the part of it, or an empty text for all of it; None leaves out nothing."""


@dataclass(frozen=True)
class CountedFacet:
    """A facet, or parts of one, over the rows that are left without one filter.

    number: its place among all of the statement. declared: its filter. only, but: parts that are counted, and parts
    that are not.
    """

    number: int
    name: str
    facet: Facet
    declared: Filter
    without: Without
    only: str | None = None
    but: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """Where its value stands among the columns of the rows."""
        return f"facet_{self.number}"

    @property
    def is_closed(self) -> bool:
        """Whether its values are few and known beforehand."""
        return bool(self.facet.bands) or self.declared.type is bool or is_choices(self.declared.type)


def list_counted_facets(
    collection: ApiCollection, names: Sequence[str], given: Mapping[str, Any], viewer: Viewer
) -> list[CountedFacet]:
    """What is counted for the facets that a viewer asked for. given: the values of the filters."""
    found: list[CountedFacet] = []
    for name in dict.fromkeys(names):
        facet = collection.facets[name].narrow(viewer)
        for without, only, but in list_row_sets(name, facet, given.get(name)):
            found.append(CountedFacet(len(found), name, facet, collection.filters[name], without, only, but))
    return found


def list_row_sets(
    name: str, facet: Facet, value: Any
) -> Iterator[tuple[Without, str | None, tuple[str, ...]]]:
    """The filter that each count leaves out, with the parts that it is for."""
    if value is None:
        yield None, None, ()
    elif not facet.part:
        yield (name, ""), None, ()
    else:
        parts = tuple(dict.fromkeys(getattr(each, facet.part) for each in value))
        yield None, None, parts
        for part in parts:
            yield (name, part), part, ()


def leave_out(collection: ApiCollection, given: Mapping[str, Any], without: Without) -> dict[str, Any]:
    """The values of the filters without one, or without a part of one."""
    if without is None:
        return dict(given)
    name, part = without
    rest = {each: value for each, value in given.items() if each != name}
    if part:
        kept = [each for each in given[name] if getattr(each, collection.facets[name].part) != part]
        rest |= {name: kept} if kept else {}
    return rest
