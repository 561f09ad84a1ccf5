"""The page on which people allow a client: what comes back from it, and when it is shown again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from oauth2_provider.models import Grant

from cms.identity.provider.clients import create_client
from cms.people.consents.records import agree
from cms.people.models import LegalText
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything, read_parameters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture
def reader() -> Any:
    return make_user("reader")


def test_prompt_consent_asks_who_allowed_it_before(reader: Any) -> None:
    website = Website("Partner", asks=True)
    website.browser.force_login(reader)
    page = website.authorize()
    fields = {each.name: each.value() or "" for each in page.context["form"].hidden_fields()}
    path = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    website.exchange(read_parameters(website.browser.post(path, {**fields, "allow": "1"}))["code"])
    assert "code" in read_parameters(website.authorize(approval_prompt="auto"))
    asked = website.authorize(approval_prompt="auto", prompt="consent")
    assert asked.status_code == 200 and "Allow Partner access?" in asked.content.decode()


def fill(page: Any) -> dict[str, str]:
    return {each.name: each.value() or "" for each in page.context["form"].hidden_fields()}


def test_people_are_always_asked_about_a_client_that_another_program_can_pass_for(reader: Any) -> None:
    website = Website("App", asks=True, is_public=True)
    website.browser.force_login(reader)
    allowed = website.browser.post("/oauth/authorize", {**fill(website.authorize()), "allow": "1"})
    assert website.exchange(read_parameters(allowed)["code"]).status_code == 200
    for given in ({"approval_prompt": "auto"}, {"approval_prompt": ""}, {"approval_prompt": "x"}):
        assert website.authorize(**given).status_code == 200
    assert read_parameters(website.authorize(approval_prompt="auto", prompt="none"))["error"]


def test_a_form_sent_without_its_page_skips_nothing_that_comes_first(reader: Any) -> None:
    """Here a text to agree to, that is new since the page was shown."""
    website = Website("Partner", asks=True)
    website.browser.force_login(reader)
    page = website.authorize()
    begins = timezone.now() - timedelta(days=1)
    text = LegalText.objects.create(
        kind="terms", version="1", address="https://example.org/", starts_at=begins
    )
    path = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    for address in (path, "/oauth/authorize"):
        answer = website.browser.post(address, {**fill(page), "allow": "1"})
        assert (answer.status_code, answer["Location"]) == (302, address) and not Grant.objects.exists()
    assert website.browser.get(path)["Location"].startswith("/account/consents/?next=%2Foauth%2Fauthorize")
    agree(reader, [text])
    assert "code" in read_parameters(website.browser.post(path, {**fill(page), "allow": "1"}))


def test_an_app_on_loopback_without_a_secret_is_never_let_in_unasked(reader: Any) -> None:
    """Any program on the same computer can take its address, so that it is unknown which one asks (RFC 8252, 8.6)."""
    uri = "http://127.0.0.1:8400/callback"
    client, _secret = create_client("Tool", [uri], is_public=True)
    website = Website("Other")
    website.client = client
    website.browser.force_login(reader)
    asked = website.authorize(redirect_uri=uri)
    assert asked.status_code == 200 and "Allow Tool access?" in asked.content.decode()


@pytest.mark.parametrize(
    "change", [{"client_id": "unknown"}, {"client_id": "a\x00b"}, {"client_id": ""}, {"redirect_uri": ""},
               {"redirect_uri": "https://evil.example/"}],
)  # fmt: skip
def test_a_changed_form_of_the_page_gets_a_page_and_no_redirect(reader: Any, change: Any) -> None:
    website = Website("Partner", asks=True)
    website.browser.force_login(reader)
    page = website.authorize()
    fields = {each.name: each.value() or "" for each in page.context["form"].hidden_fields()}
    response = website.browser.post("/oauth/authorize", {**fields, **change, "allow": "1"})
    assert response.status_code == 400 and "This link does not work" in response.content.decode()
    assert not Grant.objects.exists()
