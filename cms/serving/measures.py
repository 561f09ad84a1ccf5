"""Counts requests and how long their answers took: by part of the site, and registered documents by operation."""

from __future__ import annotations

from cms.base.measures import OPERATION_SECONDS, REQUEST_SECONDS

__all__ = ["AREAS", "OTHER", "find_area", "record_request"]

AREAS = {
    "graphql": "graphql",
    "admin": "admin",
    "account": "account",
    "oauth": "account",
    "media": "media",
    "documents": "media",
    "collect": "collect",
    "plugins": "plugins",
}
"""The part of the site by the first word of the path."""
OTHER = "other"
MOST_OPERATIONS = 200
"""Names that are told apart; each costs Prometheus ten series."""
names: set[str] = set()


def find_area(path: str) -> str:
    """The part of the site that a path belongs to."""
    return AREAS.get(path.strip("/").partition("/")[0], OTHER)


def record_request(path: str, status: int, seconds: float, operation: str) -> None:
    """Count a request that was answered after so many seconds, the wait for a thread included.

    operation: the name of the operation of a registered document; empty for anything else.
    """
    REQUEST_SECONDS.labels(find_area(path), f"{status // 100}xx").observe(seconds)
    if operation:
        if operation not in names and len(names) >= MOST_OPERATIONS:
            operation = OTHER
        names.add(operation)
        OPERATION_SECONDS.labels(operation).observe(seconds)
