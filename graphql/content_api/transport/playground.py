"""The playground: a page on which developers write queries, run them and read the schema."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@require_GET
def playground(request: HttpRequest) -> HttpResponse:
    """The page, where GRAPHQL_PLAYGROUND (when unset: DEBUG) is true; elsewhere it does not exist."""
    if not getattr(settings, "GRAPHQL_PLAYGROUND", settings.DEBUG):
        raise Http404("The playground is switched off. Set GRAPHQL_PLAYGROUND to offer it.")
    response = render(request, "content_api/playground.html", {"endpoint": reverse("graphql")})
    response["Content-Security-Policy"] = POLICY
    return response
