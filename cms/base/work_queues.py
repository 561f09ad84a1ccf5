"""What waits for people, such as texts for a decision: declared by each package, counted for operators and editors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

__all__ = ["Waiting", "WorkQueue", "count_rows", "declare_queue", "list_queues"]

Waiting = tuple[int, datetime | None]
"""How many wait, and since when the first of them does."""


@dataclass(frozen=True)
class WorkQueue:
    """name: the value of the label `queue` of metrics. read: what waits now, in one statement."""

    name: str
    read: Callable[[], Waiting]


_declared: dict[str, WorkQueue] = {}


def declare_queue(name: str, read: Callable[[], Waiting]) -> None:
    """Add a queue, from an `AppConfig.ready()`. ValueError names one that exists already."""
    known = _declared.get(name)
    if known is not None and known.read is not read:
        raise ValueError(f"The queue “{name}” is declared twice: give one of them another name.")
    _declared[name] = WorkQueue(name, read)


def list_queues() -> tuple[WorkQueue, ...]:
    """All queues, by name."""
    return tuple(_declared[name] for name in sorted(_declared))


def count_rows(rows: QuerySet[Any], since: str) -> Waiting:
    """How many rows wait, and the earliest value of a field of them. One statement."""
    found = rows.order_by().aggregate(number=Count("pk"), first=Min(since))
    return found["number"], found["first"]
