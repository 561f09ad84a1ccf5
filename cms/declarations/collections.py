"""Lists that the API offers, their filters and orders, and what its search covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, Model, Q, QuerySet
from django.db.models.expressions import Combinable

from cms.declarations.access import Gate
from cms.declarations.facets import Facet
from cms.declarations.fields import Argument

__all__ = ["ApiCollection", "CollectionSummary", "Filter", "Nested", "SearchKind", "Terms"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One input field of a collection's filter.

    path: Django look-up path from the model ("vendor__slug"); relations on the way are passed through the gate, and
        a many-valued relation becomes a sub-query, so no filter can ask about a hidden row or double a visible one.
    type: str, int, float, bool, date, datetime, "ID", an enumeration of Django choices, or a frozen dataclass, which
        becomes an input object; `metadata={"name": "from"}` on one of its fields gives that another name.
    lookup: the look-up ("exact", "gte", "folded_startswith"…). many: the argument is a list, any of which may match.
    build: for what a path cannot say; takes the value and the gate and returns the filter, or raises ValidationError.
    prepare: takes the value and the gate before the list is read, and answers the value that `build` gets;
        ValidationError for a value that cannot be. It may cost one statement.
    is_pure: `build` depends on the value and the gate alone, so that the text of its statements can be kept although it
        holds sub-queries.
    """

    path: str
    type: type | str
    description: str
    lookup: str = "exact"
    many: bool = False
    build: Callable[[Any, Gate], Q] | None = None
    prepare: Callable[[Any, Gate], Any] | None = None
    is_pure: bool = False


@dataclass(frozen=True, slots=True)
class Nested:
    """Offer a collection as a connection on the parent that `relation` leads to: a foreign key, a many-to-many field,
    or a path through link rows ("tagged_items__tag"). The rows of links are as public as both of their ends."""

    relation: str
    field: str
    description: str


Computed = Callable[[Gate, Mapping[str, Any]], Combinable | FilteredRelation]
Terms = Sequence[str] | Callable[[Gate], Sequence[str]]


@dataclass(frozen=True, eq=False)
class ApiCollection:
    """A list the API offers: a root connection, and connections nested under parents.

    orders: name of each enum value to its terms ("-popularity"), or to a function that takes the gate and answers them;
        nulls sort last, and the primary key is added. A term may go through one-to-one relations ("-rating__score").
    computed: names that terms may use besides columns, each with a function that takes the gate and the values of the
        filters that are given, and answers an expression to annotate rows with, or a relation to at most one row each.
    facets: by the name of the filter that takes their values.
    one: the root field for one row, looked up by `keys` (argument name to column); None when there is none.
    several: the root field for the rows with the given slugs, in their order; None when there is none.
    arguments: filters that stand directly on the root field instead of in its filter object.
    """

    name: str
    model: type[Model]
    description: str
    orders: Mapping[str, Terms]
    default_order: str
    filters: Mapping[str, Filter] = field(default_factory=dict)
    one: str | None = None
    several: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    nested: Sequence[Nested] = ()
    arguments: Mapping[str, Filter] = field(default_factory=dict)
    facets: Mapping[str, Facet] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """A root field about all visible rows of a collection that match a filter, such as counts by day.

    summarize: takes the rows as a query set, the gate, and a mapping of those arguments that were given; a constant
        number of statements. What the caller did wrong it says by ValidationError. cost: points of one use.
    """

    name: str
    collection: str
    type: Any
    summarize: Callable[[QuerySet[Any], Gate, Mapping[str, Any]], Any]
    description: str
    cost: int
    arguments: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class SearchKind:
    """A kind that `search` and `suggest` cover.

    title: the column with its name, which suggestions complete. summary, body: fields whose text is found; text in the
        body counts least. labels: paths to names of what a row is filed under ("tags__name"), which are as
        public as the row.
    collection: whose filters search offers for it, those in `filters`. facets: those of the collection that are counted
        over the hits.
    boost: makes an expression from 0 to 1 that lifts hits a little, such as popularity, for who searches.
    maker: a foreign key to a kind that is searched, too ("vendor"); a search that names one lifts hits of it a little.
    pins: for a kind that is no page, the relation of `PinnedSearch` in which editors pin rows of it ("pinned_vendors").
    """

    name: str
    model: type[Model]
    title: str = "title"
    summary: Sequence[str] = ()
    body: Sequence[str] = ()
    labels: Sequence[str] = ()
    boost: Callable[[Gate], Combinable] | None = None
    maker: str | None = None
    pins: str | None = None
    collection: str | None = None
    filters: Sequence[str] = ()
    facets: Sequence[str] = ()
