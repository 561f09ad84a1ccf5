"""Devices on which somebody signed in before: their attempts are counted apart from those of everybody else.

So wrong passwords of others cannot close an account to its owner. The cookie proves no identity: it only chooses which
rate limit an attempt belongs to. It ends with the password that was used: after a change, each device has to sign in
again to be known.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["identify_device", "remember_device"]

COOKIE, SALT = "known_device", "cms.identity.known_devices"
LIFETIME = timedelta(days=180)


def identify_device(request: HttpRequest, account: str) -> str | None:
    """The random name of the device when `account` signed in on it with the password that it has now; None for all
    others and forged cookies."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    if known.get("account") != account:
        return None
    user = get_user_model()._default_manager.filter(pk=known.get("user")).first()
    if user is None or not constant_time_compare(known.get("password", ""), password_proof(user)):
        return None
    return str(known["device"])


def password_proof(user: Any) -> str:
    """What changes with the password, and does not tell it."""
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()


def remember_device(request: HttpRequest, response: HttpResponse, account: str, user: Any, path: str) -> None:
    """Let the browser keep the proof, for the pages below a path alone."""
    device = identify_device(request, account) or secrets.token_urlsafe(16)
    known = {"account": account, "device": device, "user": user.pk, "password": password_proof(user)}
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=LIFETIME,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
