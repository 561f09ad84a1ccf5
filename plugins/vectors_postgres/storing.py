"""Keeping vectors, and forgetting them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from cms.plugin_api import SearchKey, StoredVector
from plugins.vectors_postgres.models import Vector

__all__ = ["list_marks", "prepare", "remove", "store"]

EXTENSION = "vector"
AVAILABLE = """
    SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = %s),
        current_setting('server_version_num')::int / 10000
"""
STORE = """
    INSERT INTO vectors_postgres_vector (kind, key, locale, model, mark, numbers)
    SELECT kind, key, locale, %s, mark, numbers::real[]
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[])
        AS given (kind, key, locale, mark, numbers)
    ON CONFLICT (kind, key) DO UPDATE SET
        locale = excluded.locale, model = excluded.model, mark = excluded.mark, numbers = excluded.numbers
"""
REMOVE = """
    DELETE FROM vectors_postgres_vector
    USING unnest(%s::text[], %s::bigint[]) AS gone (kind, key)
    WHERE vectors_postgres_vector.kind = gone.kind AND vectors_postgres_vector.key = gone.key
"""


class ExtensionMissing(Exception):
    """The message says what to install."""


def prepare(model: str, dimensions: int) -> None:
    """Switch the extension on, and forget vectors of other models."""
    with connection.cursor() as cursor:
        cursor.execute(AVAILABLE, [EXTENSION])
        is_available, major = cursor.fetchone()
        if not is_available:
            raise ExtensionMissing(
                f"PostgreSQL {major} has no extension `{EXTENSION}`: install pgvector on its machine (Debian and "
                f"Ubuntu: postgresql-{major}-pgvector), then run `manage.py search rebuild`."
            )
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
    Vector.objects.exclude(model=model).delete()


def store(vectors: Sequence[StoredVector], model: str) -> None:
    """Add vectors, or replace them; one statement."""
    rows = [
        (each.key.kind, each.key.key, each.locale, each.mark, format_numbers(each.vector))
        for each in sorted(vectors, key=lambda each: each.key)
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [model, *(list(column) for column in zip(*rows, strict=True))])


def format_numbers(vector: Sequence[float]) -> str:
    return "{" + ",".join(format(number, ".7g") for number in vector) + "}"


def remove(keys: Sequence[SearchKey]) -> None:
    """Forget these vectors; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, [[each.kind for each in keys], [each.key for each in keys]])


def list_marks(model: str) -> dict[SearchKey, str]:
    """The marks of a model's vectors; one statement."""
    rows = Vector.objects.filter(model=model).values_list("kind", "key", "mark")
    return {SearchKey(kind, key): mark for kind, key, mark in rows.iterator(10_000)}
