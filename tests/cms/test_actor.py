"""Who asks: authenticators, rate keys, and what policies make of an actor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import RequestFactory

from cms.actors import authenticators
from cms.actors.actor import Actor, ActorKind, anonymous_actor
from cms.actors.authenticators import get_actor, user_actor
from cms.plugins.api.contributions import PUBLIC, SIGNED_IN, STAFF, Policy, permission
from cms.plugins.runtime.policies import allows
from tests.factories.content import make_user

REVIEWS = permission("reviews.view_review")


def build_request(user: Any, **headers: str) -> Any:
    request: Any = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers=headers)
    request.user = user
    return request


@pytest.mark.django_db
def test_a_signed_in_user_is_known_by_its_key_and_groups() -> None:
    user = make_user(groups=("Readers",))
    actor = get_actor(build_request(user))
    groups = frozenset(user.groups.values_list("pk", flat=True))
    wanted = (ActorKind.USER, user.pk, groups, False, "known", f"user:{user.pk}", None)
    assert (
        actor.kind, actor.user_id, actor.group_ids, actor.is_superuser, actor.audience, actor.rate_key, actor.scopes,
    ) == wanted  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "no middleware", "inactive"])
def test_everybody_else_is_anonymous_and_known_by_the_network(who: str) -> None:
    user = {"nobody": AnonymousUser(), "no middleware": None}.get(who)
    if who == "inactive":
        user = make_user(is_active=False, is_superuser=True)
    actor = get_actor(build_request(user))
    assert actor == anonymous_actor("net:192.0.2.7")
    assert not actor.has_permission("reviews.view_review")


def test_an_invalid_credential_is_noted_on_the_anonymous_actor() -> None:
    plain, wrong = build_request(AnonymousUser()), build_request(AnonymousUser(), authorization="Bearer x")
    assert get_actor(plain).credential_hash is None
    assert isinstance(get_actor(wrong).credential_hash, int) and get_actor(wrong).is_anonymous


def test_the_first_authenticator_that_recognises_somebody_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Actor("user:1"), Actor("user:2")]
    chain = (lambda request: None, lambda request: found[0], lambda request: found[1])
    monkeypatch.setattr(authenticators, "HEADER_AUTHENTICATORS", chain)
    assert get_actor(build_request(AnonymousUser(), authorization="Bearer x")) is found[0]
    assert get_actor(build_request(AnonymousUser())).is_anonymous


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("anonymous", [PUBLIC]),
        ("member", [PUBLIC, SIGNED_IN]),
        ("reader", [PUBLIC, SIGNED_IN, REVIEWS]),
        ("reader with another scope", [PUBLIC, SIGNED_IN]),
        ("superuser", [PUBLIC, SIGNED_IN, STAFF, REVIEWS]),
        ("superuser with a scope", [PUBLIC, SIGNED_IN, REVIEWS]),
    ],
)
def test_policies_read_the_actor(who: str, allowed: list[Policy]) -> None:
    assert [each for each in (PUBLIC, SIGNED_IN, STAFF, REVIEWS) if allows(each, actor_named(who))] == allowed


def actor_named(who: str) -> Actor:
    if who == "anonymous":
        return anonymous_actor()
    user = make_user(is_superuser=who.startswith("superuser"))
    if who.startswith("reader"):
        user.user_permissions.add(Permission.objects.get(codename="view_review"))
    scope = {
        "reader with another scope": "reviews.change_review",
        "superuser with a scope": REVIEWS.name,
    }.get(who)
    return replace(user_actor(user), scopes=frozenset({scope}) if scope else None)
