"""Signing in on devices without a browser (RFC 8628): the device shows a code, its owner enters it here.

django-oauth-toolkit has the table and the grant. Ours is what it leaves out: codes as hashes, for one client, used once
and not asked for too often.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import structlog
from django.utils import timezone
from oauth2_provider.models import DeviceGrant
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError, OAuth2Error
from oauthlib.oauth2.rfc8628.errors import (
    AccessDenied,
    AuthorizationPendingError,
    ExpiredTokenError,
    SlowDownError,
)

from cms.base.events import tell_event
from cms.identity.models import User
from cms.identity.provider.clients import find_client
from cms.identity.provider.digests import digest
from cms.identity.provider.renewals import may_go_on

__all__ = [
    "DEVICE_GRANT", "SECONDS", "begin_device_sign_in", "decide", "delete_ended_grants", "find_waiting",
    "format_user_code", "load_device_grant", "use_device_code",
]  # fmt: skip

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SECONDS, INTERVAL, TOLERANCE = 600, 5, 1
"""For how long a code can be entered; how many seconds a device has to wait before it asks again, and how exactly."""
LETTERS, LENGTH = "BCDFGHJKLMNPQRSTVWXZ", 8
"""Without vowels, so that no words come out, and without digits: 34 bits, and few tries."""
logger = structlog.get_logger(__name__)


def begin_device_sign_in(client: Any, scopes: list[str]) -> dict[str, Any]:
    """The codes of a new sign-in; RFC 8628 calls the members so."""
    device_code = secrets.token_urlsafe(32)
    user_code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    grant = DeviceGrant.objects.create(
        client_id=client.client_id, device_code=digest(device_code), user_code=user_code, interval=INTERVAL,
        scope=" ".join(scopes), expires=timezone.now() + timedelta(seconds=SECONDS),
    )  # fmt: skip
    # The interval is that between two requests for tokens, and the toolkit counts this one, too.
    asked = timezone.now() - timedelta(seconds=INTERVAL)
    DeviceGrant.objects.filter(pk=grant.pk).update(last_checked=asked)
    shown = format_user_code(user_code)
    return {"device_code": device_code, "user_code": shown, "expires_in": SECONDS, "interval": INTERVAL}


def format_user_code(code: str) -> str:
    """A code as people read it."""
    return f"{code[:4]}-{code[4:]}"


def find_waiting(text: str) -> DeviceGrant | None:
    """The sign-in that waits for this code, however it is written; None for none."""
    code = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalpha())
    waiting = DeviceGrant.objects.filter(status=DeviceGrant.AUTHORIZATION_PENDING, expires__gt=timezone.now())
    found = waiting.filter(user_code=code).first() if len(code) == LENGTH else None
    return found if found and find_client(found.client_id) else None


def decide(grant: DeviceGrant, user: User, allows: bool) -> bool:
    """Let a device act for somebody, or not; False where it was decided meanwhile."""
    status = DeviceGrant.AUTHORIZED if allows else DeviceGrant.DENIED
    waiting = DeviceGrant.objects.filter(pk=grant.pk, status=DeviceGrant.AUTHORIZATION_PENDING)
    if not waiting.update(status=status, user=user):
        return False
    word = "allowed" if allows else "refused"
    logger.info(f"device_{word}", user=user.pk, client=grant.client_id)
    tell_event(f"device.{word}", actor=user.pk, target=user, client=grant.client_id)
    return True


def load_device_grant(request: Any) -> None:
    """Before tokens are issued for a device: whose they are, or the error that says why there are none yet.

    OAUTH_PRE_TOKEN_VALIDATION of django-oauth-toolkit; it is called for this grant alone.
    """
    sent = getattr(request, "device_code", None) or ""  # oauthlib has no attribute for what was not sent
    grant = DeviceGrant.objects.filter(device_code=digest(sent)).first()
    if grant is None:
        raise InvalidGrantError(request=request)
    now = timezone.now()
    if grant.expires <= now:
        raise ExpiredTokenError(request=request)
    if grant.status == DeviceGrant.DENIED:
        raise AccessDenied(request=request)
    if grant.status != DeviceGrant.AUTHORIZED:
        raise note_poll(grant)(request=request)
    if not may_go_on(grant.user):
        raise AccessDenied(request=request)
    request.user, request.scopes = grant.user, grant.scope.split()


def note_poll(grant: DeviceGrant) -> type[OAuth2Error]:
    """A device that asks too soon waits longer each time."""
    now = timezone.now()
    too_soon = grant.last_checked > now - timedelta(seconds=grant.interval - TOLERANCE)
    interval = min(grant.interval + INTERVAL, 60) if too_soon else grant.interval
    DeviceGrant.objects.filter(pk=grant.pk).update(last_checked=now, interval=interval)
    return SlowDownError if too_soon else AuthorizationPendingError


def use_device_code(request: Any) -> None:
    """Take a code out of use; InvalidGrantError where another request was faster, or it is another client's."""
    rows = DeviceGrant.objects.filter(
        device_code=digest(str(request.device_code)), status=DeviceGrant.AUTHORIZED
    )
    if not rows.filter(client_id=request.client.client_id).delete()[0]:
        raise InvalidGrantError(request=request)


def delete_ended_grants() -> int:
    """Delete what no device can use any more; how many."""
    return int(DeviceGrant.objects.filter(expires__lt=timezone.now()).delete()[0])
