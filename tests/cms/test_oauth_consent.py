"""The page on which people allow a client: what comes back from it, and when it is shown again."""

from __future__ import annotations

from typing import Any

import pytest
from oauth2_provider.models import Grant

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
