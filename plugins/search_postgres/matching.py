"""Matching requests against the index.

The score says where the words were found, as `SearchMatch` describes it. Within a step, words that are rare in the
text (`ts_rank`) and short names come first.
"""

from __future__ import annotations

from itertools import islice, product
from typing import Any

from django.db import connection

from cms.plugin_api import SearchKey, SearchMatch, SearchRequest
from plugins.search_postgres.languages import SIMPLE, choose_config
from plugins.search_postgres.queries import build_query, escape_pattern, quote_word
from plugins.search_postgres.spelling import Corrections, find_corrections, list_typed_words

MIN_PREFIX = 3
"""Letters from which on a text is also taken as the beginning of a name: "C" is not "C++"."""
MAX_NAMES = 20
"""The most ways in which a text with typing errors is read as a name."""

NO_LOCALE = "''"
"""What has no language has indexes of its own, which PostgreSQL finds where this stands in the statement."""

SCORED = """
    SELECT kind, key, CASE
            WHEN squeezed = ANY(%(squeezed)s::text[])
            THEN 97 - 2 * least(4, array_position(%(squeezed)s::text[], squeezed))
            WHEN name LIKE ANY(%(begins)s::text[]) THEN 60
            WHEN name LIKE ANY(%(prefixes)s::text[]) THEN 50
            WHEN head @@ to_tsquery('{config}', %(in_name)s) THEN 30
            WHEN head @@ to_tsquery('{config}', %(query)s) THEN 10
            ELSE 0
        END
        + 4 * least(1, 2 * ts_rank(head, to_tsquery('{config}', %(query)s)))
        + 1 - least(length(name), 100) / 100.0::float8 {penalty} AS score
    FROM search_postgres_entry
    WHERE locale = {locale} AND kind = ANY(%(kinds)s) AND (
        everything @@ to_tsquery('{config}', %(query)s)
        OR squeezed = ANY(%(squeezed)s::text[]){prefixes})
"""
BEGINNING = " OR (name ~>=~ %(prefix_{number})s AND name ~<~ (%(prefix_{number})s || %(last)s))"
"""Names that begin with a text, as a range of the index: unlike LIKE it is exact, so no row's words are read again."""
LAST = "\U0010ffff"
PENALTY = """
        - CASE WHEN everything @@ to_tsquery('{config}', %(typed)s) OR name LIKE ANY(%(typed_prefixes)s::text[])
            OR squeezed = %(typed_squeezed)s THEN 0 ELSE 5 END
"""
"""For matches of corrected words alone. It reads all words of a document, which stand apart."""
COMPLETED = """
    SELECT kind, key, CASE WHEN name LIKE %(begins)s THEN 50 ELSE 30 END + 1 - least(length(name), 100) / 100.0
    FROM search_postgres_entry
    WHERE locale = ANY(%(locales)s) AND kind = ANY(%(kinds)s) AND names @@ to_tsquery('simple', %(query)s)
    ORDER BY 3 DESC, key, kind LIMIT %(limit)s
"""
RANKED = "SELECT * FROM ({found}) AS ranked ORDER BY score DESC, key, kind LIMIT %(limit)s"
ARRAYS = "SELECT array_agg(kind), array_agg(key), array_agg(score) FROM ({text}) AS found (kind, key, score)"


def match(request: SearchRequest) -> list[SearchMatch]:
    """The best matches; one statement, and one more with typing errors."""
    corrections = find_corrections(list_typed_words(request)) if request.typos else {}
    parameters = list_parameters(request, corrections)
    prefixes = "".join(BEGINNING.format(number=number) for number in range(len(parameters["beginnings"])))
    named = {f"prefix_{number}": text for number, text in enumerate(parameters["beginnings"])}
    penalty = PENALTY if corrections else ""
    parts = [
        SCORED.format(config=config, locale=locale, prefixes=prefixes, penalty=penalty.format(config=config))
        for config, locale in ((choose_config(request.locale), "%(locale)s"), (SIMPLE, NO_LOCALE))
    ]
    text = RANKED.format(found=" UNION ALL ".join(parts))
    return fetch(text, {**parameters, **named})


def list_parameters(request: SearchRequest, corrections: Corrections) -> dict[str, Any]:
    names = list_names(request, corrections)
    prefixes = [escape_pattern(name) for name in names if len(name) >= MIN_PREFIX]
    typed = [escape_pattern(request.name) + "%"] if len(request.name) >= MIN_PREFIX else []
    return {
        "kinds": list(request.kinds), "locale": request.locale, "limit": request.limit,
        "query": build_query(request, corrections=corrections),
        "in_name": build_query(request, "A", corrections),
        "typed": build_query(request),
        "squeezed": [name.replace(" ", "") for name in names],
        "typed_squeezed": request.name.replace(" ", ""),
        "last": LAST,
        "beginnings": [name for name in names if len(name) >= MIN_PREFIX],
        "begins": [f"{each} %" for each in prefixes],
        "prefixes": [f"{each}%" for each in prefixes],
        "typed_prefixes": typed,
    }  # fmt: skip


def list_names(request: SearchRequest, corrections: Corrections) -> list[str]:
    """The text as a name, in all the ways in which its words can be read."""
    words = [
        (word, *(each for each in corrections.get(word, ()) if each != word)) for word in request.name.split()
    ]
    return [" ".join(each) for each in islice(product(*words), MAX_NAMES)]


def complete(request: SearchRequest) -> list[SearchMatch]:
    """Names with these words next to each other; one statement."""
    words = request.name.split()
    if not words:
        return []
    operands = [*map(quote_word, words[:-1]), f"{quote_word(words[-1])}:*"]
    return fetch(
        COMPLETED,
        {
            "begins": escape_pattern(request.name) + "%",
            "locales": [request.locale, ""],
            "kinds": list(request.kinds),
            "query": " <-> ".join(operands),
            "limit": request.limit,
        },
    )


def fetch(text: str, parameters: dict[str, Any]) -> list[SearchMatch]:
    """The matches of a statement that answers kind, key and score, which are read as three arrays in one row."""
    arrays = ARRAYS.format(text=text)
    with connection.cursor() as cursor:
        cursor.execute(arrays, parameters)
        kinds, keys, scores = cursor.fetchone()
    found = zip(kinds or (), keys or (), scores or (), strict=True)
    return [SearchMatch(SearchKey(kind, key), float(score)) for kind, key, score in found]
