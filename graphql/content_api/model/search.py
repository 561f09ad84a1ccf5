"""Full-text hits and suggestions over the declared kinds, from Wagtail's index in PostgreSQL, behind the gate.

All SQL of search stands here. The gate and the filters are sub-queries inside every statement, so hits, ranks, counts
and facets know visible rows only. Titles and bodies are matched each by its own stored vector, because the index cannot
serve their concatenation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    When,
    Window,
)
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelsearch.conf import get_app_config
from wagtail.models import Page

from cms.compat.modelsearch import CONFIG
from cms.declarations import SearchKind, registry
from cms.search.text import list_title_forms, normalize, normalize_query, prefix_query
from content_api.access.reader import Reader
from content_api.model import filters
from content_api.model.facets.plan import Without, leave_out, list_counted_facets
from content_api.model.facets.results import Facet, FacetValue, build_facets
from content_api.model.facets.statement import build_statement
from content_api.model.relations import fetch

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)
TITLE_BOOST = 4.0
MAX_VALUES = 50
"""The most values of a facet of search."""


class Hits:
    """The hits of one search. Every statement is built here and runs only when its part is asked for."""

    def __init__(
        self, query: str, kinds: Iterable[SearchKind], given: Mapping[str, Any], locale: Q, reader: Reader
    ) -> None:
        self.reader, self.gate, self.locale = reader, reader.gate, locale
        self.total: int | None = None
        self.given = {name: value for name, value in given.items() if value is not None}
        self.kinds = [kind for kind in kinds if set(self.given) <= set(kind.filters)]
        self.query = query.strip()
        self.text = SearchQuery(normalize_query(query), search_type="websearch", config=CONFIG)

    def filter_rows(self, kind: SearchKind) -> QuerySet[Any]:
        """The rows of a kind that the viewer may see and the filters admit, whatever they say."""
        rows = self.list_visible_rows(kind)
        if not kind.collection or not self.given:
            return rows
        collection = registry.collections[kind.collection]
        checked = filters.check_values(collection, self.given, self.gate)
        return rows.filter(filters.condition(collection, checked, self.gate))

    def list_visible_rows(self, kind: SearchKind) -> QuerySet[Any]:
        """The rows of a kind that the viewer may see, in the language of the search."""
        rule = self.gate.visible(kind.model)
        return kind.model._default_manager.filter(
            rule & self.locale if issubclass(kind.model, Page) else rule
        )

    def entries(self) -> QuerySet[Any]:
        """Index entries of the hits, best first: those whose title is what was searched for come before all others."""
        rank = TITLE_BOOST * SearchRank(F("title"), self.text) + SearchRank(F("body"), self.text)
        named = ExpressionWrapper(self.build_title_rule(), BooleanField())
        return self.find_matching_entries().annotate(named=named, rank=rank).order_by("-named", "-rank", "pk")

    def build_title_rule(self) -> Q:
        """Entries whose whole title is what was searched for; only pages keep their title in the entry."""
        rules = [Q(title_text__in=list_title_forms(self.query))]
        for kind in self.kinds:
            if not issubclass(kind.model, Page):
                own = ContentType.objects.get_for_model(kind.model)
                named = kind.model._default_manager.filter(**{f"{kind.title}__iexact": self.query})
                rules.append(Q(Exists(named.filter(pk=OuterRef("_key"))), content_type=own))
        return reduce(or_, rules)

    def find_matching_entries(self) -> QuerySet[Any]:
        admitted = reduce(or_, [self.build_entry_rule(kind) for kind in self.kinds], Q(pk__in=()))
        entries = IndexEntry.objects.alias(_key=numeric_key(self.kinds))
        return entries.filter(Q(title=self.text) | Q(body=self.text)).filter(admitted)

    def build_entry_rule(self, kind: SearchKind) -> Q:
        """Entries of the kind's visible rows. The database looks at the rows of hits alone, or hashes all of them."""
        own = ContentType.objects.get_for_model(kind.model)
        return Q(Exists(self.filter_rows(kind).filter(pk=OuterRef("_key"))), content_type=own)

    def page(self, start: int, size: int) -> list[Any]:
        """The rows of a page of hits, one statement for the entries and one for each kind among them.

        The first one counts all hits as well: it has to rank every one of them in any case.
        """
        counted = self.entries().annotate(total=Window(Count("pk")))
        entries = list(counted.values_list("content_type", "object_id", "total")[start : start + size])
        self.total = entries[0][2] if entries else self.total
        found = [(kind, key) for kind, key, _ in entries]
        models: dict[int, type[Model]] = {
            ContentType.objects.get_for_model(kind.model).pk: kind.model for kind in self.kinds
        }
        rows = {
            content_type: fetch(model, {int(key) for kind, key in found if kind == content_type}, self.reader)
            for content_type, model in models.items()
        }
        return [row for kind, key in found if (row := rows[kind].get(int(key))) is not None]

    def count(self) -> int:
        """The number of all hits; it costs a statement only when the page was empty."""
        if self.total is None:
            self.total = self.find_matching_entries().count()
        return self.total

    def facets(self) -> list[Facet]:
        """The kinds of the hits, and then each kind's own facets, one statement for each kind that has any."""
        own = [facet for kind in self.kinds if kind.facets for facet in self.count_kind_facets(kind)]
        return [self.kind_facet(), *own]

    def kind_facet(self) -> Facet:
        counts = dict(
            self.find_matching_entries().order_by().values_list("content_type").annotate(number=Count("pk"))
        )
        keys = {kind.name: ContentType.objects.get_for_model(kind.model).pk for kind in self.kinds}
        names = {kind.name: capfirst(kind.model._meta.verbose_name_plural) for kind in self.kinds}
        values = [FacetValue(name, names[name], counts[key]) for name, key in keys.items() if key in counts]
        return Facet("kind", capfirst(_("kind")), sorted(values, key=lambda value: -value.count))

    def count_kind_facets(self, kind: SearchKind) -> list[Facet]:
        """The facets of a kind, each without its own filter."""
        collection = registry.collections[kind.collection or ""]
        given = filters.check_values(collection, self.given, self.gate)
        counted = list_counted_facets(collection, kind.facets, given)
        own = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(kind.model))
        hits = own.filter(Q(title=self.text) | Q(body=self.text)).values(
            key=Cast("object_id", BigIntegerField())
        )

        def list_rows(without: Without) -> QuerySet[Any]:
            rule = filters.condition(collection, leave_out(collection, given, without), self.gate)
            return self.list_visible_rows(kind).filter(rule, pk__in=hits)

        statement = build_statement(kind.model, counted, list_rows, self.gate, MAX_VALUES, None)
        return build_facets(collection, counted, statement.execute(), MAX_VALUES)


