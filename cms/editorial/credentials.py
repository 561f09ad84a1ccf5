"""Who asks: API keys of people, and access tokens of the identity provider. No cookie is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.actors.actor import Actor, ActorKind, Rejection
from cms.actors.authenticators import get_actor, replace_actor
from cms.actors.refusals import note_refusal
from cms.declarations.scopes import ACTIONS, Scope
from cms.editorial.errors import Refused
from cms.identity.key_authenticator import WRONG_KEY, read_bearer
from cms.identity.key_uses import note_use
from cms.identity.models import User
from cms.ratelimit.rates import limiter, points_bucket
from cms.visibility.drafts import build_draft_rule

__all__ = ["authenticate", "load_owner"]

READ_COST, WRITE_COST, REFUSED_COST = 10, 50, 5
"""Points of a request, of the same buckets as those of GraphQL."""
SAFE = ("GET", "HEAD", "OPTIONS")
NO_KEY = "Send an API key or an access token, as `Authorization: Bearer` followed by it."
NO_PERSON = "This is the key of a server: make one that belongs to a person."
CHALLENGE = 'Bearer error="invalid_token"'
logger = structlog.get_logger(__name__)


def authenticate(request: HttpRequest) -> Actor:
    """The actor of a request, within its limits; Refused without one."""
    request.user = AnonymousUser()  # a session must not count, whatever else comes along
    if read_bearer(request) is None:
        raise Refused(401, NO_KEY, WWW_Authenticate="Bearer")
    actor = get_actor(request)
    if actor.rejection is not None:
        raise refuse_credential(request, actor, actor.rejection)
    charge(actor, READ_COST if request.method in SAFE else WRITE_COST)
    if actor.user_id is None:
        raise Refused(403, NO_PERSON)
    if actor.key_id is not None:
        note_use(actor.key_id, f"{request.method} /api/v3/")
    if actor.kind is ActorKind.USER:
        actor = replace(actor, scope=build_person_scope(actor))
        replace_actor(request, actor)
    return actor


def refuse_credential(request: HttpRequest, actor: Actor, rejection: Rejection) -> Refused:
    """The refusal of a wrong credential, after charging its network for the attempt."""
    note_refusal(request, rejection)
    charge(actor, REFUSED_COST)
    headers = {"WWW_Authenticate": CHALLENGE} if rejection.status == 401 else {}
    return Refused(rejection.status, rejection.message, **headers)


def charge(actor: Actor, points: int) -> None:
    """Take points of the actor; Refused when there are too few."""
    taken = limiter().take(points_bucket(actor.audience, actor.points), actor.rate_key, points)
    if not taken.allowed:
        logger.warning("editorial_rate_limited", client=actor.rate_key)
        raise Refused(
            429, f"Too many requests: try again in {taken.seconds} s.", Retry_After=str(taken.seconds)
        )


def build_person_scope(actor: Actor) -> Scope:
    """What an access token allows: with the scope “write” all that its person may do, drafts included; else reading."""
    if actor.scopes is not None:
        return Scope()
    owner = SimpleLazyObject(partial(load_owner, actor))
    return Scope(drafts=partial(build_draft_rule, owner), actions=frozenset(dict(ACTIONS)))


def load_owner(actor: Actor) -> Any:
    """The person as whom an actor writes; Refused when the account was closed just now."""
    owner = User.objects.filter(pk=actor.user_id, is_active=True).first()
    if owner is None:
        raise Refused(401, WRONG_KEY.message, WWW_Authenticate=CHALLENGE)  # as every wrong credential is
    return owner
