"""Deliveries in the background."""

from __future__ import annotations

from django_tasks import task

from cms.publishing.outbox import deliver

FIRST = 50
"""Before tasks that wait already: readers see a publication when the website is told of it."""


@task(priority=FIRST)
def deliver_events(events: list[str]) -> int:
    """Deliver these events to their subscribers; how many deliveries succeeded. `manage.py plugins run-jobs` tries the
    others again."""
    return deliver(events)