def numeric_key(kinds: Iterable[SearchKind]) -> Case:
    """The primary key in an entry of one of the kinds; other models may have keys that are no numbers."""
    own = [ContentType.objects.get_for_model(kind.model) for kind in kinds]
    return Case(When(content_type__in=own, then=Cast("object_id", BigIntegerField())))


@dataclass(frozen=True)
class Completion:
    """A visible row whose title has the typed words, and whether it begins with them."""

    row: Any
    begins: bool


def complete(kind: SearchKind, text: str, visible: QuerySet[Any], size: int) -> list[Completion]:
    """Rows whose title begins with the text, then those in which later words do; one statement."""
    wanted, normal = prefix_query(text), normalize(text)
    if not wanted:
        return []
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(kind.model))
    matching = entries.filter(autocomplete=SearchQuery(wanted, search_type="raw", config="simple"))
    begin = Q(title_text__startswith=normal) | Q(title_text="", body_text__startswith=normal)
    rows = visible.filter(pk__in=matching.values(key=Cast("object_id", BigIntegerField()))).annotate(
        _begins=Exists(entries.filter(begin, object_id=Cast(OuterRef("pk"), TextField())))
    )
    return [Completion(row, row._begins) for row in rows.order_by("-_begins", kind.title, "pk")[:size]]
