"""Words with typing errors, and the known words that were meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from rapidfuzz.distance import OSA

from cms.plugin_api import SearchRequest
from plugins.search_elasticsearch.indices import ask
from plugins.search_elasticsearch.queries import Corrections

__all__ = ["correct", "find_corrections", "list_typed_words"]

ONE_ERROR, TWO_ERRORS = 5, 9
"""Letters from which on a word may have one error, or two."""
LONGEST = 42
"""Letters of a word that is corrected: known ones have 40 at most."""
MAX_WORDS = 10
"""The most words of a text that are corrected, the first ones: each is compared with all known words."""
MAX_CORRECTIONS = 12
"""The most known words that one word is taken for."""
KNOWN_LENGTHS = range(4, 41)
"""Letters of the words to which typing errors may be corrected."""
MANY = 2_000_000_000
Options = Sequence[dict[str, Any]]


def count_errors(word: str) -> int:
    """How many typing errors a word may have. One with digits is a version: "gpt5" is not "gpt4"."""
    if not ONE_ERROR <= len(word) <= LONGEST or not word.isalpha():
        return 0
    return 1 if len(word) < TWO_ERRORS else 2


def count_word_errors(words: Iterable[str]) -> dict[str, int]:
    """How many typing errors each of the words may have that are corrected."""
    errors = ((word, count_errors(word)) for word in words)
    return dict(islice(((word, count) for word, count in errors if count), MAX_WORDS))


def find_corrections(words: Iterable[str], mode: str) -> Corrections:
    """The known words that differ from typed ones by few errors; one request, none for words that are too short. mode:
    "always", or "missing" for unknown words alone."""
    errors = count_word_errors(words)
    if not errors:
        return {}
    suggest = {str(number): build_suggester(word, errors[word], mode) for number, word in enumerate(errors)}
    answer = ask({"size": 0, "suggest": suggest})["suggest"]
    found = {
        word: rank_words(word, errors[word], answer[str(number)][0]["options"] if answer[str(number)] else ())
        for number, word in enumerate(errors)
    }
    return {word: known for word, known in found.items() if known}


def build_suggester(word: str, errors: int, mode: str) -> dict[str, Any]:
    """Without the limits by which the server leaves out frequent and short words, and other beginnings."""
    term = {
        "field": "known", "suggest_mode": mode, "max_edits": errors, "prefix_length": 0, "min_word_length": 4,
        "string_distance": "damerau_levenshtein", "accuracy": 0.0, "size": 50, "shard_size": 100,
        "max_term_freq": MANY,
    }  # fmt: skip
    return {"text": word, "term": term}


def rank_words(typed: str, errors: int, options: Options) -> tuple[str, ...]:
    """The nearest words first, and of these the ones with the same first letter."""
    words = [option["text"] for option in options if len(option["text"]) in KNOWN_LENGTHS]
    distances = [
        (OSA.distance(typed, word), typed[0] != word[0], word) for word in words if not word.isdigit()
    ]
    return tuple(word for distance, _first, word in sorted(distances)[:MAX_CORRECTIONS] if distance <= errors)


def list_typed_words(request: SearchRequest) -> list[str]:
    """The words that are looked for; not those that must be absent."""
    terms = [term for clause in request.clauses for term in clause if not term.excluded]
    return list(dict.fromkeys(word for term in terms for word in term.words))


def correct(request: SearchRequest) -> str | None:
    """The text with each unknown word replaced by the likeliest known one; None when none is."""
    found = find_corrections(list_typed_words(request), "missing")
    if not found:
        return None
    return " ".join(found[word][0] if word in found else word for word in request.name.split())
