"""What a visitor typed, as terms: quotes, OR and a leading minus keep their meaning, all else is normalised."""

from __future__ import annotations

import re

from cms.plugins.api.search import SearchTerm
from cms.search.text import QUOTES, TERM, normalize, split_term

__all__ = ["parse_query"]

Clause = tuple[SearchTerm, ...]


def parse_query(text: str) -> tuple[Clause, ...]:
    """The terms of each clause. Without those in which no word has to be found: they would match everything."""
    clauses: list[list[SearchTerm]] = [[]]
    for found in TERM.finditer(text.translate(QUOTES)):
        if (found[3] or "").upper() == "OR":
            clauses.append([])
        elif term := parse_term(found):
            clauses[-1].append(term)
    return tuple(tuple(terms) for terms in clauses if any(not term.excluded for term in terms))


def parse_term(found: re.Match[str]) -> SearchTerm | None:
    """None for a term without words, such as a dash."""
    minus, phrase, word = found.groups()
    if phrase is not None:
        words = tuple(normalize(phrase).split())
        return SearchTerm(words, phrase=True, excluded=bool(minus)) if words else None
    excluded = len(word) > 1 and word[0] == "-" and word[1] != "-"
    words = tuple(split_term(word[1:] if excluded else word))
    return SearchTerm(words, excluded=excluded) if words else None
