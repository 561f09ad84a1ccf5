"""Why a field is not read as rows."""

from __future__ import annotations

__all__ = ["NeedsInstances", "Opaque"]


class Opaque(Exception):
    """A field needs more than rows of columns. reason: as a part of a sentence; path: of the field in the response,
    once it is known."""

    def __init__(self, reason: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


class NeedsInstances(Opaque):
    """A field that its row's columns do not tell, but an instance made of them."""
