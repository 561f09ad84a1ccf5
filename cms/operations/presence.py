"""A process says that it lives: a row that a thread renews every few seconds, whatever the process is busy with.

A row that is not renewed for LEASE is that of a dead process. All times are the database's, so that the clocks of
machines do not matter.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import structlog
from django.db import DatabaseError, IntegrityError, close_old_connections, connections, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from cms.operations.models import Role, RunningProcess

__all__ = ["BEAT", "LEASE", "SchedulerRuns", "announce", "find_dead", "find_living"]

BEAT = 5.0
"""Seconds between two renewals."""
LEASE = timedelta(seconds=20)
"""How old the last renewal of a living process can be."""
logger = structlog.get_logger(__name__)


class SchedulerRuns(Exception):
    """Another scheduler lives; the message says which."""


def find_living() -> QuerySet[RunningProcess]:
    return RunningProcess.objects.filter(seen_at__gte=Now() - LEASE)


def find_dead() -> QuerySet[RunningProcess]:
    return RunningProcess.objects.filter(seen_at__lt=Now() - LEASE)


@contextmanager
def announce(role: Role, name: str) -> Iterator[None]:
    """Say that this process lives, as long as the block runs. SchedulerRuns when it would be a second scheduler."""
    claim_role(role, name)
    over = Event()
    beating = Thread(target=beat, args=(role, name, over), daemon=True, name="presence")
    beating.start()
    logger.info("process_announced", role=str(role), process=name)
    try:
        yield
    finally:
        over.set()
        beating.join(BEAT)
        with suppress(DatabaseError):
            RunningProcess.objects.filter(name=name).delete()


def claim_role(role: Role, name: str) -> None:
    """Write the row. The place of a scheduler that died is free once its lease has run out, so that is waited for."""
    deadline = monotonic() + LEASE.total_seconds() + BEAT
    seen = None
    while not write_row(role, name):
        holder = RunningProcess.objects.filter(role=role).first()
        if holder is None:
            continue
        if (seen and holder.seen_at != seen) or monotonic() > deadline:
            raise SchedulerRuns(
                f"Another {role} runs: process {holder.pid} on {holder.host}, last seen at "
                f"{holder.seen_at:%Y-%m-%d %H:%M:%S} UTC. "
                "Only one may run: stop that one first, or do not start this one."
            )
        if seen is None:
            logger.info("waiting_for_lease", role=str(role), holder=str(holder))
        seen = holder.seen_at
        sleep(0.5)


def write_row(role: Role, name: str) -> bool:
    """Whether the row could be written; not while a living scheduler has the place."""
    if role == Role.SCHEDULER:
        find_dead().filter(role=role).delete()
    try:
        with transaction.atomic():
            RunningProcess.objects.create(name=name, role=role, host=socket.gethostname(), pid=os.getpid())
    except IntegrityError:
        return False
    return True


def beat(role: Role, name: str, over: Event) -> None:
    """Renew the row until it is over; a database that is away is asked again at the next beat."""
    try:
        while not over.wait(BEAT):
            with suppress(DatabaseError):
                close_old_connections()
                renew(role, name)
    finally:
        connections.close_all()


def renew(role: Role, name: str) -> None:
    """Renew the row. When it is gone, others took this process for dead, after a pause or an outage."""
    if RunningProcess.objects.filter(name=name).update(seen_at=Now()):
        return
    logger.warning("process_lease_lost", role=str(role), process=name)
    write_row(role, name)
