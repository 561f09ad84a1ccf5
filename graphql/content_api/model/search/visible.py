"""Which matches the caller may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.declarations import Gate, SearchKind
from cms.plugins.api.search import SearchMatch
from content_api.model.facets.counting import Sql, compile_query
from content_api.model.facets.statement import FacetStatement

__all__ = [
    "BOOST",
    "Hit",
    "build_boost",
    "build_points_statement",
    "group_keys",
    "list_hits",
    "match_keys",
    "read_points",
]

BOOST = 5.0
"""Points that the boost of a kind adds at most: it orders equal matches, and lifts none over the next step."""
Hit = tuple[float, str, int]
"""Score with the sign turned round, kind and key: hits in ascending order are best first."""


def list_hits(
    matches: Sequence[SearchMatch],
    kinds: Iterable[SearchKind],
    load_points: Callable[[SearchKind, Sequence[int]], Iterable[tuple[int, float]]],
) -> list[Hit]:
    """The matches that are visible, best first.

    load_points: the keys of a kind's visible rows among some, and the points that are added to their scores.
    """
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for match in matches:
        scores[match.key.kind].setdefault(match.key.key, match.score)
    found: list[Hit] = []
    for kind in kinds:
        if own := scores.get(kind.name):
            points = load_points(kind, list(own))
            found += [(-own[key] - more, kind.name, key) for key, more in points if key in own]
    return sorted(found)


def build_boost(kind: SearchKind, gate: Gate) -> Combinable | None:
    """The points that the boost of a kind adds."""
    if kind.boost is None:
        return None
    return Coalesce(kind.boost(gate), Value(0.0), output_field=FloatField()) * Value(BOOST)


def build_points_statement(
    rows: QuerySet[Any],
    keys: Sequence[int],
    *additions: Combinable | None,
) -> FacetStatement:
    """The keys of visible rows and the points that are added to their scores, as two arrays in one row: thousands are
    nothing to read like that. additions: what the points are the sum of."""
    points: Any = sum((each for each in additions if each is not None), start=Value(0.0))
    listed = restrict_to_keys(rows, keys).order_by().values_list("pk", points)
    with suppress(EmptyResultSet):
        found = compile_query(listed)
        text = f"SELECT array_agg(found.key), array_agg(found.points::float8) FROM ({found.text}) found (key, points)"  # noqa: S608
        return FacetStatement(rows.db, Sql(text, found.params))
    return FacetStatement(rows.db, None)


def read_points(rows: Sequence[Any]) -> Iterable[tuple[int, float]]:
    """The pairs in the one row of such a statement; there are none without visible rows."""
    keys, points = rows[0] if rows else (None, None)
    return zip(keys or (), points or (), strict=True)


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
