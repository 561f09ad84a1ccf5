"""Asking the provider of the search slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from cms.declarations import SearchKind
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchMatch, SearchProvider, SearchRequest
from cms.plugins.runtime.slots import SlotAnswer, SlotEmpty, ask_slot
from cms.search.query import parse_query
from cms.search.text import normalize
from content_api.errors import SearchUnavailable
from content_api.model.search.answering import note_provider
from content_api.model.search.watch import SearchWatch

__all__ = [
    "MAX_HITS",
    "ask_provider",
    "build_request",
    "list_matches",
]

MAX_HITS = 10_000
"""The most hits of a search that are counted and can be paged through."""
MATCHES = MAX_HITS + 1_000
"""Matches that are asked for: some of them may be hidden."""
Answer = TypeVar("Answer")


def build_request(
    text: str, kinds: Sequence[SearchKind], locale: str, *, typos: bool = False
) -> SearchRequest:
    clauses = parse_query(text)
    excludes = any(term.excluded for terms in clauses for term in terms)
    return SearchRequest(
        name="" if excludes else normalize(text),
        clauses=clauses,
        kinds=tuple(kind.name for kind in kinds),
        locale=locale,
        limit=MATCHES,
        typos=typos,
    )


def ask_provider(ask: Callable[[SearchProvider], Answer]) -> Answer:
    """What the provider answers, or one that stands in for it; SearchUnavailable when there is none, or all fail."""
    return find_answer(ask).value


def find_answer(ask: Callable[[SearchProvider], Answer]) -> SlotAnswer[Answer]:
    """The same, with the plugin that answered."""
    try:
        answer = ask_slot(SearchProvider, ask)
    except SlotEmpty:
        raise SearchUnavailable("Search is not available on this site.") from None
    except CallFailed as error:
        raise SearchUnavailable("Search is not available at the moment. Try again later.") from error
    note_provider(answer.plugin)
    return answer


def list_matches(request: SearchRequest, watch: SearchWatch) -> Sequence[SearchMatch]:
    """The matches of a request; none, without asking, where no word has to be found."""
    if not request.clauses or not request.kinds:
        return []
    answer = find_answer(lambda provider: (provider.match(request), provider.tables))
    matches, tables = answer.value
    watch.note_provider(answer.plugin, frozenset(tables))
    return matches
