"""From a request to its actor: the first authenticator that recognises a credential decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest

from cms.actors.actor import Actor, ActorKind, anonymous_actor
from cms.http.clients import get_client_address, get_credentials, get_network

__all__ = ["AUTHENTICATORS", "Authenticator", "authenticate", "get_actor", "get_rate_key", "user_actor"]

Authenticator = Callable[[HttpRequest], Actor | None]
"""Returns the actor whose credential it recognises; None leaves the decision to the next one."""

ATTRIBUTE = "_aixplore_actor"


def get_actor(request: HttpRequest) -> Actor:
    """The actor of a request, the same one each time."""
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, authenticate(request))
    return cast(Actor, getattr(request, ATTRIBUTE))


def authenticate(request: HttpRequest) -> Actor:
    """Ask each authenticator in order; an anonymous actor, known by its network, when none recognises anybody."""
    for authenticator in AUTHENTICATORS:
        if (actor := authenticator(request)) is not None:
            return actor
    return anonymous_actor(get_rate_key(request), get_credentials(request))


def get_rate_key(request: HttpRequest) -> str:
    """The key of the buckets of a request's network."""
    return f"net:{get_network(get_client_address(request))}"


def authenticate_session(request: HttpRequest) -> Actor | None:
    """The signed-in, active user of Django's session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return user_actor(user, get_credentials(request))


def user_actor(user: Any, credential_hash: int | None = None) -> Actor:
    """The actor of an active user, for requests and for commands; one statement for the groups."""
    return Actor(
        rate_key=f"user:{user.pk}",
        kind=ActorKind.USER,
        audience="known",
        user_id=user.pk,
        group_ids=frozenset(user.groups.values_list("pk", flat=True)),
        is_superuser=user.is_superuser,
        credential_hash=credential_hash,
        permission_check=user.has_perm,
    )


AUTHENTICATORS: list[Authenticator] = [authenticate_session]
"""Apps add theirs when they are ready."""
