"""Which matches the caller may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, FloatField, Func, QuerySet, Value
from django.db.models.functions import Coalesce

from cms.declarations import SearchKind
from cms.plugins.api.search import SearchMatch

__all__ = ["BOOST", "Hit", "group_keys", "list_hits", "restrict_to_keys"]

BOOST = 5.0
"""Points that the boost of a kind adds at most: it orders equal matches, and lifts none over the next step."""
Hit = tuple[float, str, int]
"""Score with the sign turned round, kind and key: hits in ascending order are best first."""


def list_hits(
    matches: Sequence[SearchMatch], rows: Mapping[str, QuerySet[Any]], kinds: Iterable[SearchKind]
) -> list[Hit]:
    """The matches among the rows of each kind, best first; one statement for each kind that has matches."""
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for match in matches:
        scores[match.key.kind].setdefault(match.key.key, match.score)
    found: list[Hit] = []
    for kind in kinds:
        if own := scores.get(kind.name):
            boosts = load_boosts(kind, rows[kind.name], list(own))
            found += [(-own[key] - BOOST * boost, kind.name, key) for key, boost in boosts if key in own]
    return sorted(found)


def load_boosts(kind: SearchKind, rows: QuerySet[Any], keys: Sequence[int]) -> Iterable[tuple[int, float]]:
    """The keys of visible rows and their boosts, as two arrays in one row: thousands are nothing to read like that."""
    boost = Value(0.0) if kind.boost is None else Coalesce(kind.boost, Value(0.0), output_field=FloatField())
    found = (
        restrict_to_keys(rows, keys)
        .order_by()
        .aggregate(keys=ArrayAgg("pk", default=Value([])), boosts=ArrayAgg(boost, default=Value([])))
    )
    return zip(found["keys"], found["boosts"], strict=True)


def restrict_to_keys(rows: QuerySet[Any], keys: Sequence[int]) -> QuerySet[Any]:
    """The rows with these keys, which are sent as one array: the planner sees how many there are."""
    listed = Value(list(keys), ArrayField(BigIntegerField()))
    template, joiner = "(%(expressions)s))", " = ANY("
    return rows.filter(Func("pk", listed, template=template, arg_joiner=joiner, output_field=BooleanField()))


def group_keys(hits: Iterable[Hit]) -> Mapping[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for _score, kind, key in hits:
        grouped[kind].append(key)
    return grouped
