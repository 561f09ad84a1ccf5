"""How often anybody may guess at the password that a page or a collection of files is shared by."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.documents.views.serve import authenticate_with_password as enter_collection
from wagtail.views import authenticate_with_password as enter_page

from cms.http.clients import get_client_address, get_network
from cms.ratelimit.rates import RateExceeded, refund, take

__all__ = ["collection_password", "page_password"]

BUCKET = "shared_password"


def limit_attempts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, which takes each attempt from a bucket of the caller's network before it looks at the password.

    One bucket for all such passwords: to ask for another page begins no new count. Who knew it has not tried in vain.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **given)
        client = f"net:{get_network(get_client_address(request))}"
        try:
            take(BUCKET, client)
        except RateExceeded as error:
            return build_too_many_response(error.retry_after)
        response = view(request, *args, **given)
        if response.status_code == 302:
            refund(BUCKET, client)
        return response

    return wrapper


def build_too_many_response(seconds: int) -> HttpResponse:
    return HttpResponse(
        _("Too many attempts: try again in %d seconds.") % seconds,
        content_type="text/plain; charset=utf-8",
        status=429,
        headers={"Retry-After": str(seconds)},
    )


page_password = limit_attempts(enter_page)
collection_password = limit_attempts(enter_collection)
