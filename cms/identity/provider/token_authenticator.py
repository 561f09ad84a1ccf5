"""From the access token of a client to an actor: the person who signed in, within what the client may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from cms.actors.actor import Actor, ActorKind, Rejection
from cms.http.clients import get_credentials
from cms.identity.key_authenticator import read_bearer, reject, reject_wrong_key
from cms.identity.provider.access_tokens import check_access_token, looks_like_jwt
from cms.identity.provider.claims import EMAIL, READ, WRITE, AccessClaims

__all__ = ["authenticate_access_token"]

NO_SCOPE = Rejection(
    403, f"This token does not reach the API: ask for the scope “{READ}”.", reason="token_scope"
)


def authenticate_access_token(request: HttpRequest) -> Actor | None:
    """The actor of a JWT that came as `Authorization: Bearer …`; None for other credentials, and for none."""
    token = read_bearer(request)
    if token is None or not looks_like_jwt(token):
        return None
    checked = check_access_token(token)
    if checked.claims is None:
        return reject_wrong_key(request, checked.reason)
    if not checked.claims.scopes & {READ, WRITE}:
        return reject(request, NO_SCOPE)
    return build_actor(request, checked.claims)


def build_actor(request: HttpRequest, claims: AccessClaims) -> Actor:
    """The person, with all permissions if the client may write, and otherwise with none, which is enough to read."""
    return Actor(
        rate_key=f"user:{claims.user_id}", kind=ActorKind.USER, audience="known", user_id=claims.user_id,
        group_ids=claims.group_ids, is_superuser=claims.is_superuser,
        scopes=None if WRITE in claims.scopes else frozenset(), credential_hash=get_credentials(request),
        shares_email=EMAIL in claims.scopes, is_first_party=claims.is_first_party,
        permission_check=PermissionCheck(claims.user_id),
    )  # fmt: skip


class PermissionCheck:
    """Asks the database for the permissions of a user when the first is needed."""

    def __init__(self, key: int) -> None:
        self.key = key
        self.user: Any = None

    def __call__(self, permission: str) -> bool:
        if self.user is None:
            self.user = get_user_model()._default_manager.filter(pk=self.key, is_active=True).first() or False
        return bool(self.user) and self.user.has_perm(permission)
