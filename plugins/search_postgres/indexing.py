"""Storing documents in the index, and forgetting them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from cms.plugin_api import SearchDocument, SearchKey
from plugins.search_postgres.languages import choose_config
from plugins.search_postgres.models import Entry, Word

MAX_BODY = 200_000
"""Characters of a body that are indexed: PostgreSQL's vectors hold one megabyte."""
WORD_LENGTHS = range(4, 41)
"""Letters of the words to which typing errors may be corrected."""

ENTRIES = """
    INSERT INTO search_postgres_entry (kind, key, locale, fingerprint, name, squeezed, names, head, everything)
    SELECT kind, key, locale, fingerprint, name, replace(name, ' ', ''),
           to_tsvector('simple', name || ' ' || spellings), head, head || body
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                %s::text[], %s::regconfig[])
         AS given (kind, key, locale, fingerprint, name, spellings, labels, summary, text, config),
    LATERAL (
        SELECT setweight(to_tsvector(config, name || ' ' || spellings), 'A')
               || setweight(to_tsvector(config, labels), 'B')
               || setweight(to_tsvector(config, summary), 'C') AS head,
               setweight(to_tsvector(config, text), 'D') AS body
    ) AS vectors
    ON CONFLICT (kind, key) DO UPDATE SET
        locale = excluded.locale, fingerprint = excluded.fingerprint, name = excluded.name,
        squeezed = excluded.squeezed, names = excluded.names,
        head = excluded.head, everything = excluded.everything
"""
REMOVAL = """
    DELETE FROM search_postgres_entry
    USING unnest(%s::text[], %s::bigint[]) AS gone (kind, key)
    WHERE search_postgres_entry.kind = gone.kind AND search_postgres_entry.key = gone.key
"""


def store(documents: Sequence[SearchDocument], version: int) -> None:
    """Add documents, or replace them; two statements."""
    if not documents:
        return
    rows = [list_columns(document) for document in sorted(documents, key=lambda each: each.key)]
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [list(column) for column in zip(*rows, strict=True)])
    words = sorted({word for document in documents for word in list_words(document)})
    Word.objects.bulk_create([Word(word=word) for word in words], ignore_conflicts=True)


def list_columns(document: SearchDocument) -> tuple[Any, ...]:
    """The values of a document, in the order of the statement."""
    return (
        document.key.kind, document.key.key, document.locale, document.fingerprint, document.name, document.spellings,
        document.labels, document.summary, document.body[:MAX_BODY], choose_config(document.locale),
    )  # fmt: skip


def list_words(document: SearchDocument) -> Iterator[str]:
    """The words to which typing errors may be corrected."""
    for word in f"{document.name} {document.labels} {document.summary}".split():
        if len(word) in WORD_LENGTHS and not word.isdigit():
            yield word


def remove(keys: Sequence[SearchKey], version: int) -> None:
    """Forget these entries; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(REMOVAL, [[each.kind for each in keys], [each.key for each in keys]])


def list_fingerprints() -> dict[SearchKey, str]:
    """The fingerprints of all entries; one statement."""
    return {
        SearchKey(kind, key): mark
        for kind, key, mark in Entry.objects.values_list("kind", "key", "fingerprint")
    }
