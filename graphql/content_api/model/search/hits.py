"""The hits of one search: matched once, and paged, counted and divided into facets only when that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _

from cms.declarations import ApiCollection, SearchKind, registry
from cms.plugins.api.search import SearchRequest
from cms.relevance.rules import SearchRules
from content_api.access.gate import Gate
from content_api.access.reader import Reader
from content_api.model import filters
from content_api.model.collection_query import build_locale_rule
from content_api.model.facets.plan import Without, leave_out, list_counted_facets
from content_api.model.facets.results import Facet, FacetValue, build_facets
from content_api.model.facets.statement import FacetStatement, build_statement
from content_api.model.languages import find_text_language, set_language
from content_api.model.relations import fetch
from content_api.model.search.labels import reads_labels
from content_api.model.search.lifting import build_lift, list_pinned
from content_api.model.search.nearest import find_model, fuse, list_nearest
from content_api.model.search.provider import MAX_HITS, ask_provider, build_request, list_matches
from content_api.model.search.visible import (
    Hit,
    build_boost,
    build_points_statement,
    group_keys,
    list_hits,
    match_keys,
    read_points,
)
from content_api.model.search.watch import SearchWatch
from content_api.model.sql_templates.gates import freeze_value
from content_api.model.sql_templates.slots import NotTemplatable

__all__ = ["Hits"]

MAX_VALUES = 50
"""The most values of a facet of search."""
Kept = TypeVar("Kept")
FEW = 3
"""With fewer hits than this, words with typing errors are matched as well."""


class Hits:
    """The hits of a text among rows that the caller may see and the filters admit.

    kinds: without those that do not offer each of the given filters. locale: a language code, or None for the site's
    default language.
    """

    def __init__(
        self,
        text: str,
        kinds: Iterable[SearchKind],
        given: Mapping[str, Any],
        locale: str | None,
        reader: Reader,
        watch: SearchWatch | None = None,
    ) -> None:
        self.text, self.reader, self.gate, self.locale = text, reader, reader.gate, locale
        self.given = {name: value for name, value in given.items() if value is not None}
        self.kinds = [kind for kind in kinds if set(self.given) <= set(kind.filters)]
        self.watch = watch or SearchWatch(self.gate)

    @property
    def language(self) -> str:
        return self.locale or self.gate.default_locale

    @property
    def text_language(self) -> str | None:
        """The language in which translated texts are read."""
        return find_text_language(self.gate, self.locale)

    @cached_property
    def all_hits(self) -> list[Hit]:
        """All hits, best first: of the words, and where a plugin offers it, of what they mean."""
        words, model = self.word_hits, find_model(self.build_request())
        if model is None:
            return words
        return fuse(words, self.read("nearest", model, self.find_nearest, len))[:MAX_HITS]

    @cached_property
    def word_hits(self) -> list[Hit]:
        """Those with typing errors are added to few hits without any."""
        return self.exact if len(self.exact) >= FEW else self.match(typos=True)

    @cached_property
    def exact(self) -> list[Hit]:
        """The hits of the words as they were typed."""
        return self.match(typos=False)

    def match(self, *, typos: bool) -> list[Hit]:
        self.watch.begin()
        for kind in self.kinds:  # rejects wrong filters, whatever matches
            if kind.collection and self.given:
                self.check_filters(registry.collections[kind.collection])
        return self.read("hits", typos, lambda: self.find_hits(typos), len)

    def read(
        self, part: str, what: Hashable, read: Callable[[], Kept], measure: Callable[[Kept], int]
    ) -> Kept:
        """A part of this search, as it is kept or as it is read now."""
        key: Hashable = None
        with suppress(NotTemplatable):
            given = freeze_value(sorted(self.given.items()), self.gate.viewer.now)
            kinds = tuple(kind.name for kind in self.kinds)
            key = (what, self.text, kinds, given, self.locale)
        return self.watch.read(part, key, read, measure)

    def find_hits(self, typos: bool) -> list[Hit]:
        request = self.build_request(typos=typos)
        matches = [*list_pinned(self.rules, self.text), *list_matches(request, self.watch)]
        return list_hits(matches, self.kinds, self.load_points)[:MAX_HITS]

    def find_nearest(self) -> list[Hit]:
        """The visible rows that mean the text, best first, whatever else would lift them."""
        matches = list_nearest(self.text, self.build_request(), self.watch)
        return list_hits(matches, self.kinds, self.load_visible)

    def load_visible(self, kind: SearchKind, keys: Sequence[int]) -> Iterable[tuple[int, float]]:
        """The visible rows of a kind among these, without points; one statement."""
        return read_points(
            self.watch.execute(lambda gate: build_points_statement(self.filter_rows(kind, gate), keys))
        )

    def load_points(self, kind: SearchKind, keys: Sequence[int]) -> Iterable[tuple[int, float]]:
        """The visible rows of a kind among these, and the points that each of them is worth; one statement."""

        def build(gate: Gate) -> FacetStatement:
            lift = build_lift(kind, self.text, self.rules, self.language, gate)
            return build_points_statement(self.filter_rows(kind, gate), keys, build_boost(kind, gate), lift)

        return read_points(self.watch.execute(build))

    @property
    def rules(self) -> SearchRules:
        return self.gate.structure.search_rules

    def build_request(self, *, typos: bool = False) -> SearchRequest:
        """What the provider is asked: with the synonyms of the words, so that it need not know any."""
        request = self.build_plain_request(typos=typos)
        return replace(request, clauses=self.rules.expand(request.clauses, self.language))

    def build_plain_request(self, *, typos: bool = False) -> SearchRequest:
        """The same without synonyms."""
        request = build_request(self.text, self.kinds, self.language, typos=typos)
        return replace(request, labels=reads_labels(self.kinds, self.gate.viewer))

    def filter_rows(self, kind: SearchKind, gate: Gate) -> QuerySet[Any]:
        """The rows of a kind that the caller may see and the filters admit, whatever they say."""
        rows = self.list_visible_rows(kind, gate)
        if not kind.collection or not self.given:
            return rows
        collection = registry.collections[kind.collection]
        return rows.filter(self.build_rule(collection, self.check_filters(collection), gate))

    def build_rule(self, collection: ApiCollection, checked: Mapping[str, Any], gate: Gate) -> Q:
        """The filter that checked values mean, in the language of the search."""
        return filters.condition(collection, checked, gate, self.text_language)

    def list_visible_rows(self, kind: SearchKind, gate: Gate) -> QuerySet[Any]:
        """The rows of a kind that the caller may see, in the language of the search."""
        rule = gate.visible(kind.model) & build_locale_rule(kind.model, gate, self.locale)
        return kind.model._default_manager.filter(rule)

    def check_filters(self, collection: ApiCollection) -> Mapping[str, Any]:
        return filters.check_values(collection, self.given, self.gate)

    def load_rows(self, hits: Sequence[Hit]) -> list[tuple[Hit, Any]]:
        """Some hits with their rows, in their order; one statement for each kind among them."""
        models = {kind.name: kind.model for kind in self.kinds}
        rows = {kind: fetch(models[kind], set(keys), self.reader) for kind, keys in group_keys(hits).items()}
        for each in rows.values():
            set_language(each.values(), self.text_language)
        return [(hit, row) for hit in hits if (row := rows[hit[1]].get(hit[2])) is not None]

    def count(self) -> int:
        """The number of all hits, 10,000 at most."""
        return len(self.all_hits)

    def facets(self) -> list[Facet]:
        """The kinds of the hits, and then each kind's own facets, one statement for each kind that has any."""
        language = self.text_language or get_language()
        with translation.override(language):
            return self.read("facets", language, self.count_facets, count_facet_values)

    def count_facets(self) -> list[Facet]:
        own = [facet for kind in self.kinds if kind.facets for facet in self.count_kind_facets(kind)]
        return [self.count_kinds(), *own]

    def count_kinds(self) -> Facet:
        names = {kind.name: capfirst(kind.model._meta.verbose_name_plural) for kind in self.kinds}
        counts = {kind: len(keys) for kind, keys in group_keys(self.all_hits).items()}
        values = [FacetValue(name, names[name], counts[name]) for name in names if name in counts]
        return Facet("kind", capfirst(_("kind")), sorted(values, key=lambda value: -value.count))

    def count_kind_facets(self, kind: SearchKind) -> list[Facet]:
        """The facets of a kind, each without its own filter."""
        collection = registry.collections[kind.collection or ""]
        given = self.check_filters(collection)
        counted = list_counted_facets(collection, kind.facets, given, self.gate.viewer)
        keys = self.list_matched_keys(kind)
        if not keys:
            return build_facets(collection, counted, [], MAX_VALUES)

        def build(gate: Gate, rows: QuerySet[Any]) -> FacetStatement:
            def list_rows(without: Without) -> QuerySet[Any]:
                rule = self.build_rule(collection, leave_out(collection, given, without), gate)
                return rows.filter(rule, match_keys(F("pk"), keys))

            return build_statement(kind.model, counted, list_rows, gate, MAX_VALUES, None, self.text_language)

        # These keys have passed the gate: asking it again would take as long as all counts. Only where a table has been
        # written to since they were read, it is asked.
        found = self.watch.execute(lambda gate: build(gate, kind.model._default_manager.all()))
        if not self.watch.is_current():
            found = build(self.gate, self.list_visible_rows(kind, self.gate)).execute()
        return build_facets(collection, counted, found, MAX_VALUES)

    def list_matched_keys(self, kind: SearchKind) -> list[int]:
        """The keys that match the text, whatever the filters say."""
        if not self.given:
            return group_keys(self.all_hits).get(kind.name, [])
        unfiltered = Hits(self.text, [kind], {}, self.locale, self.reader, self.watch)
        return group_keys(unfiltered.all_hits).get(kind.name, [])

    def correct(self) -> str | None:
        """What the caller may have meant, where it has hits; None when nothing was misspelt, or there are hits."""
        if self.exact:
            return None
        request = self.build_plain_request()
        corrected = ask_provider(lambda provider: provider.correct(request)) if request.clauses else None
        if corrected is None:
            return None
        hits = Hits(corrected, self.kinds, self.given, self.locale, self.reader)
        return corrected if hits.exact else None


def count_facet_values(facets: Iterable[Facet]) -> int:
    return sum(len(facet.values) for facet in facets)
