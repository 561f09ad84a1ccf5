"""Search by meaning: what turns texts into vectors, and what keeps vectors and finds the nearest ones.

Two slots, both optional: "embedding" is empty by default, and without it nothing of this is asked. As in the search
slot, a plugin decides nothing about who may see what: the site checks every key against the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, ClassVar

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider
from cms.plugins.api.search import MAX_KEY, SearchKey

__all__ = ["EmbeddingProvider", "NearestRequest", "StoredVector", "VectorMatch", "VectorProvider"]

Vector = Sequence[float]
MAX_DIMENSIONS = 2000
"""PostgreSQL's pgvector has indexes up to here."""


@dataclass(frozen=True, slots=True)
class StoredVector:
    """The vector of one row's text. locale: as in SearchDocument. mark: tells text and model from others."""

    key: SearchKey
    locale: str
    mark: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class NearestRequest:
    """What a visitor typed, as a vector.

    model: whose vectors are compared; there may be others in the index. kinds: in which to look. locale: of pages; what
    has no language is always looked at. limit: the most matches of each kind. least: the least similarity of a match.
    """

    vector: Vector
    model: str
    kinds: tuple[str, ...]
    locale: str
    limit: int
    least: float


@dataclass(frozen=True, slots=True)
class VectorMatch:
    """similarity: the cosine of the angle between the vectors, -1 to 1."""

    key: SearchKey
    similarity: float


def find_nearest_problem(matches: object) -> str | None:
    """What is wrong with matches that a provider answered; None when nothing is."""
    if not isinstance(matches, Sequence):
        return Reason(
            _("it answered %(type)s instead of %(wanted)s."),
            {"type": type(matches).__name__, "wanted": "[VectorMatch]"},
        )
    for match in matches:
        if not isinstance(match, VectorMatch) or not isinstance(match.key, SearchKey):
            return Reason(
                _("it answered %(type)s instead of %(wanted)s."),
                {"type": type(match).__name__, "wanted": "VectorMatch(key=SearchKey)"},
            )
        if type(match.key.key) is not int or not -MAX_KEY <= match.key.key < MAX_KEY:
            return Reason(_("a key is not a whole number of 64 bits."))
        if not isinstance(match.similarity, int | float) or not isfinite(match.similarity):
            return Reason(_("a similarity is not a finite number."))
    return None


def find_vector_problem(vector: object, dimensions: int) -> str | None:
    """What is wrong with a vector that an embedder answered; None when nothing is."""
    if not isinstance(vector, Sequence) or isinstance(vector, str | bytes):
        return Reason(
            _("it answered %(type)s instead of %(wanted)s."),
            {"type": type(vector).__name__, "wanted": "[float]"},
        )
    if len(vector) != dimensions:
        return Reason(
            _("a vector has %(found)s dimensions, not %(wanted)s."),
            {"found": len(vector), "wanted": dimensions},
        )
    if not all(isinstance(number, int | float) for number in vector):
        return Reason(_("a vector holds something that is not a number."))
    if not all(map(isfinite, vector)):
        return Reason(_("a vector holds NaN or infinity."))
    return None if any(vector) else "a vector holds only zeros."


def check_query_vector(provider: Any, given: Mapping[str, Any], answer: object) -> str | None:
    return find_vector_problem(answer, provider.dimensions)


def check_text_vectors(provider: Any, given: Mapping[str, Any], answer: object) -> str | None:
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        return Reason(
            _("it answered %(type)s instead of %(wanted)s."),
            {"type": type(answer).__name__, "wanted": "[[float]]"},
        )
    if len(answer) != len(given["texts"]):
        return Reason(
            _("it answered %(found)s vectors for %(wanted)s texts."),
            {"found": len(answer), "wanted": len(given["texts"])},
        )
    return find_first(find_vector_problem(each, provider.dimensions) for each in answer)


def find_first(problems: Iterable[str | None]) -> str | None:
    return next((each for each in problems if each), None)


@dataclass(frozen=True, kw_only=True)
class EmbeddingProvider(SlotProvider):
    """Turns texts into vectors: texts that mean the same are near to each other.

    embed_query: the vector of what a visitor typed. embed_texts: those of texts of rows, in their order; at most
    `most_texts` of them. Both answer lists of `dimensions` finite numbers; all else counts as a failed call.

    model: names the weights and how texts are prepared, so that vectors of another model are never compared; put a hash
    of the weights in it. languages: codes of the languages that it understands ("en" is also "en-gb"); () for all.
    Texts of others are not embedded. least: the least similarity of a text that answers a query; models differ in it.
    """

    slot_name: ClassVar[str] = "embedding"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "embed_query": SlotCall(("text",), Budget(0.4, 0), verify=check_query_vector),
        "embed_texts": SlotCall(("texts",), Budget(60.0, 0), verify=check_text_vectors),
    }

    model: str
    dimensions: int
    embed_query: Callable[[str], Vector]
    embed_texts: Callable[[Sequence[str]], Sequence[Vector]]
    languages: tuple[str, ...] = ()
    least: float = 0.3
    most_texts: int = 32

    def validate(self) -> None:
        super().validate()
        self.need(bool(self.model) and len(self.model) <= 100, _("model has 1 to 100 characters."))
        self.need(
            0 < self.dimensions <= MAX_DIMENSIONS, _("dimensions are 1 to %(most)s."), most=MAX_DIMENSIONS
        )
        self.need(self.most_texts > 0, _("most_texts is at least 1."))

    def understands(self, language: str) -> bool:
        """Whether texts of a language, such as "en-gb", are embedded."""
        return not self.languages or bool({language, language.partition("-")[0]} & set(self.languages))


@dataclass(frozen=True, kw_only=True)
class VectorProvider(SlotProvider):
    """Keeps vectors by key, and finds the nearest ones.

    prepare: makes ready for the vectors of a model, and forgets those of others: called before a rebuild. It raises
    with the remedy where something is missing, such as an extension. store: adds vectors, and replaces those with the
    same key. remove: forgets keys, known or not. list_marks: the marks of all vectors of a model, by their keys.
    find_nearest: the most similar ones of each kind, best first.

    tables: what `find_nearest` reads, as in SearchProvider.
    """

    slot_name: ClassVar[str] = "vectors"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "find_nearest": SlotCall(("request",), Budget(0.4, 3), check=find_nearest_problem),
        "store": SlotCall(("vectors", "model"), Budget(30.0, 10), writes=True),
        "remove": SlotCall(("keys",), Budget(30.0, 10), writes=True),
        "list_marks": SlotCall(("model",), Budget(60.0, 10)),
        "prepare": SlotCall(("model", "dimensions"), Budget(600.0, 20), writes=True),
    }

    find_nearest: Callable[[NearestRequest], Sequence[VectorMatch]]
    store: Callable[[Sequence[StoredVector], str], None]
    remove: Callable[[Sequence[SearchKey]], None]
    list_marks: Callable[[str], Mapping[SearchKey, str]]
    prepare: Callable[[str, int], None]
    tables: tuple[str, ...] = ()
