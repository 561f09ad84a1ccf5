"""Signing in by another site: a real OpenID Connect provider (npm oidc-provider) that says whatever it is asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from social_django.models import Association, Nonce, UserSocialAuth

from cms.audit.models import AuditEvent
from cms.identity.confirming import CONFIRMED
from cms.identity.models import User
from cms.identity.privacy import erase_person, export_person
from cms.people.authenticator_app import add_app, make_secret
from cms.people.models import RoleFactor
from tests.factories.content import make_site, make_user
from tests.support.openid.programs import running_provider
from tests.support.openid.visitor import Visitor

pytestmark = pytest.mark.django_db
PASSWORD, DONE = "rather long and odd", "/account/social/oidc/done/"
WAYS = "/account/sign-ins/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running_provider(f"http://127.0.0.1:8000{DONE}") as found:
        yield found


@pytest.fixture(autouse=True)
def other_site(issuer: str, settings: Any) -> str:
    make_site()
    settings.OUTGOING_ALLOWED_HOSTS = [urlsplit(issuer).netloc]
    settings.SIGN_IN_PROVIDERS = {
        "oidc": {
            "title": "Elsewhere",
            "issuer": issuer,
            "client_id": "aixplore",
            "client_secret": "for-tests-only",
        }
    }
    return issuer


def make_member(name: str = "ada", **given: Any) -> Any:
    user = make_user(name, email=f"{name}@example.org", **given)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user: Any) -> Client:
    client = Client()
    client.post("/account/sign-in/", {"username": user.username, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def link(user: Any, name: str) -> Visitor:
    visitor = Visitor(sign_in(user))
    assert visitor.pass_by(name, "link").headers["Location"] == WAYS
    return visitor


def who(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def read_messages(client: Client, path: str = "/account/sign-in/") -> str:
    return " ".join(map(str, get_messages(client.get(path).wsgi_request)))


def create(name: str, **given: str) -> Visitor:
    """Somebody new, with an account that has no password."""
    visitor = Visitor()
    assert visitor.pass_by(name).headers["Location"] == "/account/social/new/"
    visitor.client.post("/account/social/new/", {"display_name": "Grace", **given})
    return visitor


class TestFirstSignIn:
    def test_somebody_new_makes_an_account_and_comes_again(self) -> None:
        visitor = Visitor()
        page = visitor.client.get(visitor.pass_by("grace", next="/account/factors/").headers["Location"])
        assert b"Elsewhere" in page.content and b"grace@example.org" in page.content
        assert not User.objects.filter(email="grace@example.org").exists() and who(visitor.client) is None
        made = visitor.client.post(
            "/account/social/new/", {"display_name": "Grace", "email": "grace@example.org"}
        )
        user = User.objects.get(display_name="Grace")
        assert made.headers["Location"] == "/account/factors/" and who(visitor.client) == user.pk
        assert user.email == "" and not user.has_usable_password() and not user.is_staff
        again = Visitor()
        assert again.pass_by("grace").headers["Location"] == "/account/" and who(again.client) == user.pk
        assert who(Visitor().client) is None

    def test_an_address_counts_once_it_was_proved_by_a_mail_of_ours(self) -> None:
        visitor = create("grace", email="grace@example.org")
        assert [each.to for each in mail.outbox] == [["grace@example.org"]]
        found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)
        assert found and visitor.client.get(found[1]).status_code == 200
        visitor.client.post(found[1])
        assert User.objects.get(display_name="Grace").email == "grace@example.org"

    @pytest.mark.parametrize("name", ["ada", "unverified-ada"])
    def test_an_address_that_is_asserted_opens_and_links_nothing(self, name: str) -> None:
        """Whether the other site calls it verified or not."""
        owner = make_member("ada" if name == "ada" else name)
        visitor = create(name, email=owner.email)
        made = User.objects.get(display_name="Grace")
        assert who(visitor.client) == made.pk != owner.pk and made.email == ""
        assert [row.user_id for row in UserSocialAuth.objects.all()] == [made.pk]
        [told] = mail.outbox
        assert told.to == [owner.email] and told.subject == "You have an account at AiXplore"

    def test_the_answer_is_the_same_for_an_address_that_is_taken(self) -> None:
        make_member("ada")
        shown = []
        for name, email in (("one", "ada@example.org"), ("two", "free@example.org")):
            visitor = create(name, email=email)
            shown.append((who(visitor.client) is not None, read_messages(visitor.client, "/account/")))
        assert shown[0] == shown[1]

    def test_where_sign_up_is_closed_nobody_gets_an_account(self, settings: Any) -> None:
        settings.SIGN_UP = False
        visitor = Visitor()
        assert visitor.pass_by("grace").headers["Location"] == "/account/sign-in/"
        assert "No account is linked" in read_messages(visitor.client) and not User.objects.exists()
        assert visitor.client.get("/account/social/new/").headers["Location"] == "/account/sign-in/"

    def test_nothing_of_the_other_site_is_stored_but_a_hash(self, other_site: str) -> None:
        create("grace")
        row = UserSocialAuth.objects.get()
        assert (row.provider, row.extra_data, len(row.uid)) == ("oidc", {}, 64)
        assert not Nonce.objects.exists() and not Association.objects.exists()

    def test_names_of_people_are_case_sensitive(self) -> None:
        first, second = create("grace"), Visitor()
        assert second.pass_by("Grace").headers["Location"] == "/account/social/new/"
        assert who(first.client) is not None and who(second.client) is None

    def test_the_same_name_at_another_issuer_is_somebody_else(self, settings: Any) -> None:
        create("grace")
        with running_provider(f"http://127.0.0.1:8000{DONE}") as other:
            settings.OUTGOING_ALLOWED_HOSTS = [urlsplit(other).netloc]
            settings.SIGN_IN_PROVIDERS["oidc"]["issuer"] = other
            assert Visitor().pass_by("grace").headers["Location"] == "/account/social/new/"


class TestLinking:
    def test_who_signed_in_links_and_then_signs_in_by_it(self) -> None:
        user = make_member()
        visitor = link(user, "grace")
        assert b"Elsewhere" in visitor.client.get(WAYS).content
        again = Visitor()
        again.pass_by("grace")
        assert who(again.client) == user.pk
        assert [each.subject for each in mail.outbox] == ["How you sign in at AiXplore was changed"]
        event = AuditEvent.objects.get(kind="sign_in.linked")
        assert (event.actor, event.data) == (user.pk, {"provider": "oidc"})

    def test_linking_wants_a_fresh_proof(self) -> None:
        visitor = Visitor(sign_in(make_member()))
        session = visitor.client.session
        session[CONFIRMED] = 0
        session.save()
        asked = visitor.client.post("/account/social/oidc/", {"purpose": "link"})
        assert asked.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fsign-ins%2F"
        assert Visitor().client.post("/account/social/oidc/", {"purpose": "link"}).headers["Location"] == (
            "/account/sign-in/"
        )

    def test_a_sign_in_by_another_site_is_no_fresh_proof_of_who_has_a_password(self) -> None:
        user = make_member()
        link(user, "grace")
        again = Visitor()
        again.pass_by("grace")
        asked = again.client.get("/account/email/")
        assert who(again.client) == user.pk and asked.headers["Location"].startswith("/account/confirm/")
        refused = again.pass_by("grace", "confirm", next="/account/email/")
        assert refused.headers["Location"] == "/account/confirm/?next=%2Faccount%2Femail%2F"
        assert again.client.get("/account/email/").status_code == 302

    def test_somebody_who_has_an_account_is_not_linked_with_another(self) -> None:
        first, second = make_member(), make_member("bob")
        link(first, "grace")
        visitor = Visitor(sign_in(second))
        visitor.pass_by("grace", "link")
        assert "linked with another account" in read_messages(visitor.client, WAYS)
        assert UserSocialAuth.objects.get().user_id == first.pk

    def test_who_signs_in_as_somebody_else_meanwhile_links_nothing(self) -> None:
        visitor = Visitor(sign_in(make_member()))
        path = visitor.sign_in_elsewhere(visitor.leave("link"), "grace")
        visitor.client.force_login(make_member("bob"))
        visitor.come_back(path)
        assert not UserSocialAuth.objects.exists()

    def test_the_last_way_to_sign_in_stays(self) -> None:
        visitor = create("grace")
        row = UserSocialAuth.objects.get()
        visitor.client.post(f"{WAYS}{row.pk}/remove/")
        assert UserSocialAuth.objects.exists() and "Choose a password" in read_messages(visitor.client, WAYS)
        visitor.client.post("/account/password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
        visitor.client.post(f"{WAYS}{row.pk}/remove/")
        assert not UserSocialAuth.objects.exists()
        assert AuditEvent.objects.get(kind="sign_in.unlinked").data == {"provider": "oidc"}

    def test_a_site_that_is_not_offered_any_more_is_no_way(self, settings: Any) -> None:
        visitor = create("grace")
        user = User.objects.get()
        UserSocialAuth.objects.create(user=user, provider="github", uid="f" * 64)
        visitor.client.post(f"{WAYS}{UserSocialAuth.objects.first().pk}/remove/")  # type: ignore[union-attr]
        assert UserSocialAuth.objects.count() == 2
        assert "Not offered any more" in visitor.client.get(WAYS).content.decode()

    def test_links_of_others_are_not_removed(self) -> None:
        create("grace")
        visitor = Visitor(sign_in(make_member()))
        key = UserSocialAuth.objects.get().pk
        assert (
            visitor.client.post(f"{WAYS}{key}/remove/").status_code == 404 and UserSocialAuth.objects.exists()
        )

    def test_removing_it_signs_out_other_devices(self) -> None:
        user = make_member()
        visitor, other = link(user, "grace"), Visitor()
        other.pass_by("grace")
        visitor.client.post(f"{WAYS}{UserSocialAuth.objects.get().pk}/remove/")
        assert other.client.get("/account/").status_code == 302
        assert visitor.client.get("/account/").status_code == 200


class TestConfirming:
    def test_who_has_no_password_confirms_by_signing_in_again(self, monkeypatch: Any) -> None:
        visitor = create("grace")
        session = visitor.client.session
        session[CONFIRMED] = 0
        session.save()
        page = visitor.client.get("/account/confirm/?next=/account/email/")
        assert b'value="confirm"' in page.content and b'type="password"' not in page.content
        address = visitor.leave("confirm", next="/account/email/")
        assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
        back = visitor.come_back(visitor.sign_in_elsewhere(address, "grace"))
        assert back.headers["Location"] == "/account/email/"
        assert visitor.client.get("/account/email/").status_code == 200

    def test_somebody_else_there_confirms_nothing(self) -> None:
        visitor = create("grace")
        session = visitor.client.session
        session[CONFIRMED] = 0
        session.save()
        visitor.elsewhere.cookies.clear()
        visitor.pass_by("mallory", "confirm")
        assert visitor.client.get("/account/email/").status_code == 302
        assert "did not confirm" in read_messages(visitor.client, "/account/confirm/")

    def test_a_browser_that_is_signed_in_there_confirms_nothing(self) -> None:
        """The button of the page of sign-in asks for no fresh proof, and gives none."""
        visitor = create("grace")
        assert visitor.pass_by("grace").headers["Location"] == "/account/"
        assert visitor.client.get("/account/email/").headers["Location"].startswith("/account/confirm/")
        visitor.pass_by("grace", "confirm")
        assert visitor.client.get("/account/email/").status_code == 200


class TestSecondFactor:
    def test_it_is_asked_for_as_after_a_password(self) -> None:
        user = make_member()
        link(user, "grace")
        add_app(user, make_secret(), 0)
        visitor = Visitor()
        assert visitor.pass_by("grace").headers["Location"] == "/account/sign-in/code/"
        assert who(visitor.client) is None

    def test_a_role_that_asks_for_one_has_it_set_up(self, django_user_model: Any) -> None:
        from django.contrib.auth.models import Group

        user = make_member()
        link(user, "grace")
        group = Group.objects.create(name="Careful")
        RoleFactor.objects.create(group=group)
        user.groups.add(group)
        visitor = Visitor()
        assert visitor.pass_by("grace").headers["Location"] == "/account/factors/app/"
        assert who(visitor.client) is None


class TestRefusals:
    def test_an_inactive_account_stays_closed(self) -> None:
        user = make_member()
        link(user, "grace")
        User.objects.filter(pk=user.pk).update(is_active=False)
        visitor = Visitor()
        assert (
            visitor.pass_by("grace").headers["Location"] == "/account/sign-in/"
            and who(visitor.client) is None
        )

    def test_an_answer_counts_once_and_in_the_browser_that_asked(self) -> None:
        link(make_member(), "grace")
        visitor, thief = Visitor(), Visitor()
        path = visitor.sign_in_elsewhere(visitor.leave(), "grace")
        thief.come_back(path)
        assert who(thief.client) is None
        visitor.come_back(path)
        assert who(visitor.client) is not None
        other = Visitor()
        other.client.cookies.clear()
        visitor.client.logout()
        visitor.come_back(path)
        assert who(visitor.client) is None

    @pytest.mark.parametrize("change", ["state", "code", "verifier", "nonce", "late"])
    def test_a_changed_answer_signs_nobody_in(self, change: str, monkeypatch: Any) -> None:
        link(make_member(), "grace")
        visitor = Visitor()
        path = visitor.sign_in_elsewhere(visitor.leave(), "grace")
        session = visitor.client.session
        [state] = session["social_flows"]
        if change in ("state", "code"):
            path = re.sub(rf"\b{change}=[^&]+", f"{change}=forged", path)
        elif change == "late":
            session["social_flows"][state]["at"] -= 1000
        else:
            key = {"verifier": "code_verifier", "nonce": "oidc_nonce"}[change]
            session[f"oidc_oauth2_state_{state}"][key] = "x" * 43
        session.modified = True
        session.save()
        assert visitor.come_back(path).headers["Location"].startswith("/account/sign-in/")
        assert who(visitor.client) is None

    def test_who_refuses_there_is_told_so(self) -> None:
        visitor = Visitor()
        state = parse_qs(urlsplit(visitor.leave()).query)["state"][0]
        visitor.come_back(f"{DONE}?error=access_denied&state={state}")
        assert "Elsewhere did not sign you in" in read_messages(visitor.client)

    @pytest.mark.parametrize(
        "target",
        [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "\t//evil.example",
        ],
    )
    def test_nobody_is_led_to_another_site_at_the_end(self, target: str) -> None:
        link(make_member(), "grace")
        assert Visitor().pass_by("grace", next=target).headers["Location"] == "/account/"

    def test_it_starts_by_a_form_of_ours_alone(self) -> None:
        assert Client().get("/account/social/oidc/").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/account/social/oidc/", {"purpose": "sign_in"}).status_code == 403
        assert Client().post("/account/social/google/", {"purpose": "sign_in"}).status_code == 404
        assert Client().get("/account/social/google/done/").status_code == 404
        assert (
            Client().post("/account/social/oidc/", {"purpose": "other"}).headers["Location"]
            == "/account/sign-in/"
        )

    def test_a_site_that_does_not_answer_is_told_of(self, settings: Any) -> None:
        settings.SIGN_IN_PROVIDERS["oidc"]["issuer"] = "http://127.0.0.1:9"
        client = Client()
        client.post("/account/social/oidc/", {"purpose": "sign_in"})
        assert "did not sign you in" in read_messages(client)

    def test_a_network_has_so_many_ways(self, settings: Any) -> None:
        settings.RATE_BUCKETS = {"social_sign_in": {"amount": 1, "seconds": 900}}
        client = Client()
        assert client.post("/account/social/oidc/", {"purpose": "sign_in"}).status_code == 200
        assert client.post("/account/social/oidc/", {"purpose": "sign_in"}).status_code == 302
        assert "Too many attempts" in read_messages(client)


class TestOffer:
    def test_pages_offer_what_is_configured(self, settings: Any) -> None:
        for path in ("/account/sign-in/", "/admin/login/", "/account/sign-up/"):
            assert b"Continue with Elsewhere" in Client().get(path).content
        settings.SIGN_IN_PROVIDERS = {}
        for path in ("/account/sign-in/", "/admin/login/", "/account/sign-up/"):
            assert b"Continue with" not in Client().get(path).content

    def test_staff_sign_in_by_it(self) -> None:
        user = make_member(is_superuser=True)
        link(user, "grace")
        assert Visitor().pass_by("grace", next="/admin/pages/").headers["Location"] == "/admin/pages/"

    def test_a_copy_of_ones_data_has_it_and_an_erasure_takes_it(self) -> None:
        create("grace")
        user = User.objects.get()
        [row] = export_person(user)["linked_accounts"]
        assert row.keys() == {"site", "linked_at", "last_used_at"} and row["site"] == "oidc"
        assert erase_person(user)["linked_accounts"] == 1 and not UserSocialAuth.objects.exists()
