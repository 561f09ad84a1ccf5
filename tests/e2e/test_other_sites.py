"""Sites of others in a real browser: a client that asks to act for somebody, and an account that is linked elsewhere.

The other site of the second is a real OpenID Connect provider (npm oidc-provider).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as site_settings
from playwright.sync_api import Page, expect
from social_django.models import UserSocialAuth

from cms.identity.confirming import CONFIRMED
from tests.e2e.member import Member
from tests.factories.content import make_user
from tests.support.oauth import REDIRECT, Website, forget_everything
from tests.support.openid.programs import running_provider

pytestmark = [pytest.mark.browser, pytest.mark.alone]


def read_callback(page: Page) -> dict[str, list[str]]:
    """What the client is told, once the browser is back there."""
    page.wait_for_url(f"{REDIRECT}?*")
    return parse_qs(urlsplit(page.url).query)


def test_somebody_refuses_a_client_of_somebody_else_and_then_allows_it(
    open_member: Any, take_picture: Any
) -> None:
    forget_everything()
    make_user("ada", display_name="Ada")
    partner, member = Website("Partner", asks=True), open_member()
    member.page.context.route(f"{REDIRECT}**", lambda route: route.fulfill(body="Welcome"))
    address = (
        f"{member.address}/oauth/authorize?{urlencode(partner.build_request('openid profile read write'))}"
    )
    member.page.goto(address)
    member.fill(**{"E-mail address or user name": "ada", "Password": "password"})
    member.press("Sign in")
    member.expect_heading("Allow Partner access?")
    expect(member.page.get_by_text("You are signed in as Ada (ada).")).to_be_visible()
    expect(member.page.get_by_role("list", name="It asks to:").get_by_role("listitem")).to_have_text(
        [
            "Recognise you when you come back", "See your public name",
            "Read what you may read here, your own drafts included",
            "Change what you may change here, in your name",
        ]
    )  # fmt: skip
    take_picture(member.page, "client-asks")
    member.press("Cancel")
    assert read_callback(member.page)["error"] == ["access_denied"]
    member.page.goto(address)
    member.press("Allow")
    found = read_callback(member.page)
    assert found["state"] == ["s-1"] and partner.exchange(found["code"][0]).status_code == 200
    assert {url: faults for url, faults in member.faults.items() if faults} == {}


@pytest.fixture
def other_site(site: Any, live_server: Any, settings: Any) -> Iterator[str]:
    with running_provider(f"{live_server.url}/account/social/oidc/done/") as issuer:
        keys = {"client_id": "aixplore", "client_secret": "for-tests-only"}
        settings.OUTGOING_ALLOWED_HOSTS = [urlsplit(issuer).netloc]
        settings.SIGN_IN_PROVIDERS = {"oidc": {"title": "Elsewhere", "issuer": issuer, **keys}}
        yield issuer


def forget_proof(member: Member) -> None:
    """Let the last proof of who they are be long ago."""
    cookies = {each["name"]: each["value"] for each in member.page.context.cookies()}
    session = import_module(site_settings.SESSION_ENGINE).SessionStore(
        cookies[site_settings.SESSION_COOKIE_NAME]
    )
    session[CONFIRMED] = 0
    session.save()


def sign_in_elsewhere(page: Page, issuer: str, name: str) -> None:
    page.wait_for_url(re.compile(f"{re.escape(issuer)}/interaction/.*"))
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_somebody_links_an_account_elsewhere_after_a_proof_and_signs_in_by_it(
    open_member: Any, other_site: str, take_picture: Any
) -> None:
    ada = make_user("ada", email="ada@example.org")
    member = open_member()
    page = member.page
    page.context.route(re.compile("https://"), lambda route: route.fulfill(body=""))  # fonts of its pages
    member.sign_in("ada", "password")
    member.expect_heading("Your profile")
    forget_proof(member)
    member.follow("Ways to sign in")
    expect(page.get_by_text("You have linked none.")).to_be_visible()
    member.press("Continue with Elsewhere")
    member.expect_heading("Confirm that it is you")
    member.fill(Password="password")
    member.press("Continue")
    member.expect_heading("Ways to sign in")
    assert not UserSocialAuth.objects.exists()
    member.press("Continue with Elsewhere")
    sign_in_elsewhere(page, other_site, "grace")
    member.expect_heading("Ways to sign in")
    expect(page.get_by_role("button", name="Remove Elsewhere")).to_be_visible()
    take_picture(page, "sign-ins-linked")
    assert [row.user_id for row in UserSocialAuth.objects.all()] == [ada.pk]
    member.press("Sign out")
    page.goto(f"{member.address}/account/sign-in/")
    member.press("Continue with Elsewhere")
    member.expect_heading("Your profile")
    expect(page.get_by_role("main")).to_contain_text("ada@example.org")
    assert {url: faults for url, faults in member.faults.items() if faults} == {}
