"""One page of an ordered list, by cursors or by offset: at the root, or for every row of a batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from content_api.errors import BadUserInput
from content_api.model import cursors
from content_api.model.batching import together
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


def in_range(name: str, value: int, highest: int) -> int:
    if not 0 <= value <= highest:
        raise BadUserInput(f"{name} must be from 0 to {highest}.")
    return value


@dataclass
class Connection:
    """A page of rows. `count` gives the size of the whole list and costs a statement only when it is asked."""

    rows: Sequence[Any]
    has_next: bool
    has_previous: bool
    count: Callable[[], int]
    cursor: Callable[[Any], str]

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
    """The page of a root list, in one statement."""
    narrowed = narrow(queryset, ordering, scope, page).order_by(*ordering.expressions(page.backwards))
    rows = list(ordering.annotate(narrowed)[page.offset : page.offset + page.size + 1])
    found = connection(rows, ordering, scope, page, queryset.count)
    found.rows = together(convert(list(found.rows)))
    return found


def paginate_children(
    children: QuerySet[Any], column: str, keys: Iterable[Any], ordering: Ordering, scope: str, page: PageArguments,
    convert: Convert = list,
) -> Mapping[Any, Connection]:  # fmt: skip
    """The page under each parent, in one statement for all of them, and one more for all the counts.

    column: what holds the parent's key in a child; `keys` are those asked for, and the keys of the answer.
    convert: applied to all rows at once before they are handed out.
    """
    wanted = list(keys)
    children = children.filter(**{f"{column}__in": wanted})
    place = Window(RowNumber(), partition_by=F(column), order_by=ordering.expressions(page.backwards))
    ranked = ordering.annotate(narrow(children, ordering, scope, page)).annotate(_place=place)
    cut = ranked.filter(_place__gt=page.offset, _place__lte=page.offset + page.size + 1).order_by("_place")
    rows: dict[Any, list[Any]] = defaultdict(list)
    for row in cut:
        rows[getattr(row, column)].append(row)
    counts = Counts(children, column)
    pages = {key: connection(rows[key], ordering, scope, page, counts.of(key)) for key in wanted}
    converted = {
        row.pk: row for row in together(convert([row for each in pages.values() for row in each.rows]))
    }
    for each in pages.values():
        each.rows = [converted[row.pk] for row in each.rows if row.pk in converted]
    return pages


class Counts:
    """How many children each parent has: asked once for all, and only when somebody asks."""

    def __init__(self, children: QuerySet[Any], column: str) -> None:
        self.query = children.order_by().values_list(column).annotate(number=Count("pk"))
        self.counts: dict[Any, int] | None = None

    def of(self, key: Any) -> Callable[[], int]:
        def count() -> int:
            if self.counts is None:
                self.counts = dict(self.query)
            return self.counts.get(key, 0)

        return count


def narrow(queryset: QuerySet[Any], ordering: Ordering, scope: str, page: PageArguments) -> QuerySet[Any]:
    """Only what lies between the cursors."""
    if page.after:
        queryset = queryset.filter(ordering.after(cursors.decode(page.after, scope)))
    if page.before:
        queryset = queryset.filter(ordering.after(cursors.decode(page.before, scope), backwards=True))
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
