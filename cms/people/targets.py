"""Where people are led after they signed in: to an address of this site, and never to another."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

__all__ = ["FIELD", "get_home", "get_target", "is_local"]

FIELD = "next"
LONGEST = 2000


def get_target(request: HttpRequest) -> str:
    """The address that the request names, or "" when it names none on this site."""
    given = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return given if is_local(given, request) else ""


def is_local(address: str, request: HttpRequest) -> bool:
    """Whether a browser takes this address for one of this site."""
    return (
        0 < len(address) <= LONGEST
        and address.startswith("/")
        and address.isprintable()
        and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    )


def get_home(user: object) -> str:
    """Where somebody goes who was on the way to nowhere."""
    may_enter = user.has_perm("wagtailadmin.access_admin")  # type: ignore[attr-defined]
    return reverse("wagtailadmin_home" if may_enter else "account")
