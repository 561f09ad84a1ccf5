"""Requests as text search queries of PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from cms.plugin_api import SearchRequest, SearchTerm
from plugins.search_postgres.spelling import Corrections

__all__ = ["build_query", "escape_pattern", "quote_word"]


UNLABELLED = "ACD"
"""The weights of everything but labels."""


def build_query(request: SearchRequest, weight: str = "", corrections: Corrections | None = None) -> str:
    """For `to_tsquery`. weight: "A" looks at names alone. corrections: words that may stand for others."""
    everything = "" if request.labels else UNLABELLED
    weights = weight or everything, everything
    found = [build_clause(terms, weights, corrections or {}) for terms in request.clauses]
    return " | ".join(f"({each})" for each in found)


def build_clause(terms: Sequence[SearchTerm], weights: tuple[str, str], corrections: Corrections) -> str:
    return " & ".join(build_term(term, weights, corrections) for term in terms)


def build_term(term: SearchTerm, weights: tuple[str, str], corrections: Corrections) -> str:
    """weights: of words that are looked for, and of those that must be absent."""
    if term.excluded:
        return f"!({join_words(term, weights[1], {})})"
    return f"({join_words(term, weights[0], corrections)})"


def join_words(term: SearchTerm, weight: str, corrections: Corrections) -> str:
    joined = " <-> " if term.phrase or term.excluded else " & "
    return joined.join(build_word(word, weight, corrections) for word in term.words)


def build_word(word: str, weight: str, corrections: Corrections) -> str:
    words = [word, *(each for each in corrections.get(word, ()) if each != word)]
    found = [f"{quote_word(each)}:{weight}" if weight else quote_word(each) for each in words]
    return found[0] if len(found) == 1 else f"({' | '.join(found)})"


def quote_word(word: str) -> str:
    """A word as an operand; normal forms hold no quotes and no backslashes, other callers' might."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def escape_pattern(text: str) -> str:
    """A text for LIKE, taken as it is."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
