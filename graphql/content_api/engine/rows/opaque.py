"""Why a field is not read as rows."""

from __future__ import annotations

__all__ = ["Opaque"]


class Opaque(Exception):
    """A field needs more than rows of columns. reason: as a part of a sentence; path: of the field in the response."""

    def __init__(self, reason: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path

    def below(self, name: str) -> Opaque:
        """The same, seen from the field that contains it."""
        return Opaque(self.reason, (name, *self.path))
