"""Where the forms of pages may lead that people see on their way to a client."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from cms.identity.provider.clients import find_client, list_redirect_origins

__all__ = ["let_forms_lead_to_client"]


def let_forms_lead_to_client(
    request: HttpRequest, response: HttpResponseBase, target: str = ""
) -> HttpResponseBase:
    """Allow the forms of a page to end at the client that its visitor came from: browsers apply the page's policy to
    redirects that follow. For the page that asks, and for pages of signing in that lead to it: target."""
    address = target or request.GET.get("next") or request.POST.get("next") or request.get_full_path()
    client = find_client(read_client_id(address))
    if client is not None:
        response._csp_update = {"form-action": list_redirect_origins(client)}  # type: ignore[attr-defined]
    return response


def read_client_id(address: str) -> str:
    """The client that an address of the provider names; empty for all others."""
    try:
        parts = urlsplit(address)
    except ValueError:  # of a host that cannot be one
        return ""
    if parts.path not in (
        reverse("oauth2_provider:authorize"),
        reverse("oauth2_provider:rp-initiated-logout"),
    ):
        return ""
    names = parse_qs(parts.query).get("client_id", [])
    return names[0] if len(names) == 1 else ""
