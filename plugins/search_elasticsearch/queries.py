"""Requests as queries of the server.

Every step of a match has a constant score, so neither rare words nor other documents move anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice, product
from typing import Any

from cms.plugin_api import SearchRequest, SearchTerm
from plugins.search_elasticsearch.languages import choose_language

__all__ = ["Corrections", "build_completion", "build_query"]

Query = dict[str, Any]
Corrections = Mapping[str, tuple[str, ...]]
"""Known words by the words that were typed, the likeliest first."""

MIN_PREFIX = 3
"""Letters from which on a text is also taken as the beginning of a name: "C" is not "C++"."""
MAX_NAMES = 20
"""The most ways in which a text with typing errors is read as a name."""
NAME, BEGINNING, LETTERS = 95.0, 60.0, 50.0
NAMES = "words"
PARTS = {NAMES: 30.0, "head": 10.0, "everything": 5.0}
TYPO = 5.0
EXPANSIONS = 20_000
"""Words that an unfinished one may stand for, behind other words."""
MAX_WORDS = 150
"""Words of a query, corrected ones included. Each is looked for in three fields of two languages, and servers refuse a
query of more than 1,024 parts (`indices.query.bool.max_clause_count`); names take up to 90 of them."""


def build_query(request: SearchRequest, corrections: Corrections) -> Query:
    """All matches in the request's language, and of what has none."""
    asked = replace(request, clauses=trim_clauses(request))
    known = trim_corrections(asked, corrections)
    return {"bool": {"should": [build_locale_query(asked, known, each) for each in (request.locale, "")]}}


def trim_clauses(request: SearchRequest) -> tuple[tuple[SearchTerm, ...], ...]:
    """As many alternatives as a query has room for, the first one always; those with synonyms are the last."""
    words = accumulate(sum(len(term.words) for term in terms) for terms in request.clauses)
    kept = sum(count <= MAX_WORDS for count in words)
    return request.clauses[: max(1, kept)]


def trim_corrections(request: SearchRequest, corrections: Corrections) -> Corrections:
    """As many corrections of each word as a query has room for next to the words as they were typed, which stand in it
    with corrections and without."""
    words = [word for terms in request.clauses for term in terms for word in term.words]
    misspelt = sum(word in corrections for word in words)
    most = (MAX_WORDS - 2 * len(words)) // misspelt if misspelt else 0
    return {word: known[:most] for word, known in corrections.items()} if most > 0 else {}


def build_locale_query(request: SearchRequest, corrections: Corrections, locale: str) -> Query:
    language = choose_language(locale)
    steps = list(list_steps(request, {}, language, 0.0))
    if corrections:
        steps += list_steps(request, corrections, language, TYPO)
    return {"bool": {"filter": build_filter(request, (locale,)), "must": [{"dis_max": {"queries": steps}}]}}


def build_filter(request: SearchRequest, locales: Sequence[str]) -> list[Query]:
    return [{"terms": {"locale": list(locales)}}, {"terms": {"kind": list(request.kinds)}}]


def list_steps(
    request: SearchRequest, corrections: Corrections, language: str, less: float
) -> Iterator[Query]:
    """less: what typing errors take away."""
    names = list_names(request, corrections) if request.name else []
    if names:
        yield score({"terms": {"squeezed": [name.replace(" ", "") for name in names]}}, NAME - less)
    for name in names:
        if len(name) >= MIN_PREFIX:
            yield score({"prefix": {"name": f"{name} "}}, BEGINNING - less)
            yield score({"prefix": {"name": name}}, LETTERS - less)
    for part, points in list_parts(request):
        yield score(build_clauses(request, corrections, part, language), points - less)


def list_parts(request: SearchRequest) -> list[tuple[str, float]]:
    """The fields that are looked at, with their points; names alone without labels, which stand among the others."""
    return list(PARTS.items()) if request.labels else [(NAMES, PARTS[NAMES])]


def score(query: Query, points: float) -> Query:
    return {"constant_score": {"filter": query, "boost": points}}


def list_names(request: SearchRequest, corrections: Corrections) -> list[str]:
    """The text as a name, in all the ways in which its words can be read."""
    words = [(word, *corrections.get(word, ())) for word in request.name.split()]
    return [" ".join(each) for each in islice(product(*words), MAX_NAMES)]


def build_clauses(request: SearchRequest, corrections: Corrections, part: str, language: str) -> Query:
    absent = f"{'everything' if request.labels else NAMES}_{language}"
    clauses = [build_clause(terms, corrections, f"{part}_{language}", absent) for terms in request.clauses]
    return {"bool": {"should": clauses}} if clauses else {"match_none": {}}


def build_clause(terms: Sequence[SearchTerm], corrections: Corrections, field: str, absent: str) -> Query:
    """Words that have to be there are looked for in one query, in which the server leaves out its stop words. absent:
    the field in which others must not be."""
    wanted = [term for term in terms if not term.excluded]
    loose = [word for term in wanted if not term.phrase for word in term.words]
    right = [word for word in loose if word not in corrections]
    others = [build_phrase(field, term) for term in wanted if term.phrase]
    others += [build_word(field, word, corrections[word]) for word in loose if word in corrections]
    if right:
        empty = "all" if others else "none"  # of stop words alone
        words = {"query": " ".join(right), "operator": "and", "zero_terms_query": empty}
        others.insert(0, {"match": {field: words}})
    excluded = [build_phrase(absent, term) for term in terms if term.excluded]
    return {"bool": {"filter": others, "must_not": excluded}}


def build_phrase(field: str, term: SearchTerm) -> Query:
    return {"match_phrase": {field: " ".join(term.words)}}


def build_word(field: str, word: str, others: Sequence[str]) -> Query:
    return {"bool": {"should": [{"match": {field: each}} for each in (word, *others)]}}


def build_completion(request: SearchRequest) -> Query:
    """Names with these words next to each other, of which the last may be unfinished."""
    first, *rest = request.name.split()
    words: Query = {"prefix": {"names": first}}
    if rest:
        words = {"match_phrase_prefix": {"names": {"query": request.name, "max_expansions": EXPANSIONS}}}
    begins = score({"prefix": {"name": request.name}}, 50.0)
    steps = {"dis_max": {"queries": [score(words, 30.0), begins]}}
    found = [*build_filter(request, (request.locale, "")), words]
    return {"bool": {"filter": found, "must": [steps]}}
