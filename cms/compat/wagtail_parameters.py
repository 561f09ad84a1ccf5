"""Wagtail 8.0.1 and django-modelcluster 6.5 use ids, counts and names of addresses and forms unchecked: one that is
malformed or missing ends in an error 500."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language, gettext_lazy as _, override

from cms.compat.wagtail_blocks import MalformedForm

__all__ = ["MalformedParametersMiddleware"]

REFUSALS = (
    "expected a number",
    "is not a valid UUID",
    "cannot contain NUL",
    "invalid literal for int()",
    "too large",
)
"""What Django, Python and PostgreSQL say of a value that cannot be an id."""

logger = structlog.get_logger(__name__)


class MalformedParametersMiddleware:
    """Answers 400 in the admin when a value of the request itself is missing, or is what could not be converted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer 400 when an inline list counts its rows with a negative number, which Django takes for none."""
        if request.method != "POST" or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        for field in find_negative_counts(request):
            getattr(request.user, "wagtail_userprofile", None)  # read before Wagtail does
            return reject_form(request, field)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        if field := unusable_field(request, error):
            return reject_form(request, field)
        if is_malformed(request, error):
            text = _("A value in this address or form is malformed: go back and choose again.")
            return reject(request, text, type(error).__name__)
        return None


def reject_form(request: HttpRequest, field: str) -> HttpResponse:
    text = _(
        "The form is incomplete: “%(field)s” is missing or cannot be used. Reload the page and send it again."
    )
    return reject(request, text, field, field=field)


def reject(request: HttpRequest, text: Any, reason: str, **values: str) -> HttpResponse:
    """The answer, in the language that the person chose for the admin: Wagtail speaks it in its own views alone."""
    logger.warning("malformed_parameter", path=request.path_info, reason=reason)
    with override(find_language(request)):
        shown = str(text) % values if values else str(text)
    return HttpResponse(shown, content_type="text/plain; charset=utf-8", status=400)


def find_language(request: HttpRequest) -> str | None:
    """The language of the person's admin, as Wagtail has read it for this request: the database may be what failed."""
    state = getattr(request.user, "_state", None)
    profile = state.fields_cache.get("wagtail_userprofile") if state else None
    return profile.get_preferred_language() if profile else get_language()


def find_negative_counts(request: HttpRequest) -> Iterator[str]:
    """Fields that count the rows of inline lists and are negative."""
    for name, value in request.POST.items():
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")) and str(value).strip().startswith("-"):
            yield name


def unusable_field(request: HttpRequest, error: Exception) -> str | None:
    """The field of the form that the error is about; None when it is about something else."""
    if isinstance(error, MalformedForm):
        return error.field
    if isinstance(error, MultiValueDictKeyError) and request.method == "POST":
        key = str(error.args[0]).strip("'\"")
        return None if key in request.POST else key
    return None


def is_malformed(request: HttpRequest, error: Exception) -> bool:
    """Whether the error is about a value that the request holds."""
    if isinstance(error, DataError | OverflowError):
        return any(abs(int(each)) >= 2**31 for each in iterate_values(request) if is_number(each))
    if not isinstance(error, ValueError | ValidationError):
        return False
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    if not any(refusal in text for refusal in REFUSALS):
        return False
    return any("\0" in each or (each and each in text) for each in iterate_values(request))


def iterate_values(request: HttpRequest) -> Iterator[str]:
    """Every value in the query, the form and the path."""
    for given in (request.GET, request.POST):
        for _name, values in given.lists():
            yield from (part for value in values for part in (value, *value.split(",")))
    if request.resolver_match:
        yield from map(str, request.resolver_match.kwargs.values())
        yield from map(str, request.resolver_match.args)


def is_number(text: str) -> bool:
    digits = text.strip().removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 1000
