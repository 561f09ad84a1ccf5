"""One page of an ordered list, by cursors or by offset: at the root, or for every row of a batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from content_api.errors import BadUserInput
from content_api.model import cursors
from content_api.model.batching import link_batch, read_keys
from content_api.model.facets.results import Facet
from content_api.model.ordering import Ordering

Convert = Callable[[list[Any]], list[Any]]


@dataclass(frozen=True)
class PageArguments:
    """Checked arguments of a connection. Hashable, so that a batch can be keyed by them."""

    size: int
    backwards: bool
    offset: int
    after: str | None
    before: str | None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> PageArguments:
        """BadUserInput for a size or offset out of range, or for arguments that contradict each other."""
        first, last = arguments.get("first"), arguments.get("last")
        if first is not None and last is not None:
            raise BadUserInput("Give first or last, not both.")
        offset = arguments.get("offset")
        after, before = arguments.get("after"), arguments.get("before")
        if offset is not None and (after or before or last is not None):
            raise BadUserInput("Use offset with first alone, without cursors.")
        limits = settings.CONTENT_API
        name, size = ("last", last) if last is not None else ("first", first)
        size = limits["PAGE_SIZE"] if size is None else in_range(name, size, limits["MAX_PAGE_SIZE"])
        offset = 0 if offset is None else in_range("offset", offset, limits["MAX_OFFSET"])
        return cls(size, last is not None, offset, after, before)

    @property
    def start(self) -> int:
        """How many rows of the list are passed over."""
        return self.offset

    @property
    def end(self) -> int:
        """Where the rows that are read end: one after the page, to show whether there is more."""
        return self.offset + self.size + 1

    @property
    def has_cursor(self) -> bool:
        return bool(self.after or self.before)


def in_range(name: str, value: int, highest: int) -> int:
    if not 0 <= value <= highest:
        raise BadUserInput(f"{name} must be from 0 to {highest}.")
    return value


def no_facets(names: Sequence[str], size: int) -> list[Facet]:
    """The facets of a list that has none."""
    return []


@dataclass
class Connection:
    """A page of rows.

    count: gives the size of the whole list, and costs a statement only when it is asked. count_facets: takes the
    names of facets and the most values of each; so does it.
    """

    rows: Sequence[Any]
    has_next: bool
    has_previous: bool
    count: Callable[[], int]
    cursor: Callable[[Any], str]
    count_facets: Callable[[Sequence[str], int], list[Facet]] = no_facets

    @property
    def nodes(self) -> Sequence[Any]:
        return self.rows

    @property
    def edges(self) -> list[Edge]:
        return [Edge(row, self.cursor(row)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Edge:
    node: Any
    cursor: str


def paginate(
    queryset: QuerySet[Any], ordering: Ordering, scope: str, page: PageArguments, convert: Convert = list
) -> Connection:
    """The page of a root list, in one statement. convert: applied to the rows as they were read."""
    rows = convert(list(in_order(queryset, ordering, scope, page)[page.start : page.end]))
    return build_page(rows, ordering, scope, page, queryset.count)


def in_order(rows: QuerySet[Any], ordering: Ordering, scope: str, page: PageArguments) -> QuerySet[Any]:
    """The rows from which a page is cut: between its cursors, in its order."""
    narrowed = narrow(ordering.annotate(rows), ordering, scope, page)
    return narrowed.order_by(*ordering.list_order(page.backwards))


def build_page(
    rows: list[Any], ordering: Ordering, scope: str, page: PageArguments, count: Callable[[], int]
) -> Connection:
    """The page made of the rows from its start to its end."""
    found = connection(rows, ordering, scope, page, count)
    found.rows = link_batch(found.rows)
    return found


def in_order_under(
    children: QuerySet[Any], column: str, ordering: Ordering, scope: str, page: PageArguments, *,
    keys: list[Any], start: int, end: int,
) -> QuerySet[Any]:  # fmt: skip
    """The children from `start` to `end` of each parent, between the page's cursors and in its order.

    column: what holds the parent's key in a child.
    """
    children = children.filter(**{f"{column}__in": keys})
    place = Window(RowNumber(), partition_by=F(column), order_by=ordering.list_order(page.backwards))
    ranked = narrow(ordering.annotate(children), ordering, scope, page).annotate(_place=place)
    return ranked.filter(_place__gt=start, _place__lte=end).order_by("_place")


def divide(
    children: Iterable[Any], column: str, keys: Iterable[Any], ordering: Ordering, scope: str, page: PageArguments,
    counts: Counts, convert: Convert = list,
) -> Mapping[Any, Connection]:  # fmt: skip
    """The page of each parent, made of the children of all of them.

    convert: applied to all rows at once before they are handed out.
    """
    rows: dict[Any, list[Any]] = defaultdict(list)
    for child in children:
        rows[getattr(child, column)].append(child)
    pages = {key: connection(rows[key], ordering, scope, page, counts.of(key)) for key in keys}
    shown = [row for each in pages.values() for row in each.rows]
    pks = read_keys(shown)
    converted = link_batch(convert(list(dict(zip(pks, shown, strict=True)).values())))
    found, remaining = dict(zip(read_keys(converted), converted, strict=True)), iter(pks)
    for each in pages.values():
        each.rows = [found[pk] for pk in islice(remaining, len(each.rows)) if pk in found]
    return pages


def counts_under(children: QuerySet[Any], column: str, keys: list[Any]) -> QuerySet[Any]:
    """How many children each parent has, as pairs."""
    found = children.filter(**{f"{column}__in": keys}).order_by()
    return found.values_list(column).annotate(number=Count("pk"))


class Counts:
    """How many children each parent has: asked once for all, and only when somebody asks."""

    def __init__(self, ask: Callable[[], Iterable[tuple[Any, int]]]) -> None:
        self.ask = ask
        self.counts: dict[Any, int] | None = None

    def of(self, key: Any) -> Callable[[], int]:
        def count() -> int:
            if self.counts is None:
                self.counts = dict(self.ask())
            return self.counts.get(key, 0)

        return count


def narrow(queryset: QuerySet[Any], ordering: Ordering, scope: str, page: PageArguments) -> QuerySet[Any]:
    """Only what lies between the cursors."""
    if page.after:
        queryset = queryset.filter(ordering.build_after_rule(cursors.decode(page.after, scope)))
    if page.before:
        queryset = queryset.filter(
            ordering.build_after_rule(cursors.decode(page.before, scope), backwards=True)
        )
    return queryset


def connection(
    rows: list[Any], ordering: Ordering, scope: str, page: PageArguments, count: Callable[[], int]
) -> Connection:
    """Cut the extra row that shows whether there is more, and put a backward page in order."""
    more = len(rows) > page.size
    kept = rows[: page.size][::-1] if page.backwards else rows[: page.size]
    came_from = bool(page.after) or page.offset > 0
    return Connection(
        rows=kept,
        has_next=bool(page.before) if page.backwards else more,
        has_previous=more if page.backwards else came_from,
        count=count,
        cursor=lambda row: cursors.encode(scope, ordering.values(row)),
    )
