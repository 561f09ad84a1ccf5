"""Clients of the site's own, and those of somebody else: which agree to texts for people, also after they changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from time import monotonic
from typing import Any

import jwt
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id
from oauth2_provider.models import Application

from cms.identity.models import User
from cms.identity.provider import revocations
from cms.identity.provider.access_tokens import check_access_token
from cms.identity.provider.client_kinds import is_own as is_own_client
from cms.identity.provider.clients import create_client
from cms.people.models import Consent, LegalText
from cms.testing.statements import exact_statements
from tests.cms.test_devices import Device, decide
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db
AGREE = "mutation($input: AgreeToTextInput!) { agreeToText(input: $input) { agreedAt errors { code } } }"
SCOPE = "openid read write"


@pytest.fixture
def ada() -> Any:
    forget_everything()
    make_site()
    return make_user("ada")


@pytest.fixture
def let_time_pass(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nearly five seconds."""

    def wait() -> None:
        now = monotonic()
        monkeypatch.setattr(revocations, "monotonic", lambda: now + 4.5)

    return wait


def is_own(token: str) -> bool:
    return bool(jwt.decode(token, options={"verify_signature": False})["first_party"])


def agree(token: str) -> Any:
    begins = timezone.now() - timedelta(days=1)
    given = {"address": "https://example.org/terms", "starts_at": begins}
    text, _made = LegalText.objects.get_or_create(kind="terms", version="1", defaults=given)
    body = {"query": AGREE, "variables": {"input": {"text": to_global_id("LegalText", text.pk)}}}
    return Client().post(
        "/graphql", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )


def change_by_sql(statement: str) -> Callable[[Any], None]:
    def change(client: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [client.pk])

    return change


def save_asking(client: Any) -> None:
    client.skip_authorization = False
    client.save()


@pytest.mark.parametrize(
    "change",
    [
        save_asking,
        change_by_sql("UPDATE oauth2_provider_application SET skip_authorization = false WHERE id = %s"),
    ],
    ids=["saved", "by SQL"],
)
def test_a_client_that_became_somebody_elses_agrees_no_more(
    change: Callable[[Any], None], ada: Any, let_time_pass: Callable[[], None]
) -> None:
    """Its access tokens say what it was, so they end; those that it gets for its refresh token say what it is."""
    website = Website()
    tokens = website.sign_in(ada, SCOPE)
    assert is_own(tokens["access_token"])
    assert agree(tokens["access_token"]).status_code == 200
    Consent.objects.all().delete()
    change(website.client)
    let_time_pass()
    assert agree(tokens["access_token"]).status_code == 401
    renewed = website.refresh(tokens["refresh_token"]).json()["access_token"]
    assert not is_own(renewed)
    answer = agree(renewed).json()["data"]["agreeToText"]
    assert answer == {"agreedAt": None, "errors": [{"code": "FORBIDDEN"}]} and not Consent.objects.exists()


@pytest.mark.parametrize(
    "remove", [Application.delete, lambda client: Application.objects.filter(pk=client.pk).delete()]
)
def test_a_client_that_is_gone_by_any_road_does_nothing(
    remove: Callable[[Any], Any], ada: Any, let_time_pass: Callable[[], None]
) -> None:
    website = Website()
    token = website.sign_in(ada, SCOPE)["access_token"]
    assert agree(token).status_code == 200
    remove(website.client)
    let_time_pass()
    assert agree(token).status_code == 401


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ({}, True), ({"is_public": True}, True), ({"asks": True}, False), ({"asks": True, "is_public": True}, False),
        ({"is_public": True, "uris": ["http://127.0.0.1:8400/callback"]}, False),
        ({"uris": ["http://127.0.0.1:8400/callback"]}, True),
    ],
)  # fmt: skip
def test_only_clients_for_which_no_other_program_can_pass_are_the_sites_own(
    given: dict[str, Any], own: bool, ada: Any
) -> None:
    uris = given.pop("uris", ["https://www.example.com/callback"])
    client, _secret = create_client("Client", uris, **given)
    assert is_own_client(client) is own


@pytest.mark.parametrize(
    ("uris", "given", "asks"),
    [
        (["http://127.0.0.1:8400/callback"], {"is_public": True}, True),
        (["https://a.example/", "http://localhost/"], {"is_public": True}, True),
        ([], {"is_public": True, "is_device": True}, True),
        (["https://a.example/"], {"is_public": True}, False),
        (["http://127.0.0.1:8400/callback"], {}, False),
        ([], {"is_device": True}, False),
    ],
)  # fmt: skip
def test_people_are_asked_about_clients_of_before_for_which_another_program_can_pass(
    uris: list[str], given: dict[str, Any], asks: bool, ada: Any
) -> None:
    client, _secret = create_client("Client", uris, **given)
    Application.objects.filter(pk=client.pk).update(skip_authorization=True)
    import_module("cms.identity.migrations.0014_ask_about_public_clients").ask_about_public_clients(
        apps, None
    )
    client.refresh_from_db()
    assert client.skip_authorization is not asks


@pytest.mark.parametrize("is_public", [True, False])
def test_a_device_without_a_secret_does_not_agree(is_public: bool, ada: Any) -> None:
    """Its name stands in every copy of its program, so that anybody can begin a sign-in as this device."""
    device = Device(is_public=is_public)
    assert device.begin(scope=SCOPE).status_code == 200
    decide(ada, device)
    token = device.poll().json()["access_token"]
    assert is_own(token) is not is_public
    codes = [each["code"] for each in agree(token).json()["data"]["agreeToText"]["errors"]]
    assert codes == (["FORBIDDEN"] if is_public else []) and Consent.objects.exists() is not is_public


@pytest.mark.parametrize("road", ["in bulk", "by SQL", "group deleted"])
def test_a_role_that_was_lost_without_a_signal_is_lost(
    road: str, ada: Any, let_time_pass: Callable[[], None]
) -> None:
    group, website = Group.objects.create(name="Members"), Website()
    ada.groups.add(group)
    token = website.sign_in(ada, SCOPE)["access_token"]
    assert agree(token).status_code == 200
    match road:
        case "in bulk":
            User.groups.through.objects.filter(user=ada).delete()
        case "by SQL":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM accounts_user_groups WHERE user_id = %s", [ada.pk])
        case _:
            group.delete()
    let_time_pass()
    assert agree(token).status_code == 401


def test_the_state_of_clients_costs_no_statement_of_its_own(
    ada: Any, let_time_pass: Callable[[], None]
) -> None:
    tokens = [Website(f"Website {number}").sign_in(ada, SCOPE)["access_token"] for number in range(3)]
    for token in tokens:
        assert check_access_token(token).claims is not None
    with exact_statements(0):
        assert all(check_access_token(token).claims for token in tokens)
    let_time_pass()
    with exact_statements(1):
        assert all(check_access_token(token).claims for token in tokens)
