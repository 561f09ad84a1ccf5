"""`search` and `suggest`."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.utils.functional import cached_property
from grapple.registry import registry as grapple_registry
from wagtail.models import Page

from cms.base.translated_texts import read_text
from cms.declarations import SearchKind, registry
from cms.relevance.search_log import record_search
from cms.search.highlighting import list_searched_words
from content_api.access.context import ReadContext, get_info_context, get_info_reader
from content_api.errors import BadUserInput
from content_api.model import cursors
from content_api.model.batching import link_batch
from content_api.model.facets.results import Facet
from content_api.model.filters import clean_text
from content_api.model.languages import get_row_language
from content_api.model.pagination import Connection, PageArguments, in_range
from content_api.model.search.hits import Hits
from content_api.model.search.passages import Passage, Passages, RowKey
from content_api.model.search.suggestions import complete
from content_api.model.search.visible import Hit
from content_api.schema.connections import ARGUMENTS, connection_type
from content_api.schema.inputs import input_field
from content_api.schema.limited_fields import LimitedField
from content_api.schema.roots.collections import LOCALE
from content_api.schema.types.values import object_type

SUGGESTIONS, MAX_SUGGESTIONS = 10, 20


class Suggestion(graphene.ObjectType):
    """A title that starts with the search term."""

    text = graphene.String(required=True)
    kind = graphene.Field(lambda: kind_enum(), required=True)  # type: ignore[has-type]
    path = graphene.String(description="For pages: the path on this site.")


@cache
def kind_enum() -> Any:
    return graphene.Enum("SearchKind", [(name, name) for name in registry.search_kinds])


@cache
def node_union() -> Any:
    kinds = [kind.model for kind in registry.search_kinds.values()]
    meta = type("Meta", (), {"types": tuple(grapple_registry.models[model] for model in kinds)})
    resolve = classmethod(lambda cls, row, info: grapple_registry.models[type(row)])
    return type("SearchResult", (graphene.Union,), {"Meta": meta, "resolve_type": resolve})


@cache
def search_connection() -> Any:
    base = connection_type(node_union(), "Search")
    add_passages(base._meta.fields["edges"])
    base._meta.fields["facets"] = graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(object_type(Facet)))),
        description="Counts over all hits, not only this page.",
        resolver=lambda page, info: page.hits.facets(),
    )
    base._meta.fields["did_you_mean"] = graphene.Field(
        graphene.String,
        description="The query with its typing errors corrected, where nothing has the words as they were typed.",
        resolver=lambda page, info: page.hits.correct(),
    )
    return base


def add_passages(edges: Any) -> None:
    """Add to the edges where the words of the search stand in each hit."""
    edge = edges.type.of_type.of_type.of_type
    edge._meta.fields["snippet"] = graphene.Field(
        graphene.String,
        required=True,
        description="The passage of summary or body in which words of the search stand, or the beginning of the"
        " summary. HTML: escaped text, with these words in `mark` elements.",
        resolver=lambda each, info: each.page.build_snippet(each.node),
    )
    edge._meta.fields["highlights"] = graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(object_type(Passage)))),
        description="Where words of the search stand in the hit; nothing for what was found by a tag.",
        resolver=lambda each, info: each.page.list_passages(each.node),
    )


@cache
def filter_type() -> Any:
    """The filters that at least one kind offers. One that a kind does not offer excludes that kind."""
    fields = {
        name: input_field(registry.collections[kind.collection].filters[name])
        for kind in registry.search_kinds.values()
        if kind.collection
        for name in kind.filters
    }
    return type("SearchFilter", (graphene.InputObjectType,), fields)


class SearchPage(Connection):
    """A connection that also knows its hits, for facets and corrections. find_key: gives model and key of a row."""

    hits: Hits
    find_key: Callable[[Any], RowKey]

    @property
    def edges(self) -> list[Any]:
        return [SearchEdge(row, self.cursor(row), self) for row in self.rows]

    @cached_property
    def passages(self) -> Passages:
        words = list_searched_words(self.hits.build_request().clauses)
        keys = [*map(self.find_key, self.rows)]
        return Passages(self.hits.kinds, keys, words, self.hits.language, self.hits.gate)

    def build_snippet(self, row: Any) -> str:
        """The passage to show of a row."""
        return self.passages.build_snippet(self.find_key(row))

    def list_passages(self, row: Any) -> list[Passage]:
        """Where words of the search stand in a row."""
        return self.passages.list_passages(self.find_key(row))


@dataclass(frozen=True, slots=True)
class SearchEdge:
    node: Any
    cursor: str
    page: SearchPage


def resolve_search(root: Any, info: Any, **given: Any) -> SearchPage:
    window = SearchWindow.of(given, get_info_context(info))
    loaded = window.hits.load_rows(window.page_hits)
    rows = link_batch([row for _hit, row in loaded])
    places = {id(row): hit for hit, row in loaded}
    return window.build_page(rows, lambda row: places[id(row)], lambda row: (type(row), row.pk))


@dataclass(frozen=True)
class SearchWindow:
    """The hits of a search that one page shows, before their rows are read. A cursor holds score, kind and key of its
    hit, so that it stays in place when others come and go. start: how many hits lie before it."""

    hits: Hits
    scope: str
    start: int
    size: int

    @classmethod
    def of(cls, given: Mapping[str, Any], context: ReadContext) -> SearchWindow:
        """That of the arguments of `search`, which is counted; BadUserInput for wrong ones."""
        text = clean_text("query", given["query"]).strip()
        if not text:
            raise BadUserInput("query must not be empty.")
        kinds, filters, locale = (given.get(name) for name in ("kinds", "filter", "locale"))
        asked, language = PageArguments.of(given), clean_text("locale", locale) if locale else None
        hits = Hits(text, select_kinds(kinds), filters or {}, language, context.reader)
        scope = "search:" + hashlib.sha256(repr((text, kinds, filters, locale)).encode()).hexdigest()[:16]
        after: Any = tuple(cursors.decode(asked.after, scope)) if asked.after else None
        start = bisect_right(hits.all_hits, after) if after else asked.offset
        if not after and not asked.offset and not hits.given:
            count_search(hits, scope, bool(kinds), context.counted)
        return cls(hits, scope, start, asked.size)

    @property
    def page_hits(self) -> list[Hit]:
        return self.hits.all_hits[self.start : self.start + self.size]

    def build_page(
        self, rows: list[Any], find_hit: Callable[[Any], Hit], find_key: Callable[[Any], RowKey]
    ) -> SearchPage:
        """The page with rows of whatever form, of which each tells its hit, and its model and key."""
        found = SearchPage(
            rows=rows,
            has_next=len(self.hits.all_hits) > self.start + self.size,
            has_previous=self.start > 0,
            count=self.hits.count,
            cursor=lambda row: cursors.encode(self.scope, find_hit(row)),
        )
        found.hits, found.find_key = self.hits, find_key
        return found


def count_search(hits: Hits, scope: str, has_kinds: bool, counted: set[str]) -> None:
    """Count a search once, however often it stands in a request and the request is run."""
    if scope not in counted:
        counted.add(scope)
        names = [kind.name for kind in hits.kinds] if has_kinds else []
        record_search(hits.text, hits.language, names, hits.count())


def select_kinds(kinds: Any) -> list[SearchKind]:
    names = [getattr(kind, "value", kind) for kind in kinds or registry.search_kinds]
    return [registry.search_kinds[name] for name in dict.fromkeys(names)]


def resolve_suggest(
    root: Any, info: Any, query: str, first: int | None = None, locale: str | None = None
) -> list[Suggestion]:
    """Titles that begin with the text, or have a word that does; one statement for each kind that has any."""
    text, reader = clean_text("query", query).strip(), get_info_reader(info)
    size = in_range("first", SUGGESTIONS if first is None else first, MAX_SUGGESTIONS)
    language = clean_text("locale", locale) if locale else None
    found = complete(text, list(registry.search_kinds.values()), language, reader, size)
    return [suggestion(row, kind, reader.gate) for row, kind in found]


def suggestion(row: Any, kind: SearchKind, gate: Any) -> Suggestion:
    path = gate.site.get_path(row) if isinstance(row, Page) else None
    text = read_text(row, kind.title, get_row_language(row, gate))
    return Suggestion(text=text, kind=kind.name, path=path)


def fields() -> dict[str, graphene.Field]:
    locale = graphene.Argument(graphene.String, description=LOCALE)
    window = {name: graphene.Argument(kind, description=ARGUMENTS[name]) for name, kind in WINDOW.items()}
    return {
        "search": LimitedField(
            search_connection(),
            cost=20,
            bucket="search",
            description="Full-text search, best hits first; the first 10,000 are counted. Quotes, OR and a leading "
            "minus work as on the web. Null with SEARCH_UNAVAILABLE while search gives no answer.",
            resolver=resolve_search,
            args={
                "query": graphene.String(required=True, description="At most 200 characters."),
                "kinds": graphene.List(graphene.NonNull(kind_enum())),
                "filter": filter_type()(),
                "locale": locale,
                **window,
            },
        ),
        "suggest": LimitedField(
            graphene.List(graphene.NonNull(Suggestion)),
            cost=10,
            bucket="search",
            description="Completions of a search term. Null with SEARCH_UNAVAILABLE while search gives no answer.",
            resolver=resolve_suggest,
            args={
                "query": graphene.String(required=True),
                "first": graphene.Int(default_value=SUGGESTIONS),
                "locale": locale,
            },
        ),
    }


WINDOW = {"first": graphene.Int, "after": graphene.String, "offset": graphene.Int}
