"""Which plugins answered the searches of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["note_provider", "record_providers"]

_answered: ContextVar[list[str] | None] = ContextVar("answered", default=None)


@contextmanager
def record_providers() -> Iterator[list[str]]:
    """The plugins that answered searches of this block, each once."""
    names: list[str] = []
    token = _answered.set(names)
    try:
        yield names
    finally:
        _answered.reset(token)


def note_provider(plugin: str) -> None:
    """Record that a plugin answered a search of this block, now or when what it answered was kept."""
    names = _answered.get()
    if names is not None and plugin not in names:
        names.append(plugin)
