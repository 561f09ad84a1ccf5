"""The vectors that are nearest to another one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, transaction

from cms.plugin_api import NearestRequest, SearchKey, VectorMatch

__all__ = ["find_nearest"]

NEAREST = """
    SELECT kind, key, 1 - distance FROM unnest(%s::text[]) AS wanted (kind), LATERAL (
        SELECT key, numbers::vector({size}) <=> %s::real[]::vector({size}) AS distance
        FROM vectors_postgres_vector AS stored
        WHERE stored.kind = wanted.kind AND model = %s AND locale IN (%s, '')
        ORDER BY distance LIMIT %s
    ) AS found
    WHERE distance <= %s ORDER BY distance, kind, key
"""
"""All vectors of a kind are compared: an index of pgvector leaves out rows behind a condition."""


def find_nearest(request: NearestRequest) -> list[VectorMatch]:
    """The nearest rows of each kind; one statement."""
    text = NEAREST.format(size=len(request.vector))
    given = (
        list(request.kinds),
        list(request.vector),
        request.model,
        request.locale,
        request.limit,
        1 - request.least,
    )
    with keep_transaction(), connection.cursor() as cursor:
        cursor.execute(text, given)
        return [VectorMatch(SearchKey(kind, key), similarity) for kind, key, similarity in cursor.fetchall()]


def keep_transaction() -> AbstractContextManager[Any]:
    """A failure, such as without the extension, does not end the transaction of the caller."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
