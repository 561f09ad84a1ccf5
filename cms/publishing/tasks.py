"""Deliveries in the background."""

from __future__ import annotations

from django_tasks import task

from cms.publishing.outbox import deliver


@task()
def deliver_event(event: str) -> int:
    """Tell the plugins of one event; how many were told. Those that failed wait for `manage.py plugins run-jobs`."""
    return deliver(event)
