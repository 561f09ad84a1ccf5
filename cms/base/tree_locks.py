"""Who waits for whom at the tree of pages. Its lock comes before those of rows, or two requests wait for each other for
ever."""

from __future__ import annotations

from django.db import connection

__all__ = ["hold_tree", "share_tree"]

TREE = "editorial.tree"


def hold_tree() -> None:
    """Let no one else move pages, make or delete some, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TREE])


def share_tree() -> None:
    """Let no one move pages while this transaction makes or deletes some."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [TREE])
