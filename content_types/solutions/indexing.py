"""Keep the search entries of solutions fresh when a tag of theirs is renamed or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django_tasks import task

from cms.exchange.writing.bulk import CHUNK, update_search
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag


def register() -> None:
    """Connect the receivers."""
    post_save.connect(reindex_renamed_tag, sender=Tag)
    pre_delete.connect(reindex_deleted_tag, sender=Tag)


def reindex_renamed_tag(instance: Tag, created: bool, raw: bool = False, **signal: Any) -> None:
    if not created and not raw:
        enqueue_solutions(tagged_with(instance))


def reindex_deleted_tag(instance: Tag, **signal: Any) -> None:
    enqueue_solutions(tagged_with(instance))


def tagged_with(tag: Tag) -> list[int]:
    return list(tag.tagged_solutions.values_list("content_object_id", flat=True))


def enqueue_solutions(keys: list[int]) -> None:
    """Have a worker index the solutions, once what was changed is committed."""
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        transaction.on_commit(lambda chunk=chunk: index_solutions.enqueue(chunk))  # type: ignore[misc]


@task()
def index_solutions(keys: Iterable[int]) -> None:
    """Write the search entries of solutions; those that are gone meanwhile are left out."""
    update_search(
        Solution, list(Solution.objects.filter(pk__in=list(keys)).prefetch_related("tagged_items__tag"))
    )
