"""Rows that mean what was typed, whatever their words are: the ranking beside that of the words.

Where no plugin fills the slot "embedding", or one of the two plugins is late or fails, the words answer alone.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from threading import Lock

from cms.base.measures import SEARCHES_BY_MEANING
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchMatch, SearchRequest
from cms.plugins.api.vectors import EmbeddingProvider, NearestRequest, VectorProvider
from cms.plugins.runtime.slots import find_slot_plugin, slot
from content_api.model.search.answering import note_provider
from content_api.model.search.visible import Hit
from content_api.model.search.watch import SearchWatch

__all__ = ["clear_query_vectors", "find_model", "fuse", "list_nearest"]

NEAREST = 100
"""Rows of each kind that take part: with fewer, a filter would leave too little of them."""
STEP = 30.0
"""The score from which on hits keep their place: names that are the text, begin with it or have its words."""
DAMPING = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009, doi 10.1145/1571941.1572114)."""
SCALE = (STEP - 1) * (DAMPING + 1) / 2
"""So that a row that is first in both rankings stands just below the step."""
MAX_VECTORS = 1000
_vectors: OrderedDict[tuple[str, str], array[float]] = OrderedDict()
_lock = Lock()


def find_model(request: SearchRequest) -> str | None:
    """The model whose vectors answer this request; None where words alone do: without an embedder that understands the
    language, for quotes, OR and a leading minus, which only words can obey, and without labels: vectors hold them."""
    embedder = slot(EmbeddingProvider)
    if embedder is None or slot(VectorProvider) is None or not request.kinds or not request.labels:
        return None
    if not has_plain_words(request):
        return None
    return embedder.model if embedder.understands(request.locale) else None


def has_plain_words(request: SearchRequest) -> bool:
    terms = [term for clause in request.clauses for term in clause]
    return len(request.clauses) == 1 and not any(term.phrase or term.excluded for term in terms)


def list_nearest(text: str, request: SearchRequest, watch: SearchWatch) -> list[SearchMatch]:
    """The rows that are nearest to a text, best first, for a request that `find_model` knows a model for; none when a
    plugin fails."""
    embedder, store = slot(EmbeddingProvider), slot(VectorProvider)
    if embedder is None or store is None:
        return []
    try:
        vector = embed_text(embedder, text)
        asked = NearestRequest(vector, embedder.model, request.kinds, request.locale, NEAREST, embedder.least)
        found = store.find_nearest(asked)
    except CallFailed:
        SEARCHES_BY_MEANING.labels("failed").inc()
        watch.note_reads(None)  # what the words answer alone is not kept
        return []
    SEARCHES_BY_MEANING.labels("answered").inc()
    for kind in (EmbeddingProvider, VectorProvider):
        note_provider(plugin := find_slot_plugin(kind))
        watch.note_provider(plugin, frozenset(store.tables))
    return [SearchMatch(match.key, match.similarity) for match in found]


def embed_text(embedder: EmbeddingProvider, text: str) -> Sequence[float]:
    """The vector of a text, which is kept in memory. CallFailed when the embedder fails."""
    key = (embedder.model, text)
    with _lock:
        if (kept := _vectors.get(key)) is not None:
            _vectors.move_to_end(key)
            return kept
    made = array("f", embedder.embed_query(text))
    with _lock:
        _vectors[key] = made
        while len(_vectors) > MAX_VECTORS:
            _vectors.popitem(last=False)
    return made


def clear_query_vectors() -> None:
    """Forget the vectors of what was typed."""
    with _lock:
        _vectors.clear()


def fuse(words: Sequence[Hit], nearest: Sequence[Hit]) -> list[Hit]:
    """Both rankings as one, of visible hits alone: below the hits of names, by reciprocal rank fusion."""
    first = [hit for hit in words if -hit[0] >= STEP]
    placed = {hit[1:] for hit in first}
    sums: dict[tuple[str, int], float] = defaultdict(float)
    for ranking in (words[len(first) :], [hit for hit in nearest if hit[1:] not in placed]):
        for rank, hit in enumerate(ranking, 1):
            sums[hit[1:]] += 1 / (DAMPING + rank)
    return [*first, *sorted((-SCALE * value, *key) for key, value in sums.items())]
