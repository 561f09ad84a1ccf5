"""Wagtail's search in PostgreSQL over normalised text. WAGTAILSEARCH_BACKENDS names this module.

modelsearch 1.3.2 indexes text as it stands and splits queries at hyphens alone, so that a page is not found by its own
title "Gemma-3", nor "Naïve" by "naive". The admin's searches and choosers use this backend too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres import postgres
from modelsearch.query import Phrase, PlainText

from cms.search.text import normalize, normalize_document, split_term

__all__ = ["CONFIG", "NormalizedBackend", "SearchBackend"]

CONFIG = "english"
"""The text search configuration of the index and of every query."""
UpstreamIndexer: Any = postgres.ObjectIndexer


class NormalizedIndexer(UpstreamIndexer):
    """Extracts the text of an object in its normal form."""

    def prepare_field(self, obj: Any, field: Any) -> Iterator[tuple[Any, str, str]]:
        for found, weight, value in super().prepare_field(obj, field):
            yield found, weight, normalize_document(value)


def choose_indexer(obj: Any, backend: Any) -> Any:
    """The indexer that fits the backend; upstream's index calls its indexer by a global name."""
    return (NormalizedIndexer if isinstance(backend, NormalizedBackend) else UpstreamIndexer)(obj, backend)


postgres.ObjectIndexer = choose_indexer


class NormalizedQuery:
    """Builds queries from the words of the normal form. With `fields`, upstream reads columns, which hold none."""

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if self.fields is None and isinstance(query, PlainText | Phrase):  # type: ignore[attr-defined]
            query = normalize_terms(query)
            if not query.query_string:
                return SearchQuery("", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]


def normalize_terms(query: PlainText | Phrase) -> PlainText | Phrase:
    text = query.query_string
    if isinstance(query, Phrase):
        return Phrase(normalize(text))
    return PlainText(" ".join(word for term in text.split() for word in split_term(term)), query.operator)


class NormalizedSearchCompiler(NormalizedQuery, postgres.PostgresSearchQueryCompiler):
    pass


class NormalizedAutocompleteCompiler(NormalizedQuery, postgres.PostgresAutocompleteQueryCompiler):
    pass


class NormalizedBackend(postgres.PostgresSearchBackend):
    query_compiler_class = NormalizedSearchCompiler
    autocomplete_query_compiler_class = NormalizedAutocompleteCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": CONFIG, **params})


SearchBackend = NormalizedBackend
