"""From `Authorization: Bearer …` to an actor. Every wrong credential of this kind gets one and the same answer."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from cms.actors.actor import Actor, ActorKind, Rejection, anonymous_actor
from cms.actors.authenticators import get_rate_key
from cms.http.clients import get_credentials, get_network
from cms.identity.key_checks import KnownKey, check_token
from cms.identity.key_tokens import get_prefix, is_well_formed
from cms.identity.key_uses import note_use

__all__ = ["VISITOR_HEADER", "WRONG_KEY", "authenticate_key", "read_bearer", "reject", "reject_wrong_key"]

VISITOR_HEADER = "X-Visitor-Address"
WRONG_KEY = Rejection(401, "The key is not valid: it is wrong, expired or revoked. Use another one.")
WRONG_VISITOR = Rejection(400, f"{VISITOR_HEADER} must be one IPv4 or IPv6 address.")
MAY_NOT_PASS = Rejection(400, f"This key may not name visitors: leave {VISITOR_HEADER} out.")


def authenticate_key(request: HttpRequest) -> Actor | None:
    """The actor whose key came as `Authorization: Bearer …`; None when no bearer credential came. Whatever else stands
    there is refused: an authenticator of other tokens stands before this one and takes its own."""
    token = read_bearer(request)
    if token is None:
        return None
    known = check_token(token)
    if known.actor is None:
        return refuse_token(request, token, known)
    if known.actor.kind is ActorKind.SERVER and known.actor.key_id is not None:
        note_use(known.actor.key_id)  # what is kept is given out to it without a look at the operation
    visitor = request.META.get("HTTP_X_VISITOR_ADDRESS")
    return known.actor if visitor is None else add_visitor(request, known, visitor)


def read_bearer(request: HttpRequest) -> str | None:
    """What came as `Authorization: Bearer …`; None without such a header."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def refuse_token(request: HttpRequest, token: str, known: KnownKey) -> Actor:
    return reject_wrong_key(request, known.reason, get_prefix(token) if is_well_formed(token) else "")


def reject_wrong_key(request: HttpRequest, reason: str, prefix: str = "") -> Actor:
    """The rejection of a wrong key or token: the same for all callers, with the reason for the operator."""
    return reject(request, replace(WRONG_KEY, reason=reason, key=prefix))


def reject(request: HttpRequest, rejection: Rejection) -> Actor:
    return anonymous_actor(get_rate_key(request), get_credentials(request), rejection)


def add_visitor(request: HttpRequest, known: KnownKey, visitor: str) -> Actor:
    """The actor of a server that names its visitor."""
    network = get_network(visitor)
    if known.actor is None or not known.passes_visitors:
        return reject(request, MAY_NOT_PASS)
    if network == "unknown":
        return reject(request, WRONG_VISITOR)
    return replace(known.actor, visitor_key=f"net:{network}")
