"""What a process of the server says at /readyz."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import close_old_connections

from cms.database.outages import begin_request, end_request
from cms.operations.health import Check, Status, examine

__all__ = ["report_readiness"]

MANY = 50
"""Requests that wait for a thread, from which the process counts as degraded; ten times as many are refused."""


def report_readiness(waiting: int) -> tuple[bool, dict[str, Any]]:
    """Whether the process is ready, and every part by name. Messages are not shown: anybody may ask.

    waiting: requests that wait for a thread of the process.
    """
    close_old_connections()
    begin_request()
    try:
        report = examine(describe_listener(waiting))
    finally:
        end_request()
    return report.status != Status.NOT_READY, report.describe(detailed=settings.DEBUG)


def describe_listener(waiting: int) -> Check:
    if waiting < MANY:
        return Check(Status.READY)
    return Check(Status.DEGRADED, f"{waiting} requests wait for a thread: add processes.")
