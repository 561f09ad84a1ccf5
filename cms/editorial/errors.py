"""What is refused, as `application/problem+json`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from wagtail.api.v3.errors import problem_response, register_exception_handlers

__all__ = ["Refused", "connect_errors", "no_address"]

NOT_FOUND = "There is no such page, or you may not see it."
NO_ADDRESS = "There is no such address. See “Write pages from a machine” in the documentation."
IN_USE = "Other records need this page: remove them or change them first."
MEANWHILE = "Somebody changed the same pages at this moment: send the request again."


class Refused(Exception):
    """A request that is refused. status: of HTTP. headers: of the response."""

    def __init__(self, status: int, text: str, **headers: str) -> None:
        super().__init__(text)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def connect_errors(api: NinjaAPI) -> None:
    """Wagtail's answers to what is not valid, and ours to all else. Hidden and missing pages are answered alike."""
    register_exception_handlers(api)
    api.add_exception_handler(Refused, answer_refused)
    api.add_exception_handler(Http404, lambda request, error: problem_response(status=404, detail=NOT_FOUND))
    api.add_exception_handler(PermissionDenied, answer_denied)
    api.add_exception_handler(
        ProtectedError, lambda request, error: problem_response(status=409, detail=IN_USE)
    )
    api.add_exception_handler(
        IntegrityError, lambda request, error: problem_response(status=409, detail=MEANWHILE)
    )


def answer_refused(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem_response(status=error.status, detail=str(error))
    for name, value in error.headers.items():
        response[name] = value
    return response


def answer_denied(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(status=403, detail=str(error) or "The owner of this key may not do this.")


@csrf_exempt
def no_address(request: HttpRequest, rest: str) -> HttpResponse:
    """The answer of all other addresses below /api/v3/, for all callers."""
    return problem_response(status=404, detail=NO_ADDRESS)
