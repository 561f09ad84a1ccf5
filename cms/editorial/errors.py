"""What is refused, as `application/problem+json`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from wagtail.api.v3.errors import problem_response, register_exception_handlers
from wagtail.utils.forms import FormValidationError

__all__ = ["Refused", "connect_errors", "explain_methods", "no_address"]

NOT_FOUND = "There is no such page, or you may not see it."
NO_ADDRESS = "There is no such address. See “Write pages from a machine” in the documentation."
IN_USE = "Other records need this page: remove them or change them first."
DEADLOCK = "40P01"
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
    api.add_exception_handler(ValidationError, answer_invalid)
    api.add_exception_handler(
        ProtectedError, lambda request, error: problem_response(status=409, detail=IN_USE)
    )
    api.add_exception_handler(
        IntegrityError, lambda request, error: problem_response(status=409, detail=MEANWHILE)
    )
    api.add_exception_handler(OperationalError, answer_deadlock)


def answer_deadlock(request: HttpRequest, error: Any) -> HttpResponse:
    """PostgreSQL has taken one of two requests back that waited for each other. All else is an outage."""
    if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
        raise error
    return problem_response(status=409, detail=MEANWHILE)


def answer_refused(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem_response(status=error.status, detail=str(error))
    for name, value in error.headers.items():
        response[name] = value
    return response


def answer_denied(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(status=403, detail=str(error) or "The owner of this key may not do this.")


def answer_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Each message with its place. Wagtail leaves the places out of what a page says of itself when it is published."""
    return problem_response(status=422, detail="Validation failed", errors=list(list_problems(error)))


def list_problems(error: ValidationError) -> Iterator[dict[str, Any]]:
    if isinstance(error, FormValidationError):
        for path, messages in error.loc_errors:
            yield from ({"type": code, "loc": list(path), "msg": text} for text, code in messages)
        return
    named = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in named.items():
        yield from ({"type": "invalid", "loc": [name], "msg": text} for text in texts)


@csrf_exempt
def no_address(request: HttpRequest, rest: str) -> HttpResponse:
    """The answer of all other addresses below /api/v3/, for all callers."""
    return problem_response(status=404, detail=NO_ADDRESS)


def explain_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that answers a method which it does not take as it answers other errors; there is none where the operator
    has switched this API off."""

    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if not settings.EDITORIAL_API:
            return no_address(request, "")
        response = view(request, *given, **named)
        if response.status_code != 405:
            return response
        methods = response["Allow"]
        explained = problem_response(status=405, detail=f"Send {methods} to this address.")
        explained["Allow"] = methods
        return explained

    return answer
