"""What the front and Django's path tell each other of one request. It travels in the request's WSGI environment."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from content_api.engine.keeping import AnswerKey
from content_api.limits.charge import Charge

__all__ = ["NOTE", "FrontNote", "Recognised", "get_note"]

NOTE = "aixplore.front"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a request proved to ask for.

    key: of the kept answer. audience: whose limits it was held against. digest: that of the registered document which
    it named; None for one that sent its text. is_trusted: whether it named one. operation: its operation's name then.
    """

    key: AnswerKey
    audience: str
    digest: str | None
    is_trusted: bool
    operation: str = ""


@dataclass(slots=True)
class FrontNote:
    """answered: set by Django's path when it has answered with what is kept, so that the front can do it the next time.
    charge: set by the front when the client had too few points, which are not charged twice."""

    answered: Recognised | None = None
    charge: Charge | None = None


def get_note(request: HttpRequest) -> FrontNote | None:
    """The note of a request; None when it did not come through the front."""
    note = request.META.get(NOTE)
    return note if isinstance(note, FrontNote) else None
