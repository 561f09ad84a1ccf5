"""Deliveries in the background."""

from __future__ import annotations

from django_tasks import task

from cms.publishing.outbox import deliver


@task()
def deliver_events(events: list[str]) -> int:
    """Deliver these events to their subscribers; how many deliveries succeeded. `manage.py plugins run-jobs` tries the
    others again."""
    return deliver(events)
