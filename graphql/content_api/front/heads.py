"""Status and headers of responses, as Django answered with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content_api.transport.notes import OWN

__all__ = ["Head"]

Headers = Sequence[tuple[str, str]]

PERSONAL = frozenset({"Set-Cookie"})
"""A response with such a header is never repeated."""


@dataclass(frozen=True, slots=True)
class Head:
    """The status line of a response, and its headers in their order; those of OWN have no value."""

    status: str
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def learn(cls, status: str, headers: Headers) -> Head | None:
        """That of a response; None where it must not be repeated."""
        if not PERSONAL.isdisjoint(name for name, _ in headers):
            return None
        return cls(status, tuple((name, "" if name in OWN else value) for name, value in headers))

    @property
    def kind(self) -> str:
        """The status with the Content-Encoding, which one profile may meet with and without."""
        return self.status[:3] + dict(self.headers).get("Content-Encoding", "")

    def fill(self, own: Mapping[str, str]) -> list[tuple[str, str]]:
        """The headers, with the values of OWN; KeyError when one is missing."""
        return [(name, value or own[name]) if name in OWN else (name, value) for name, value in self.headers]
