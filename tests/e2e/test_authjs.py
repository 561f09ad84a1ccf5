"""A website with Auth.js, made of the code of docs/howto/sign-in-from-nextjs.md, and people who sign in to it in a
browser. All that it asks comes over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from oauth2_provider.models import RefreshToken
from playwright.sync_api import Page

from cms.identity.models import LogoutNotice
from cms.identity.provider.clients import create_client
from cms.services.processes import free_port
from tests.e2e.member import Member
from tests.factories.content import make_user
from tests.support.oauth import forget_everything
from tests.support.openid.authjs import running_authjs

pytestmark = [pytest.mark.browser, pytest.mark.alone]
ASK_AT_ONCE = (
    "() => Promise.all(Array(6).fill('/viewer').map((path) => fetch(path).then((found) => found.json())))"
)


@dataclass
class Website:
    """What a person does there; client: the site's name for it."""

    address: str
    client: Any

    def sign_in(self, page: Page) -> None:
        page.goto(f"{self.address}/api/auth/signin")
        page.get_by_role("button", name="Sign in with AiXplore").click()

    def enter(self, member: Member) -> None:
        """Sign in as somebody whom the site does not know yet."""
        self.sign_in(member.page)
        member.fill(**{"E-mail address or user name": "ada", "Password": "password"})
        member.press("Sign in")
        member.page.wait_for_url(f"{self.address}/**")

    def read(self, page: Page) -> tuple[int, Any]:
        found = page.request.get(f"{self.address}/viewer")
        return found.status, found.json()

    def count_open(self) -> int:
        return RefreshToken.objects.filter(application=self.client, revoked=None).count()


@pytest.fixture
def website(site: Any, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Website]:
    forget_everything()
    address, issuer = f"http://127.0.0.1:{free_port()}", f"{live_server.url}/oauth"
    settings.OAUTH2_PROVIDER = {**settings.OAUTH2_PROVIDER, "OIDC_ISS_ENDPOINT": issuer}
    settings.OUTGOING_ALLOWED_HOSTS = [address.removeprefix("http://")]
    client, secret = create_client(
        "Website",
        [f"{address}/api/auth/callback/aixplore"],
        [f"{address}/"],
        notice_uri=f"{address}/signed-out",
    )
    with running_authjs(address, issuer, client.client_id, secret, tmp_path):
        yield Website(address, client)


@pytest.fixture
def ada(open_member: Any, website: Website) -> Member:
    """Somebody who has signed in to the website."""
    make_user("ada", display_name="Ada")
    member: Member = open_member()
    member.page.context.route(
        re.compile("https://"), lambda route: route.fulfill(body="")
    )  # logos of Auth.js
    website.enter(member)
    return member


def test_somebody_signs_in_reads_and_signs_out(website: Website, ada: Member) -> None:
    page = ada.page
    assert website.read(page) == (200, {"data": {"viewer": {"displayName": "Ada"}}})
    page.goto(f"{website.address}/")
    page.get_by_role("button", name="Leave the website").click()
    page.wait_for_url(f"{website.address}/")
    assert website.read(page)[0] == 401 and website.count_open() == 0
    website.sign_in(page)
    ada.expect_heading("Sign in to AiXplore")  # signed out of the site as well


def test_tokens_are_refreshed_once_for_requests_that_come_together(website: Website, ada: Member) -> None:
    page = ada.page
    page.goto(f"{website.address}/")
    for count in (1, 2, 3):
        assert page.evaluate(ASK_AT_ONCE) == [{"data": {"viewer": {"displayName": "Ada"}}}] * 6
        assert (website.count_open(), RefreshToken.objects.count()) == (1, count)
        page.request.post(f"{website.address}/ten-minutes-later")


def test_who_signs_out_of_the_site_is_signed_out_of_the_website(website: Website, ada: Member) -> None:
    assert website.read(ada.page)[0] == 200
    ada.page.goto(f"{ada.address}/account/")
    ada.press("Sign out")
    ada.page.wait_for_load_state()
    assert not LogoutNotice.objects.exists()
    assert website.read(ada.page)[0] == 401
    session = ada.page.request.get(f"{website.address}/api/auth/session")
    assert session.json() is None


@pytest.mark.parametrize("token", ["", "x.y.z"])
def test_the_website_believes_no_other_notice(website: Website, ada: Member, token: str) -> None:
    answer = ada.page.request.post(f"{website.address}/signed-out", form={"logout_token": token})
    assert answer.status == 400 and website.read(ada.page)[0] == 200
