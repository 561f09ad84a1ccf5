"""Devices on which somebody signed in before: their attempts are counted apart from those of everybody else.

So wrong passwords of others cannot close an account to its owner. The cookie proves no identity: it only chooses which
rate limit an attempt belongs to.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

__all__ = ["device_of", "remember_device"]

COOKIE, SALT = "known_device", "cms.identity.known_devices"
LIFETIME = timedelta(days=180)


def device_of(request: HttpRequest, account: str) -> str | None:
    """The random name of the device when `account` signed in on it before; None for all others and forged cookies."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return known["device"] if known["account"] == account else None


def remember_device(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let the browser keep the proof, for this sign-in page alone."""
    device = device_of(request, account) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps({"account": account, "device": device}, salt=SALT),
        max_age=LIFETIME,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
