"""Where the forms of pages may lead that people see on their way to a client."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from oauth2_provider.models import Application

from cms.identity.provider.clients import list_redirect_origins

__all__ = ["let_forms_lead_to_client"]


def let_forms_lead_to_client(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Allow the forms of a page to end at the client that its visitor came from: browsers apply the page's policy to
    redirects that follow. For the page that asks, and for the sign-in page that leads to it."""
    address = request.GET.get("next") or request.POST.get("next") or request.get_full_path()
    parts = urlsplit(address)
    if parts.path in (reverse("oauth2_provider:authorize"), reverse("oauth2_provider:rp-initiated-logout")):
        names = parse_qs(parts.query).get("client_id", [])
        client = Application.objects.filter(client_id=names[0]).first() if len(names) == 1 else None
        if client is not None:
            response._csp_update = {"form-action": list_redirect_origins(client)}  # type: ignore[attr-defined]
    return response
