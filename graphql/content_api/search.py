"""Full-text hits over the declared kinds, from Wagtail's index in PostgreSQL, behind the gate.

The gate and the filters are sub-queries inside every statement, so hits, ranks, counts and facets know visible rows
only. Titles and bodies are matched each by its own vector, because the index cannot serve their concatenation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BigIntegerField, Count, F, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from modelsearch.conf import get_app_config
from wagtail.models import Page

from cms.declarations import Gate, SearchKind, registry
from content_api import filters
from content_api.types.relations import fetch

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)
TITLE_BOOST = 4.0
DASHES = re.compile(r"-(?:\s*-){8,}")
"""Many negations in a row, of which PostgreSQL can read 31."""


@dataclass(frozen=True)
class FacetValue:
    """How many hits have this value."""

    value: str
    count: int


@dataclass(frozen=True)
class Facet:
    """A property of the hits, its most frequent values first, at most 50."""

    name: str
    values: list[FacetValue]


class Hits:
    """The hits of one search. Every statement is built here and runs only when its part is asked for."""

    def __init__(
        self, query: str, kinds: Iterable[SearchKind], given: Mapping[str, Any], locale: Q, gate: Gate
    ) -> None:
        self.gate, self.locale = gate, locale
        self.given = {name: value for name, value in given.items() if value is not None}
        self.kinds = [kind for kind in kinds if set(self.given) <= set(kind.filters)]
        self.text = SearchQuery(DASHES.sub("-", query), search_type="websearch")

    def rows_of(self, kind: SearchKind) -> QuerySet[Any]:
        """The rows of a kind that the viewer may see and the filters admit, whatever they say."""
        rule = self.gate.visible(kind.model)
        if issubclass(kind.model, Page):
            rule &= self.locale
        if kind.collection and self.given:
            rule &= filters.condition(registry.collections[kind.collection], self.given, self.gate)
        return kind.model._default_manager.filter(rule)

    def entries(self) -> QuerySet[Any]:
        """Index entries of the hits, best first."""
        rank = TITLE_BOOST * SearchRank("title", self.text) + SearchRank("body", self.text)
        return self.matching().annotate(rank=rank).order_by("-rank", "pk")

    def matching(self) -> QuerySet[Any]:
        sources = [
            Q(
                content_type=ContentType.objects.get_for_model(kind.model),
                object_id__in=as_text(self.rows_of(kind)),
            )
            for kind in self.kinds
        ]
        admitted = reduce(or_, sources, Q(pk__in=()))
        return IndexEntry.objects.filter(Q(title=self.text) | Q(body=self.text)).filter(admitted)

    def page(self, start: int, size: int) -> list[Any]:
        """The rows of a page of hits, one statement for the entries and one for each kind among them."""
        found = list(self.entries().values_list("content_type", "object_id")[start : start + size])
        models: dict[int, type[Model]] = {
            ContentType.objects.get_for_model(kind.model).pk: kind.model for kind in self.kinds
        }
        rows = {
            content_type: fetch(model, {int(key) for kind, key in found if kind == content_type}, self.gate)
            for content_type, model in models.items()
        }
        return [row for kind, key in found if (row := rows[kind].get(int(key))) is not None]

    def count(self) -> int:
        return self.matching().count()

    def facets(self) -> list[Facet]:
        """The kinds of the hits, and then each kind's own facets, one statement each."""
        return [
            self.kind_facet(),
            *(self.facet(kind, *item) for kind in self.kinds for item in kind.facets.items()),
        ]

    def kind_facet(self) -> Facet:
        counts = dict(self.matching().order_by().values_list("content_type").annotate(number=Count("pk")))
        keys = {kind.name: ContentType.objects.get_for_model(kind.model).pk for kind in self.kinds}
        values = [FacetValue(name, counts[key]) for name, key in keys.items() if key in counts]
        return Facet("kind", sorted(values, key=lambda value: -value.count))

    def facet(self, kind: SearchKind, name: str, path: str) -> Facet:
        entry = ContentType.objects.get_for_model(kind.model)
        hits = self.matching().filter(content_type=entry).values(key=Cast("object_id", BigIntegerField()))
        guarded, _ = filters.guards(kind.model, path, self.gate)
        rows = kind.model._default_manager.filter(guarded, pk__in=hits).exclude(**{path: ""})
        counts = rows.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
        best = counts.filter(**{f"{path}__isnull": False}).order_by("-number", path)[:50]
        return Facet(name, [FacetValue(str(value), number) for value, number in best])


def as_text(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Primary keys in the index's own text form."""
    return rows.annotate(_key=Cast(F("pk"), TextField())).values("_key")
