"""Words with typing errors, and the known words that were meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from django.db import connection
from rapidfuzz.distance import OSA

from cms.plugin_api import SearchRequest

__all__ = ["Corrections", "correct", "find_corrections"]

ONE_ERROR, TWO_ERRORS = 5, 9
"""Letters from which on a word may have one error, or two."""
LONGEST = 42
"""Letters of a word that is corrected: known ones have 40 at most."""
MAX_WORDS = 10
"""The most words of a text that are corrected, the first ones: each is compared with all known words."""
MAX_CORRECTIONS = 12
"""The most known words that one word is taken for."""
Corrections = Mapping[str, tuple[str, ...]]
"""Known words by the words that were typed, the likeliest first."""

CANDIDATES = """
    SELECT typed.word, known.word
    FROM unnest(%s::text[], %s::int[]) AS typed (word, errors)
    JOIN search_postgres_word AS known
        ON length(known.word) BETWEEN length(typed.word) - typed.errors AND length(typed.word) + typed.errors
    WHERE levenshtein_less_equal(typed.word, known.word, typed.errors * 2) <= typed.errors * 2
"""
"""Two letters that are swapped are two edits to PostgreSQL, and one error here: hence twice the errors."""


def count_errors(word: str) -> int:
    """How many typing errors a word may have. One with digits is a version: "gpt5" is not "gpt4"."""
    if not ONE_ERROR <= len(word) <= LONGEST or not word.isalpha():
        return 0
    return 1 if len(word) < TWO_ERRORS else 2


def count_word_errors(words: Iterable[str]) -> dict[str, int]:
    """How many typing errors each of the words may have that are corrected."""
    errors = ((word, count_errors(word)) for word in words)
    return dict(islice(((word, count) for word, count in errors if count), MAX_WORDS))


def find_corrections(words: Iterable[str]) -> Corrections:
    """The known words that differ from typed ones by few errors; one statement, none for words that are too short."""
    errors = count_word_errors(words)
    if not errors:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [list(errors), list(errors.values())])
        rows: list[tuple[str, str]] = cursor.fetchall()
    distances: dict[str, list[tuple[int, bool, str]]] = defaultdict(list)
    for typed, known in rows:
        distance = OSA.distance(typed, known, score_cutoff=errors[typed])
        if distance <= errors[typed]:
            distances[typed].append((distance, typed[0] != known[0], known))
    return {
        typed: tuple(word for _distance, _first, word in sorted(found)[:MAX_CORRECTIONS])
        for typed, found in distances.items()
    }


def list_typed_words(request: SearchRequest) -> list[str]:
    """The words that are looked for; not those that must be absent."""
    terms = [term for clause in request.clauses for term in clause if not term.excluded]
    return list(dict.fromkeys(word for term in terms for word in term.words))


def correct(request: SearchRequest) -> str | None:
    """The text with each unknown word replaced by the likeliest known one; None when none is."""
    found = find_corrections(list_typed_words(request))
    best = {typed: words[0] for typed, words in found.items() if words and words[0] != typed}
    if not best:
        return None
    return " ".join(best.get(word, word) for word in request.name.split())
