"""Legal texts through the API: which a person has still to agree to, agreeing, and who is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id

from cms.audit.models import AuditEvent
from cms.identity.api_keys import KeyLimits, create_key
from cms.people.consents.records import agree, withdraw
from cms.people.models import Consent, LegalText
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything, read_parameters

pytestmark = pytest.mark.django_db
LIST = "{ viewer { pendingTexts { totalCount nodes { id kind version title address startsAt } } } }"
AGREE = "mutation($input: AgreeToTextInput!) { agreeToText(input: $input) { agreedAt errors { code field message } } }"


@pytest.fixture
def person(client: Client) -> Any:
    make_site()
    user = make_user("ada")
    client.force_login(user)
    return user


def publish(kind: str = "terms", version: str = "1", *, days_ago: int = 1, **given: Any) -> LegalText:
    begins = timezone.now() - timedelta(days=days_ago)
    address = f"https://example.org/{kind}/{version}"
    return LegalText.objects.create(kind=kind, version=version, address=address, starts_at=begins, **given)


def name_text(text: LegalText) -> str:
    return to_global_id("LegalText", text.pk)


def list_pending(client: Client) -> list[str]:
    return [each["id"] for each in ask(client, LIST)["viewer"]["pendingTexts"]["nodes"]]


def send(client: Client, key: str, **headers: Any) -> dict[str, Any]:
    """The payload of agreeing to a text."""
    body = {"query": AGREE, "variables": {"input": {"text": key}}}
    answer = client.post("/graphql", body, content_type="application/json", headers=headers).json()
    payload: dict[str, Any] = answer["data"]["agreeToText"]
    return payload


def list_codes(payload: dict[str, Any]) -> list[str]:
    assert payload["agreedAt"] is None
    return [each["code"] for each in payload["errors"]]


def test_a_person_reads_what_counts_now_and_agrees_to_it(client: Client, person: Any) -> None:
    publish("terms", "1", days_ago=9)
    terms, privacy = publish("terms", "2"), publish("privacy", "May")
    found = ask(client, LIST)["viewer"]["pendingTexts"]
    assert found["totalCount"] == 2
    assert found["nodes"] == [
        {
            "id": name_text(terms), "kind": "TERMS", "version": "2", "title": "Terms of use",
            "address": "https://example.org/terms/2", "startsAt": terms.starts_at.isoformat(),
        },
        {
            "id": name_text(privacy), "kind": "PRIVACY", "version": "May", "title": "Privacy notice",
            "address": "https://example.org/privacy/May", "startsAt": privacy.starts_at.isoformat(),
        },
    ]  # fmt: skip
    payload = send(client, name_text(terms))
    row = Consent.objects.get(user=person)
    assert payload == {"agreedAt": row.agreed_at.isoformat(), "errors": []} and row.text == terms
    assert list_pending(client) == [name_text(privacy)]
    event = AuditEvent.objects.get(kind="consent.given")
    assert (event.data, event.actor) == ({"text": "terms", "version": "2"}, person.pk)


def test_a_text_is_linked_in_each_language_that_it_has(client: Client, person: Any) -> None:
    publish(translations={"de": {"address": "https://example.org/de"}})
    query = "{ viewer { pendingTexts { nodes { address translations { locale address } } } } }"
    assert ask(client, query)["viewer"]["pendingTexts"]["nodes"] == [
        {
            "address": "https://example.org/terms/1",
            "translations": [{"locale": "de", "address": "https://example.org/de"}],
        }
    ]


def test_nothing_is_pending_where_the_site_asks_for_nothing(client: Client, person: Any) -> None:
    publish(is_asked=False)
    publish("privacy", days_ago=-1)
    assert list_pending(client) == []


def test_agreeing_again_keeps_the_first_time(client: Client, person: Any) -> None:
    text = publish()
    first, second = (send(client, name_text(text)) for _ in range(2))
    assert first == second and Consent.objects.count() == 1
    assert AuditEvent.objects.filter(kind="consent.given").count() == 1


def test_who_withdrew_is_asked_again(client: Client, person: Any) -> None:
    text = publish()
    agree(person, [text])
    assert list_pending(client) == []
    withdraw(person, Consent.objects.get().pk)
    assert list_pending(client) == [name_text(text)]


@pytest.mark.parametrize("given", [{"days_ago": 9}, {"is_asked": False}])
def test_a_version_that_does_not_count_is_refused(client: Client, person: Any, given: dict[str, Any]) -> None:
    text = publish("terms", "1", **given)
    publish("terms", "2")
    payload = send(client, name_text(text))
    assert list_codes(payload) == ["CONFLICT"] and "viewer.pendingTexts" in payload["errors"][0]["message"]
    assert not Consent.objects.exists()


def test_what_is_unknown_or_has_not_started_is_not_found(client: Client, person: Any) -> None:
    planned = publish(days_ago=-1)
    for key in (name_text(planned), to_global_id("LegalText", 999_999)):
        payload = send(client, key)
        assert list_codes(payload) == ["NOT_FOUND"] and payload["errors"][0]["field"] == "text"
    for key in (to_global_id("Solution", planned.pk), "x", ""):
        assert list_codes(send(client, key)) in (["BAD_USER_INPUT"], ["NOT_FOUND"])
    assert not Consent.objects.exists()


def test_anonymous_callers_keys_and_tokens_that_only_read_are_refused(client: Client, person: Any) -> None:
    forget_everything()
    key = name_text(publish())
    _row, secret = create_key("nightly", person, KeyLimits())
    assert list_codes(send(Client(), key)) == ["UNAUTHENTICATED"]
    assert list_codes(send(Client(), key, Authorization=f"Bearer {secret}")) == ["FORBIDDEN"]
    agree(person, list(LegalText.objects.all()))  # or the person is asked before the website gets a code
    tokens = Website().sign_in(person, "openid read")
    newer = name_text(publish(version="2", days_ago=0))
    reads = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert list_codes(send(Client(), newer, **reads)) == ["FORBIDDEN"]
    assert Consent.objects.count() == 1
    assert codes(post(Client(), LIST)) == [] and ask(Client(), LIST) == {"viewer": None}


def test_a_website_reads_and_agrees_with_the_token_of_the_person(client: Client, person: Any) -> None:
    forget_everything()
    token = Website().sign_in(person, "openid read write")["access_token"]
    key, headers = name_text(publish()), {"Authorization": f"Bearer {token}"}
    answer = Client().post("/graphql", {"query": LIST}, content_type="application/json", headers=headers)
    assert answer.json()["data"]["viewer"]["pendingTexts"]["nodes"][0]["id"] == key
    assert send(Client(), key, **headers)["errors"] == []
    assert Consent.objects.get().user == person


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_client_of_somebody_else_reads_what_is_pending_and_does_not_agree(
    client: Client, person: Any, language: str
) -> None:
    """People are led to the page of the site instead, where they see what they agree to."""
    forget_everything()
    partner = Website("Partner", asks=True)
    partner.browser.force_login(person)
    page = partner.authorize("openid read write")
    fields = {each.name: each.value() or "" for each in page.context["form"].hidden_fields()}
    allowed = partner.browser.post("/oauth/authorize", {**fields, "allow": "1"})
    token = partner.exchange(read_parameters(allowed)["code"]).json()["access_token"]
    key = name_text(publish())
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
    listed = Client().post("/graphql", {"query": LIST}, content_type="application/json", headers=headers)
    assert listed.json()["data"]["viewer"]["pendingTexts"]["nodes"][0]["id"] == key
    payload = send(Client(), key, **headers)
    assert list_codes(payload) == ["FORBIDDEN"] and "/account/consents/" in payload["errors"][0]["message"]
    assert not Consent.objects.exists() and not AuditEvent.objects.filter(kind="consent.given").exists()


def test_no_consent_of_another_person_counts(client: Client, person: Any) -> None:
    text = publish()
    agree(make_user("other"), [text])
    assert list_pending(client) == [name_text(text)]


def test_the_number_of_statements_does_not_grow(client: Client, person: Any) -> None:
    """Session, account, groups; the account again with its names; the site; a page of texts, and its length."""
    counts = []
    for kind in ("terms", "privacy"):
        publish(kind)
        ask(client, LIST)
        counts.append(len(statements(client, LIST)))
    assert counts == [7, 7], statements(client, LIST)


def test_it_is_limited(client: Client, person: Any) -> None:
    key = name_text(publish())
    for _ in range(30):
        assert send(client, key)["errors"] == []
    assert codes(post(client, AGREE, input={"text": key})) == ["RATE_LIMITED"]
