"""When a key was used last and by which operation: remembered, and written at most once a minute for each process.

The first use is written at once. A process that ends loses what its last minute brought, never that a key is in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic

import structlog
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from cms.identity.models import ApiKey

__all__ = ["forget_uses", "note_use"]

PAUSE = 60.0
"""Seconds between two writes for one key by one process."""
MOST = 10_000
LONGEST = 80

logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class LastWrite:
    """When a key's use was last written, on the monotonic clock, and whether an operation was named in it."""

    at: float
    named: bool


_writes: dict[int, LastWrite] = {}
_lock = Lock()


def forget_uses() -> None:
    """Take the next use of every key for the first."""
    with _lock:
        _writes.clear()


def note_use(key_id: int, operation: str = "") -> None:
    """A key was used just now; one statement a minute. An operation that is the first to be named is written too."""
    if is_due(key_id, bool(operation)):
        write_use(key_id, operation[:LONGEST])


def is_due(key_id: int, named: bool) -> bool:
    now = monotonic()
    with _lock:
        last = _writes.get(key_id)
        if last is not None and now - last.at < PAUSE and (last.named or not named):
            return False
        if len(_writes) >= MOST:
            _writes.clear()
        _writes[key_id] = LastWrite(now, named)
        return True


def write_use(key_id: int, operation: str) -> None:
    """Never older than what another process wrote. A database that takes no writes does not fail the request."""
    now = timezone.now()
    values = {"last_used_at": now, **({"last_operation": operation} if operation else {})}
    try:
        older = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now)
        ApiKey.objects.filter(older, pk=key_id).update(**values)
    except DatabaseError as error:
        logger.warning("api_key_use_not_written", key=key_id, reason=type(error).__name__)
