"""The chain of hashes over the audit log: seal what is new, and verify what is there.

Events are written in the transactions of what they tell, and sealed after these were committed: a chain that grows
inside them would make all writers wait for each other (docs/adr/0063).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.audit.models import AuditEvent, AuditLink

__all__ = ["LATE", "Fault", "compute_hash", "find_faults", "list_unsealed", "seal_events"]

BATCH = 1_000
LOCK = 0x41756469
"""The advisory lock under which the chain grows."""
RECENT = timedelta(days=1)
"""Longer than any transaction: what was written before is sealed, or was written by one that slept for a day."""
LATE = timedelta(minutes=10)
"""After which an event that is not sealed is a fault: the job has not run."""
START = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Fault:
    """position: in the chain, or None for an event that is not in it."""

    position: int | None
    event: int
    reason: str

    def __str__(self) -> str:
        place = f"position {self.position}" if self.position else "not sealed"
        return f"event {self.event} ({place}): {self.reason}"


def compute_hash(before: bytes, event: AuditEvent) -> bytes:
    """SHA-256 of the hash before it (32 bytes) and the event as canonical JSON: a list, keys of objects sorted."""
    text = orjson.dumps(
        [
            event.pk, event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"), event.kind, event.actor,
            event.target_type, event.target_key, event.target_label, event.data, event.request,
        ],
        option=orjson.OPT_SORT_KEYS,
    )  # fmt: skip
    return sha256(before + text).digest()


def list_unsealed() -> QuerySet[AuditEvent]:
    """Events that are not in the chain, the oldest first."""
    return AuditEvent.objects.filter(link=None).order_by("pk")


def seal_events(every: bool = False) -> int:
    """Add committed events to the chain; how many. every: also those that were written long ago."""
    added = 0
    while count := seal_batch(every):
        added += count
    return added


@transaction.atomic
def seal_batch(every: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = AuditLink.objects.order_by("-position").first()
    events = list_unsealed()
    if last and not every:
        events = events.filter(happened_at__gte=timezone.now() - RECENT)
    links = list(build_links(last, events[:BATCH]))
    AuditLink.objects.bulk_create(links)
    return len(links)


def build_links(last: AuditLink | None, events: QuerySet[AuditEvent]) -> Iterator[AuditLink]:
    position, before = (last.position, bytes(last.hash)) if last else (0, START)
    for event in events:
        position, before = position + 1, compute_hash(before, event)
        yield AuditLink(position=position, event=event, hash=before)


def find_faults() -> Iterator[Fault | int]:
    """Each fault of the log, and after every thousand links their number, to show progress.

    After a link that does not fit, the chain is followed from the hash that is stored, so that one change is one fault.
    """
    position, before = 0, START
    for row in read_chain():
        position += 1
        yield from check_link(row, position, before)
        position, before = row["position"], bytes(row["hash"])
        if position % BATCH == 0:
            yield position
    late = list_unsealed().filter(happened_at__lt=timezone.now() - LATE)
    yield from (
        Fault(
            None, key, "it is not in the chain. Run `manage.py audit seal`, and see that the scheduler runs."
        )
        for key in late.values_list("pk", flat=True)
    )


def read_chain() -> Iterator[dict[str, Any]]:
    links = AuditLink.objects.order_by("position").values("position", "event", "hash")
    start = 0
    while batch := list(links.filter(position__gt=start)[:BATCH]):
        events = AuditEvent.objects.in_bulk([row["event"] for row in batch])
        yield from ({**row, "found": events.get(row["event"])} for row in batch)
        start = batch[-1]["position"]


def check_link(row: dict[str, Any], expected: int, before: bytes) -> Iterator[Fault]:
    key, position, event = row["event"], row["position"], row["found"]
    if position != expected:
        yield Fault(position, key, f"positions from {expected} to {position - 1} are missing before it.")
    elif event is None:
        yield Fault(position, key, "it was deleted.")
    elif compute_hash(before, event) != bytes(row["hash"]):
        yield Fault(position, key, "it or its hash was changed.")
