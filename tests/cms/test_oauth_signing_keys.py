"""The keys of the identity provider, and the commands for its clients and keys."""

from __future__ import annotations

from io import StringIO
from typing import Any

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import Application

from cms.identity.models import SigningKey
from cms.identity.provider.clients import ClientRefused, create_client
from cms.identity.provider.signing_keys import decrypt_key, list_public_keys, rotate_keys
from tests.factories.content import make_site, make_user
from tests.support.oauth import LOGOUT, REDIRECT, Website, forget_everything

pytestmark = pytest.mark.django_db
ISSUER = "http://127.0.0.1:8000/oauth"


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture
def website() -> Website:
    return Website()


@pytest.fixture
def reader() -> Any:
    return make_user("reader", display_name="Ada")


def ask_api(token: str, query: str = "{ viewer { displayName } }") -> Any:
    return Client().post(
        "/graphql", {"query": query}, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


class TestKeys:
    def test_a_new_key_is_published_before_it_signs_and_the_old_one_is_accepted(
        self, website: Website, reader: Any
    ) -> None:
        before = website.sign_in(reader)
        new = rotate_keys()
        assert {key.kid for key in list_public_keys()} == {
            new.kid,
            jwt.get_unverified_header(before["id_token"])["kid"],
        }
        assert jwt.get_unverified_header(website.sign_in(reader)["access_token"])["kid"] != new.kid
        SigningKey.objects.filter(kid=new.kid).update(signs_from=timezone.now())
        after = website.sign_in(reader)
        assert jwt.get_unverified_header(after["access_token"])["kid"] == new.kid
        assert {ask_api(each["access_token"]).status_code for each in (before, after)} == {200}
        assert website.browser.get("/oauth/logout", {"id_token_hint": before["id_token"]}).status_code == 302

    def test_a_stolen_key_is_replaced_at_once(self, website: Website, reader: Any) -> None:
        token = website.sign_in(reader)["access_token"]
        forget_everything()
        call_command("signing_key", "rotate", "--at-once", stdout=StringIO())
        forget_everything()
        assert ask_api(token).status_code == 401 and len(list_public_keys()) == 1
        assert ask_api(website.sign_in(reader)["access_token"]).status_code == 200

    def test_the_private_part_is_bound_to_its_row_and_to_the_secret_key(
        self, website: Website, settings: Any
    ) -> None:
        rotate_keys(at_once=True)
        row = SigningKey.objects.get(ends_at__isnull=True)
        assert decrypt_key(row.kid, bytes(row.secret))
        with pytest.raises(Exception, match="another SECRET_KEY"):
            decrypt_key("another", bytes(row.secret))
        settings.SECRET_KEY = "another " * 10
        decrypt_key.cache_clear()
        with pytest.raises(Exception, match="another SECRET_KEY"):
            decrypt_key(row.kid, bytes(row.secret))
        decrypt_key.cache_clear()


class TestCommands:
    def run(self, *words: str) -> str:
        out = StringIO()
        call_command(*words, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_a_client_is_created_listed_and_deleted(self, reader: Any) -> None:
        shown = self.run("oauth_client", "create", "Shop", "--redirect-uri", REDIRECT, "--logout-uri", LOGOUT)
        client = Application.objects.get()
        assert f"client_id={client.client_id}" in shown and "client_secret=" in shown
        assert client.skip_authorization and "Shop" in self.run("oauth_client", "list")
        self.run("oauth_client", "delete", "Shop")
        assert not Application.objects.exists()

    def test_deleting_a_client_ends_its_tokens(self, website: Website, reader: Any) -> None:
        tokens = website.sign_in(reader)
        self.run("oauth_client", "delete", website.client.client_id)
        assert ask_api(tokens["access_token"]).status_code == 401
        assert website.refresh(tokens["refresh_token"]).status_code == 401

    @pytest.mark.parametrize(
        "uri", ["http://www.example.com/", "https://*.example.com/", "https://example.com/#x", "ftp://x/", "/x",
                "https://user@example.com/", "javascript:alert(1)"],
    )  # fmt: skip
    def test_unsafe_addresses_are_refused(self, uri: str) -> None:
        with pytest.raises(ClientRefused, match=r"must begin|complete address"):
            create_client("Shop", [uri])
        with pytest.raises(CommandError):
            self.run("oauth_client", "create", "Shop", "--redirect-uri", uri)

    def test_keys_are_listed_with_what_they_do(self) -> None:
        self.run("signing_key", "list")
        self.run("signing_key", "rotate")
        lines = self.run("signing_key", "list").splitlines()
        assert len(lines) == 2 and sum("signs" in line for line in lines) == 1
