"""Clients that want to know that the person is there: `prompt=login`, `max_age` and the `auth_time` of ID tokens."""

from __future__ import annotations

from time import time
from typing import Any

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from cms.identity.models import User
from tests.cms.test_second_factor import CODE, set_up
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything, read_parameters

pytestmark = pytest.mark.django_db
SIGN_IN, CONFIRM = "/account/sign-in/", "/account/confirm/"


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture(params=[None, "Editor"])
def website(request: Any) -> Website:
    """To which a visitor or one of the staff signs in; they proved who they are ten minutes ago."""
    make_user("ada", email="ada@example.org", groups=(request.param,) if request.param else ())
    made = Website()
    made.browser.post(SIGN_IN, {"username": "ada", "password": "password"})
    set_proof(made.browser, 600)
    return made


def set_proof(browser: Client, ago: int) -> None:
    session = browser.session
    session["confirmed_at"] = time() - ago
    session.save()


def confirm(browser: Client, response: Any, password: str = "password") -> Any:
    """What the page answers that a client's request led to."""
    assert response.status_code == 302 and response["Location"].startswith(
        f"{CONFIRM}?next=%2Foauth%2Fauthorize"
    )
    page = browser.get(response["Location"])
    assert page.status_code == 200
    assert "form-action 'self' https://www.example.com" in page["Content-Security-Policy"]
    return browser.post(response["Location"], {"password": password, "next": page.context["next"]})


def read_proof(website: Website, code: str) -> Any:
    token = website.exchange(code).json()["id_token"]
    return jwt.decode(token, options={"verify_signature": False}).get("auth_time")


@pytest.mark.parametrize(
    "asked", [{"prompt": "login"}, {"max_age": "0"}, {"max_age": "599"}, {"max_age": "-1"}]
)
def test_people_prove_again_who_they_are(website: Website, asked: dict[str, str]) -> None:
    response = website.authorize(**asked)
    assert confirm(website.browser, response, "wrong").status_code == 200
    assert website.authorize(**asked).status_code == 302, "going back does not do"
    led_on = confirm(website.browser, website.authorize(**asked))
    code = read_parameters(website.browser.get(led_on["Location"]))["code"]
    assert abs(read_proof(website, code) - time()) < 5


def test_each_request_wants_a_proof_of_its_own(website: Website) -> None:
    led_on = confirm(website.browser, website.authorize(prompt="login"))
    assert "code" in read_parameters(website.browser.get(led_on["Location"]))
    assert website.authorize(prompt="login")["Location"].startswith(CONFIRM)
    assert website.authorize(prompt="login", state="s-2")["Location"].startswith(CONFIRM)


def test_a_proof_that_is_young_enough_will_do(website: Website) -> None:
    code = read_parameters(website.authorize(max_age="660"))["code"]
    User.objects.update(last_login=timezone.now())  # on another device
    assert abs(read_proof(website, code) - time() + 600) < 5


def test_a_client_cannot_say_itself_when_it_was(website: Website) -> None:
    code = read_parameters(website.authorize(claims='{"proved_at": 1}'))["code"]
    assert abs(read_proof(website, code) - time() + 600) < 5
    for scope in ("read", "openid"):
        for claims in ("[1]", "3", "x", '"proved_at"'):
            assert website.authorize(scope, claims=claims).status_code in (302, 400)
    tokens = website.exchange(website.take_code(), claims='{"proved_at": 1}').json()
    for claims in ('{"proved_at": 1}', "[1]"):
        tokens = website.refresh(tokens["refresh_token"], claims=claims).json()
        if "id_token" in tokens:
            assert "auth_time" not in jwt.decode(tokens["id_token"], options={"verify_signature": False})


def test_an_id_token_says_no_time_that_is_not_known(website: Website) -> None:
    website.browser.force_login(User.objects.get(username="ada"))
    session = website.browser.session
    del session["confirmed_at"]
    session.save()
    assert read_proof(website, website.take_code()) is None


def test_a_client_that_wants_no_page_shown_gets_an_error(website: Website) -> None:
    assert read_parameters(website.authorize(prompt="none", max_age="60"))["error"] == "login_required"
    assert "code" in read_parameters(website.authorize(prompt="none", max_age="660"))


def test_signing_in_is_a_proof(website: Website) -> None:
    website.browser = Client()
    page = website.authorize(prompt="login")
    response = website.browser.post(page["Location"], {"username": "ada", "password": "password"})
    assert "code" in read_parameters(website.browser.get(response["Location"]))


def test_a_proof_takes_the_second_factor_too(website: Website) -> None:
    set_proof(website.browser, 0)
    _secret, codes = set_up(website.browser)
    set_proof(website.browser, 600)
    response = website.authorize(prompt="login")
    assert confirm(website.browser, response)["Location"] == CODE
    assert website.browser.get(website.authorize(prompt="login")["Location"]).status_code == 200
    led_on = website.browser.post(CODE, {"code": codes[0]})
    assert led_on["Location"].startswith("/oauth/authorize")
