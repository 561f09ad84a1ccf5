"""Broken links as work that waits for editors."""

from __future__ import annotations

from cms.base.work_queues import Waiting, count_rows, declare_queue
from cms.links.jobs import FAILED
from cms.links.models import Link

__all__ = ["register"]


def register() -> None:
    declare_queue("broken_links", read_broken)


def read_broken() -> Waiting:
    return count_rows(Link.objects.filter(result__in=FAILED), "failing_since")
