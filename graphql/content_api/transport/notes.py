"""What the front and Django's path tell each other of one request. It travels in the request's WSGI environment."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from content_api.engine.keeping import AnswerKey
from content_api.limits.charge import Charge
from content_api.transport.requests import GraphQLRequest

__all__ = ["NOTE", "OWN", "FrontNote", "LeftToDjango", "Outline", "Recognised", "describe", "get_note"]

NOTE = "aixplore.front"
OWN = frozenset({"ETag", "Content-Length", "RateLimit", "RateLimit-Policy", "Surrogate-Key", "Cache-Tag"})
"""Headers whose values belong to one answer or one client."""
Outline = tuple[int, tuple[tuple[str, str], ...]]
"""The status of a response and its headers; those of OWN have no value."""


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


class LeftToDjango(Exception):
    """The front called the view with a request that Django's middleware must see, such as a mutation."""


@dataclass(slots=True)
class FrontNote:
    """answered: set by the view when it has answered with what is kept, so that the front can do it the next time.
    outline: of the view's response, before the middleware.
    calls_view: the front calls the view, which takes queries alone then.
    request: what the view has read of any other, so that it is not counted as two.
    made: what the view has returned or raised there, for Django to give out.
    charge: set by the front when the client had too few points, which are not charged twice.
    """

    answered: Recognised | None = None
    outline: Outline | None = None
    calls_view: bool = False
    request: GraphQLRequest | None = None
    made: HttpResponse | Exception | None = None
    charge: Charge | None = None


def get_note(request: HttpRequest) -> FrontNote | None:
    """The note of a request; None when it did not come through the front."""
    note = request.META.get(NOTE)
    return note if isinstance(note, FrontNote) else None


def describe(response: HttpResponse) -> Outline:
    """What the headers that the middleware adds to a response depend on, beside the profile of its request."""
    headers = tuple((name, "" if name in OWN else value) for name, value in response.items())
    return response.status_code, headers
