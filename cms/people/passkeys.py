"""Passkeys (WebAuthn): challenges, and the answers that devices sign. The library checks signature, origin and kind.

It is imported by the first passkey, because it is slow to import.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from cms.identity.models import User
from cms.people.models import Passkey

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialDescriptor

__all__ = ["PasskeyRefused", "accept_passkey", "add_passkey", "begin_adding", "begin_asking", "has_name"]

STATE = "passkey_state"
"""In the session: the challenge, which is used once."""
MOST = 20


class PasskeyRefused(Exception):
    """The answer of a device was not accepted; the message is for logs."""


def make_server() -> Fido2Server:
    """For the site's public address alone: the browser says, signed, on which site it was."""
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = PublicKeyCredentialRpEntity(name=settings.WAGTAIL_SITE_NAME, id=address.hostname)
    origin = f"{address.scheme}://{address.netloc}"
    return Fido2Server(site, verify_origin=lambda given: given == origin)


def has_name() -> bool:
    """Whether browsers make passkeys for the site: they do for a host name, not for an address such as 127.0.0.1."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    return ":" not in host and not host.replace(".", "").isdigit()


def begin_adding(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser hands to `navigator.credentials.create`."""
    from fido2.webauthn import (
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    person = PublicKeyCredentialUserEntity(
        id=f"{user.pk}".encode(), name=user.email or user.get_username(), display_name=user.get_username()
    )
    options, state = make_server().register_begin(
        person,
        list_known(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[STATE] = state
    return dict(options)


def begin_asking(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser hands to `navigator.credentials.get`."""
    from fido2.webauthn import UserVerificationRequirement

    wanted = UserVerificationRequirement.PREFERRED
    options, state = make_server().authenticate_begin(list_known(user), user_verification=wanted)
    request.session[STATE] = state
    return dict(options)


def list_known(user: User) -> list[PublicKeyCredentialDescriptor]:
    from fido2.webauthn import PublicKeyCredentialDescriptor, PublicKeyCredentialType

    kind = PublicKeyCredentialType.PUBLIC_KEY
    found = Passkey.objects.filter(user=user).values_list("identifier", flat=True)
    return [PublicKeyCredentialDescriptor(type=kind, id=bytes(each)) for each in found]


def add_passkey(request: HttpRequest, user: User, answer: str, name: str) -> Passkey:
    """Keep what a device made; PasskeyRefused."""
    state = request.session.pop(STATE, None)
    if state is None or Passkey.objects.filter(user=user).count() >= MOST:
        raise PasskeyRefused("no challenge, or too many passkeys")
    try:
        made = make_server().register_complete(state, json.loads(answer))
        credential = made.credential_data
        if credential is None:
            raise PasskeyRefused("no credential")
    except Exception as error:  # the library raises what its parsers raise, for bytes that others made up
        raise PasskeyRefused(repr(error)[:200]) from error
    if Passkey.objects.filter(identifier=credential.credential_id).exists():
        raise PasskeyRefused("known already")
    return Passkey.objects.create(
        user=user,
        name=name,
        identifier=credential.credential_id,
        credential=bytes(credential),
        sign_count=made.counter,
    )


def accept_passkey(request: HttpRequest, user: User, answer: str) -> None:
    """See that one of this person's passkeys signed the challenge of this session; PasskeyRefused."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    state = request.session.pop(STATE, None)
    if state is None:
        raise PasskeyRefused("no challenge")
    rows = list(Passkey.objects.filter(user=user))
    try:
        parsed = AuthenticationResponse.from_dict(json.loads(answer))
        known = [AttestedCredentialData(bytes(row.credential)) for row in rows]
        used = make_server().authenticate_complete(state, known, parsed)
        count = parsed.response.authenticator_data.counter
    except Exception as error:  # as above
        raise PasskeyRefused(repr(error)[:200]) from error
    note_use(bytes(used.credential_id), count)


def note_use(identifier: bytes, count: int) -> None:
    """Keep the count of signatures; one that does not grow is a copy's, unless the device never counts."""
    growing = Q(sign_count__lt=count) if count else Q(sign_count=0)
    rows = Passkey.objects.filter(growing, identifier=identifier)
    if not rows.update(sign_count=count, last_used_at=timezone.now()):
        raise PasskeyRefused("the count of signatures did not grow")
