"""Which matches the caller may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.declarations import SearchKind
from cms.plugins.api.search import SearchMatch

__all__ = ["BOOST", "Hit", "group_keys", "list_hits", "match_keys"]

BOOST = 5.0
"""Points that the boost of a kind adds at most: it orders equal matches, and lifts none over the next step."""
Hit = tuple[float, str, int]
"""Score with the sign turned round, kind and key: hits in ascending order are best first."""


def list_hits(
    matches: Sequence[SearchMatch],
    rows: Mapping[str, QuerySet[Any]],
    kinds: Iterable[SearchKind],
    lifts: Mapping[str, Combinable | None] | None = None,
) -> list[Hit]:
    """The matches among the rows of each kind, best first; one statement for each kind that has matches.

    lifts: points for some rows of a kind, which the text of the search decides.
    """
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for match in matches:
        scores[match.key.kind].setdefault(match.key.key, match.score)
    found: list[Hit] = []
    for kind in kinds:
        if own := scores.get(kind.name):
            points = load_points(kind, rows[kind.name], list(own), (lifts or {}).get(kind.name))
            found += [(-own[key] - more, kind.name, key) for key, more in points if key in own]
    return sorted(found)


def load_points(
    kind: SearchKind, rows: QuerySet[Any], keys: Sequence[int], lift: Combinable | None
) -> Iterable[tuple[int, float]]:
    """The keys of visible rows and the points that are added to their scores, as two arrays in one row: thousands are
    nothing to read like that."""
    points: Any = Value(0.0)
    if kind.boost is not None:
        points = Coalesce(kind.boost, Value(0.0), output_field=FloatField()) * Value(BOOST)
    if lift is not None:
        points = points + lift
    found = (
        restrict_to_keys(rows, keys)
        .order_by()
        .aggregate(keys=ArrayAgg("pk", default=Value([])), points=ArrayAgg(points, default=Value([])))
    )
    return zip(found["keys"], found["points"], strict=True)


def restrict_to_keys(rows: QuerySet[Any], keys: Sequence[int]) -> QuerySet[Any]:
    """The rows with these keys, which are sent as one array: the planner sees how many there are.

    For pages the array is compared with the keys of both of their tables. PostgreSQL does not carry an array from
    the one to the other, and would read the whole tree. The gate joins the tables, under their own names.
    """
    found = rows.filter(match_keys(F("pk"), keys))
    if issubclass(rows.model, Page) and rows.model is not Page:
        found = found.filter(match_keys(RawSQL("wagtailcore_page.id", []), keys))
    return found


def match_keys(column: Any, keys: Sequence[int]) -> Func:
    """The condition that a column is one of these keys, which are sent as the text of one array: Django would prepare
    each of thousands on its own."""
    listed = Value(f"{{{','.join(map(str, keys))}}}", TextField())
    template, joiner = "(%(expressions)s::bigint[]))", " = ANY("
    return Func(column, listed, template=template, arg_joiner=joiner, output_field=BooleanField())


def group_keys(hits: Iterable[Hit]) -> Mapping[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for _score, kind, key in hits:
        grouped[kind].append(key)
    return grouped
