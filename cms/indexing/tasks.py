"""Indexing in the background."""

from __future__ import annotations

from django_tasks import task

from cms.indexing.pending import index_pending


@task()
def index_changes() -> int:
    """Have every index follow the changes that wait; how many rows."""
    return index_pending()
