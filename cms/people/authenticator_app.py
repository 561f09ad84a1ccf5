"""Codes of an authenticator app: six digits of the current half minute (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import os
import time
from urllib.parse import quote, urlencode

import segno
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings

from cms.identity.models import User
from cms.people.models import AuthenticatorApp
from cms.people.sealing import seal, unseal

__all__ = ["accept_code", "add_app", "draw_picture", "find_step", "make_secret"]

DIGITS, SECONDS, DRIFT = 6, 30, 1
"""DRIFT: half minutes by which clocks may differ, each way."""


def make_secret() -> str:
    """160 bits, in base 32 as apps take it."""
    return base64.b32encode(os.urandom(20)).decode()


def find_step(secret: str, code: str) -> int | None:
    """The half minute whose code this is, near now; None for a wrong one."""
    generator = HOTP(base64.b32decode(secret), DIGITS, SHA1())  # noqa: S303  (what all apps take; HMAC is safe with it)
    now = int(time.time() // SECONDS)
    steps = range(now - DRIFT, now + DRIFT + 1)
    given = code.encode()
    return next((step for step in steps if bytes_eq(generator.generate(step), given)), None)


def add_app(user: User, secret: str, step: int) -> None:
    """Keep the app of a person in the place of one that they had. The code that proved it is used up."""
    sealed = seal(secret, name_place(user.pk))
    AuthenticatorApp.objects.update_or_create(user=user, defaults={"secret": sealed, "last_step": step})


def accept_code(user: User, code: str) -> bool:
    """Whether this is the code of now; each is accepted once, of parallel requests by one."""
    app = AuthenticatorApp.objects.filter(user=user).first()
    step = app and find_step(unseal(app.secret, name_place(user.pk)), code)
    if not step:
        return False
    return AuthenticatorApp.objects.filter(user=user, last_step__lt=step).update(last_step=step) == 1


def name_place(user: int) -> str:
    return f"authenticator:{user}"


def draw_picture(secret: str, user: User) -> str:
    """A QR code that apps read, as a data: address of an SVG."""
    site, name = settings.WAGTAIL_SITE_NAME, user.email or user.get_username()
    query = urlencode(
        {"secret": secret, "issuer": site, "digits": DIGITS, "period": SECONDS}, quote_via=quote
    )
    address = f"otpauth://totp/{quote(f'{site}:{name}')}?{query}"
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
