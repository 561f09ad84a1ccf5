"""Access tokens and ID tokens are signed here."""

from __future__ import annotations

from time import time
from typing import Any
from uuid import uuid4

import jwt
from django.conf import settings

from cms.base.measures import TOKENS_ISSUED
from cms.identity.models import User
from cms.identity.provider.claims import TYPE, AccessClaims, get_audience, get_issuer
from cms.identity.provider.client_kinds import is_own
from cms.identity.provider.revocations import name_client, name_family, name_user, note_user, read_numbers
from cms.identity.provider.signing_keys import find_signer

__all__ = ["issue_access_token", "sign"]


def issue_access_token(request: Any, refresh_token: bool = False) -> str:
    """The access token for a request of oauthlib; its family is that of the refresh token that was sent, or a new one,
    which the validator stores with the refresh token."""
    user, client = request.user, request.client
    previous = getattr(request, "refresh_token_instance", None)
    request.token_family = previous.token_family if previous is not None else uuid4()
    claims = build_claims(user, client, str(request.token_family), frozenset(request.scopes))
    now = time()
    until = now + settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"]
    own = {"iss": get_issuer(), "aud": get_audience(), "iat": int(now), "exp": int(until)}
    TOKENS_ISSUED.labels(request.grant_type).inc()
    return sign({**own, "jti": uuid4().hex, **claims.build()}, TYPE)


def build_claims(user: User, client: Any, family: str, scopes: frozenset[str]) -> AccessClaims:
    """What a token says of a user. Its numbers are read first: a change of what comes after them counts one up."""
    note_user(user.pk)
    numbers = read_numbers(name_user(user.pk), name_family(family), name_client(client.client_id))
    now = User.objects.get(pk=user.pk)
    groups = frozenset(now.groups.values_list("pk", flat=True))
    return AccessClaims(
        user.pk, client.client_id, family, scopes, groups, now.is_superuser, numbers, 0.0,
        is_first_party=is_own(client),
    )  # fmt: skip


def sign(payload: dict[str, Any], kind: str) -> str:
    """A JWT, signed by the key that signs now."""
    kid, key = find_signer()
    return jwt.encode(payload, key, algorithm="RS256", headers={"kid": kid, "typ": kind})
