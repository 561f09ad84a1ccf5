"""From a request to its actor: the first authenticator that recognises a credential decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest

from cms.actors.actor import Actor, ActorKind, anonymous_actor
from cms.actors.confirmation import CONFIRMED
from cms.http.clients import get_client_address, get_credentials, get_network

__all__ = [
    "HEADER_AUTHENTICATORS",
    "Authenticator",
    "add_header_authenticator",
    "authenticate",
    "get_actor",
    "get_rate_key",
    "replace_actor",
    "user_actor",
]

Authenticator = Callable[[HttpRequest], Actor | None]
"""Returns the actor whose credential it recognises; None leaves the decision to the next one."""

ATTRIBUTE = "_aixplore_actor"


def get_actor(request: HttpRequest) -> Actor:
    """The actor of a request, the same one each time."""
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, authenticate(request))
    return cast(Actor, getattr(request, ATTRIBUTE))


def replace_actor(request: HttpRequest, actor: Actor) -> None:
    """Let `get_actor` return this one from now on, such as the same caller within narrower limits."""
    setattr(request, ATTRIBUTE, actor)


def authenticate(request: HttpRequest) -> Actor:
    """Ask each authenticator in order, those of headers before the session; an anonymous actor, known by its network,
    when none recognises anybody."""
    for authenticator in HEADER_AUTHENTICATORS if "HTTP_AUTHORIZATION" in request.META else ():
        if (actor := authenticator(request)) is not None:
            return actor
    return authenticate_session(request) or anonymous_actor(get_rate_key(request), get_credentials(request))


def get_rate_key(request: HttpRequest) -> str:
    """The key of the buckets of a request's network."""
    return f"net:{get_network(get_client_address(request))}"


def authenticate_session(request: HttpRequest) -> Actor | None:
    """The signed-in, active user of Django's session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return user_actor(user, get_credentials(request), getattr(request, "session", {}).get(CONFIRMED, 0))


def user_actor(user: Any, credential_hash: int | None = None, confirmed_at: float = 0) -> Actor:
    """The actor of an active user, for requests and for commands; one statement for the groups."""
    return Actor(
        rate_key=f"user:{user.pk}",
        kind=ActorKind.USER,
        audience="known",
        user_id=user.pk,
        group_ids=frozenset(user.groups.values_list("pk", flat=True)),
        is_superuser=user.is_superuser,
        credential_hash=credential_hash,
        confirmed_at=confirmed_at,
        permission_check=user.has_perm,
    )


HEADER_AUTHENTICATORS: list[Authenticator] = []
"""Those that read the header Authorization, in the order in which they are asked."""


def add_header_authenticator(authenticator: Authenticator) -> None:
    """Ask an authenticator before all others, where a request has the header Authorization. Called from
    `AppConfig.ready()`; adding it again changes nothing."""
    if authenticator not in HEADER_AUTHENTICATORS:
        HEADER_AUTHENTICATORS.insert(0, authenticator)
