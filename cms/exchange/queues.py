"""Imports that wait or run, for metrics."""

from __future__ import annotations

from cms.base.work_queues import Waiting, count_rows, declare_queue
from cms.exchange.models import ImportRun, RunState

__all__ = ["register"]


def register() -> None:
    declare_queue("imports", read_unfinished)


def read_unfinished() -> Waiting:
    """Imports and dry runs that have not ended."""
    unfinished = (RunState.WAITING, RunState.RUNNING)
    return count_rows(ImportRun.objects.filter(state__in=unfinished), "created_at")
