"""Agreeing to the terms of use and the privacy notice: at a sign-up, when a version is new, and withdrawing it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cms.audit.models import AuditEvent
from cms.identity.models import User
from cms.identity.privacy import erase_person, export_person
from cms.people.consents.records import agree, list_current_texts
from cms.people.models import Consent, LegalText
from tests.factories.content import make_site, make_user

pytestmark = pytest.mark.django_db
PASSWORD, PAGE, SIGN_IN = "rather long and odd", "/account/consents/", "/account/sign-in/"
GIVEN = {"username": "ada", "password": "password"}


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def ada() -> User:
    return make_user("ada", email="ada@example.org")


def publish(kind: str = "terms", version: str = "1", **given: Any) -> LegalText:
    return LegalText.objects.create(kind=kind, version=version, address="https://example.org/terms", **given)


def sign_in(**given: str) -> tuple[Client, str]:
    client = Client()
    return client, client.post(SIGN_IN, {**GIVEN, **given}).headers["Location"]


def tick(*texts: LegalText) -> dict[str, str]:
    return {f"text_{text.pk}": "on" for text in texts}


def get_sign_up_link() -> str:
    Client().post("/account/sign-up/", {"email": "new@example.org"})
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def list_events() -> list[tuple[str, Any]]:
    rows = AuditEvent.objects.filter(kind__startswith="consent.").order_by("pk")
    return list(rows.values_list("kind", "data"))


class TestSignUp:
    def test_an_account_is_made_once_all_texts_are_agreed_to(self) -> None:
        terms, privacy, link = publish(), publish("privacy", "May"), get_sign_up_link()
        page = Client().get(link).content.decode()
        assert "I agree to the" in page and "I have read the" in page
        assert 'href="https://example.org/terms"' in page and "Terms of use, version 1" in page
        refused = Client().post(link, {"password": PASSWORD, **tick(terms)}).content.decode()
        assert "Tick this box to go on." in refused and not User.objects.exists()
        client = Client()
        answer = client.post(link, {"password": PASSWORD, **tick(terms, privacy)})
        assert answer.headers["Location"] == "/account/" and client.get("/account/").status_code == 200
        assert {each.text for each in Consent.objects.filter(user__email="new@example.org")} == {
            terms,
            privacy,
        }

    def test_a_version_that_came_meanwhile_is_shown_first(self) -> None:
        old, link = publish(), get_sign_up_link()
        new = publish(version="2")
        page = Client().post(link, {"password": PASSWORD, **tick(old)}).content.decode()
        assert "Terms of use, version 2" in page and not User.objects.exists()
        Client().post(link, {"password": PASSWORD, **tick(new)})
        assert [each.text for each in Consent.objects.all()] == [new]

    def test_no_box_is_shown_where_the_site_names_no_text(self) -> None:
        publish(is_asked=False)
        publish("privacy", starts_at=timezone.now() + timedelta(hours=1))
        link = get_sign_up_link()
        assert "checkbox" not in Client().get(link).content.decode()
        assert Client().post(link, {"password": PASSWORD}).headers["Location"] == "/account/"
        assert not Consent.objects.exists()


class TestNewVersion:
    def test_people_are_asked_at_their_sign_in_and_led_on(self, ada: User) -> None:
        agree(ada, [publish()])
        assert sign_in()[1] == "/account/"
        new = publish(version="2")
        client, target = sign_in(next="/account/email/")
        assert target == f"{PAGE}?next=%2Faccount%2Femail%2F"
        page = client.get(target).content.decode()
        assert "version 2" in page and 'name="next" value="/account/email/"' in page
        refused = client.post(PAGE, {"next": "/account/email/"})
        assert refused.status_code == 200 and Consent.objects.count() == 1
        agreed = client.post(PAGE, {"next": "/account/email/", **tick(new)})
        assert agreed.headers["Location"] == "/account/email/"
        assert client.get("/account/email/").status_code == 200 and Consent.objects.count() == 2

    def test_account_pages_and_clients_wait_for_who_is_signed_in(self, ada: User) -> None:
        client, _target = sign_in()
        publish()
        for path in ("/account/", "/account/devices/", "/account/factors/"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Location"]) == (
                302, f"{PAGE}?next={path.replace('/', '%2F')}",
            )  # fmt: skip
        assert client.post("/account/", {"display_name": "X"}).headers["Location"] == PAGE
        ada.refresh_from_db()
        assert ada.display_name != "X"
        asked = client.get("/oauth/authorize", {"client_id": "x", "response_type": "code"})
        assert asked.headers["Location"].startswith(f"{PAGE}?next=%2Foauth%2Fauthorize")
        assert client.get(PAGE).status_code == 200 and client.post("/account/sign-out/").status_code == 302

    def test_the_page_leads_to_no_other_site(self, ada: User) -> None:
        text = publish()
        client, _target = sign_in()
        answer = client.post(PAGE, {"next": "//evil.example/", **tick(text)})
        assert answer.headers["Location"] == "/account/"

    def test_the_newest_that_is_asked_and_has_started_counts(self) -> None:
        now = timezone.now()
        publish(version="1", starts_at=now - timedelta(days=9))
        counts = publish(version="2", starts_at=now - timedelta(days=1))
        publish(version="3", is_asked=False)
        publish(version="4", starts_at=now + timedelta(days=1))
        publish(version="0", starts_at=now - timedelta(days=5))
        assert list(list_current_texts()) == [counts]

    def test_strangers_are_led_to_the_sign_in(self) -> None:
        assert Client().get(PAGE).headers["Location"] == f"{SIGN_IN}?next={PAGE}"


class TestRecords:
    def test_a_consent_is_withdrawn_asked_for_again_and_all_of_it_kept(self, ada: User) -> None:
        text = publish()
        agree(ada, [text, text])
        client, _target = sign_in()
        (row,) = Consent.objects.all()
        assert "Terms of use, version 1" in client.get(PAGE).content.decode()
        withdrawing = f"{PAGE}{row.pk}/withdraw/"
        assert client.post(withdrawing).headers["Location"] == PAGE
        assert client.post(withdrawing).status_code == 404
        assert client.get("/account/").headers["Location"].startswith(PAGE)
        client.post(PAGE, tick(text))
        times = Consent.objects.order_by("pk").values_list("withdrawn_at", flat=True)
        assert [each is None for each in times] == [False, True]
        data = {"text": "terms", "version": "1"}
        assert list_events() == [(f"consent.{each}", data) for each in ("given", "withdrawn", "given")]

    def test_nobody_withdraws_what_is_not_theirs(self, ada: User) -> None:
        other, text = make_user("other"), publish()
        agree(other, [text])
        agree(ada, [text])
        client, _target = sign_in()
        row = Consent.objects.get(user=other)
        assert client.post(f"{PAGE}{row.pk}/withdraw/").status_code == 404
        assert client.get(f"{PAGE}{row.pk}/withdraw/").status_code == 405
        row.refresh_from_db()
        assert row.withdrawn_at is None

    def test_no_consent_holds_twice(self, ada: User) -> None:
        text = publish()
        agree(ada, [text])
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(user=ada, text=text)

    def test_a_copy_holds_consents_and_an_erasure_deletes_them(self, ada: User) -> None:
        agree(ada, [publish()])
        (found,) = export_person(ada)["consents"]
        assert (found["text__kind"], found["text__version"], found["withdrawn_at"]) == ("terms", "1", None)
        assert erase_person(ada)["consents"] == 1
        assert not Consent.objects.exists() and LegalText.objects.exists()


class TestAdmin:
    @pytest.fixture
    def admin(self) -> Client:
        client = Client()
        client.force_login(make_user("chief", groups=("Administrator",)))
        return client

    def send(self, client: Client, path: str, **given: str) -> Any:
        sent = {
            "kind": "terms", "version": "1", "address": "https://example.org/1", "starts_at": "2026-01-01 00:00",
            "is_asked": "on",
        }  # fmt: skip
        return client.post(path, {name: value for name, value in {**sent, **given}.items() if value})

    def test_an_administrator_publishes_a_text_in_two_languages(self, admin: Client, ada: User) -> None:
        assert (
            self.send(admin, "/admin/legal-texts/new/", address_de="https://example.org/de").status_code
            == 302
        )
        text = LegalText.objects.get()
        assert (text.address, text.address_de) == ("https://example.org/1", "https://example.org/de")
        client, _target = sign_in()
        page = client.get(PAGE, headers={"Accept-Language": "de"}).content.decode()
        assert 'href="https://example.org/de"' in page and "Nutzungsbedingungen, Version 1" in page

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "/terms", "ftp://example.org/", ""])
    def test_addresses_are_those_of_web_pages(self, admin: Client, address: str) -> None:
        assert self.send(admin, "/admin/legal-texts/new/", address=address).status_code == 200
        assert self.send(admin, "/admin/legal-texts/new/", address_de=address or "x y").status_code == 200
        assert not LegalText.objects.exists()

    def test_what_people_may_have_agreed_to_is_not_changed(self, admin: Client) -> None:
        self.send(admin, "/admin/legal-texts/new/")
        path = f"/admin/legal-texts/edit/{LegalText.objects.get().pk}/"
        assert "Add a new version instead." in admin.get(path).content.decode()
        others = {
            "kind": "privacy",
            "version": "2",
            "address": "https://example.org/2",
            "address_de": "https://x.org/",
        }
        assert self.send(admin, path, starts_at="2126-01-01 00:00", **others).status_code == 302
        text = LegalText.objects.get()
        assert (text.kind, text.version, text.address, text.address_de) == (
            "terms",
            "1",
            "https://example.org/1",
            "",
        )
        assert text.starts_at.year < 2126
        changed = self.send(admin, path, is_asked="")
        assert changed.status_code == 302, changed.context["form"].errors
        assert not LegalText.objects.get().is_asked

    def test_what_has_not_started_is_changed_and_nothing_is_deleted(self, admin: Client) -> None:
        self.send(admin, "/admin/legal-texts/new/", starts_at="2126-01-01 00:00")
        text = LegalText.objects.get()
        assert self.send(admin, f"/admin/legal-texts/edit/{text.pk}/", version="2").status_code == 302
        assert LegalText.objects.get().version == "2"
        admin.force_login(make_user("root", is_superuser=True))
        assert "delete" not in admin.get(f"/admin/legal-texts/edit/{text.pk}/").content.decode().lower()
        assert admin.post(f"/admin/legal-texts/delete/{text.pk}/").status_code == 404

    def test_administrators_read_who_agreed_and_editors_do_not(self, admin: Client, ada: User) -> None:
        agree(ada, [publish()])
        page = admin.get("/admin/consents/").content.decode()
        assert "ada" in page and "Terms of use 1" in page
        assert b"terms" in b"".join(admin.get("/admin/consents/?export=csv").streaming_content).lower()
        admin.force_login(make_user("ed", groups=("Editor",)))
        for path in ("/admin/consents/", "/admin/legal-texts/", "/admin/legal-texts/new/"):
            assert admin.get(path).status_code == 302


def test_asking_takes_one_statement(ada: User, django_assert_num_queries: Any) -> None:
    from cms.people.consents.records import find_pending_texts

    publish()
    publish("privacy")
    with django_assert_num_queries(1):
        assert len(find_pending_texts(ada)) == 2
