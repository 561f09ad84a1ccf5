"""How long a body may be, by the path it is sent to, and how much of all bodies one process keeps on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BodyLimits", "NoSpace", "SpoolBudget"]

LARGEST_SPOOL = 1024 * 1024 * 1024
"""Bytes of request bodies that one process keeps at a time."""


@dataclass(frozen=True)
class BodyLimits:
    """Bytes that a body may have: by path where the view itself refuses a longer one, by the beginning of the path
    where files are uploaded, and elsewhere."""

    other: int
    views: Mapping[str, int] = field(default_factory=dict)
    uploads: Mapping[str, int] = field(default_factory=dict)

    def find_limit(self, path: str) -> int:
        """The limit for a body that is sent to a path."""
        if path in self.views:
            return self.views[path]
        return next((limit for start, limit in self.uploads.items() if path.startswith(start)), self.other)


class NoSpace(Exception):
    """The bodies that are being received take all the space there is for them."""


class SpoolBudget:
    """Counts the bytes of all bodies that are kept at the moment."""

    def __init__(self, total: int | None = None) -> None:
        self.total = LARGEST_SPOOL if total is None else total
        self.used = 0

    def reserve(self, size: int) -> None:
        """Take so many bytes; NoSpace when there are not as many left."""
        if self.used + size > self.total:
            raise NoSpace
        self.used += size

    def release(self, size: int) -> None:
        """Give bytes back."""
        self.used -= size
