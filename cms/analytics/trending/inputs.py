"""What hours added to rows of the catalogue: the provider's weights, without what is about no row."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from cms.analytics.event_types import list_weights
from cms.analytics.trending.decay import Added, Key
from cms.declarations import registry
from cms.plugins.api.analytics import AnalyticsProvider, EventSubject

__all__ = ["CAP", "find_existing", "find_key", "load_added"]

CAP = 15.0
"""What a visitor adds to a row in a day at most: as much as the heaviest event."""


def load_added(provider: AnalyticsProvider, begins: datetime, ends: datetime) -> list[Added]:
    """What hours added, by hour and row; a call of the provider, and one statement for each kind of rows."""
    found = provider.weights(begins, ends, list_weights(), CAP)
    keyed = [(key, each) for each in found if (key := find_key(each.subject))]
    existing = find_existing(key for key, _each in keyed)
    added = [Added(each.hour, key, each.weight, each.visitors) for key, each in keyed if key in existing]
    return sorted(added, key=lambda each: (each.hour, each.key))


def find_key(subject: EventSubject) -> Key | None:
    """The row that an event is about; None unless it is of its kind, and its id written as the API writes it."""
    kind = registry.search_kinds.get(subject.kind)
    if kind is None:
        return None
    try:
        name, _colon, number = b64decode(subject.id, validate=True).decode().partition(":")
        key = int(number)
    except (Base64Error, ValueError):
        return None
    is_own = name == kind.model.__name__ and 0 < key < 2**63
    return (subject.kind, key) if is_own and write_id(name, key) == subject.id else None


def write_id(name: str, key: int) -> str:
    """The global id of a row, as the API writes it."""
    return b64encode(f"{name}:{key}".encode()).decode()


def find_existing(keys: Iterable[Key]) -> set[Key]:
    """Those of which there is a row: events can be sent about any number."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in keys:
        by_kind[kind].add(key)
    return {
        (kind, key)
        for kind, asked in by_kind.items()
        for key in registry.search_kinds[kind]
        .model._default_manager.filter(pk__in=asked)
        .values_list("pk", flat=True)
    }
