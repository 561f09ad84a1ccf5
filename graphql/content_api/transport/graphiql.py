"""GraphiQL: the page on which developers write queries, run them and read the schema (docs/adr/0011)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

__all__ = ["graphiql_view"]

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Monaco, GraphiQL's editor, inserts <style> elements and positions lines by style attributes; it cannot be given a
nonce for either. Scripts stay limited to files of this site, and no other page of the site has this policy."""


@require_GET
def graphiql_view(request: HttpRequest) -> HttpResponse:
    """Render GraphiQL where GRAPHQL_PLAYGROUND (when unset: DEBUG) is true; answer 404 elsewhere."""
    if not getattr(settings, "GRAPHQL_PLAYGROUND", settings.DEBUG):
        raise Http404("GraphiQL is switched off. Set GRAPHQL_PLAYGROUND to offer it.")
    response = render(request, "content_api/graphiql.html", {"endpoint": reverse("graphql")})
    response["Content-Security-Policy"] = POLICY
    return response
