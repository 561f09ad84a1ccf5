"""What ends the sessions of a person ends their sign-ins to clients: no second factor is gone round by a client."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from oauth2_provider.models import Application

from cms.identity.models import User
from cms.identity.session_names import NAME
from cms.people.models import AuthenticatorApp, RoleFactor, Session
from tests.cms.test_second_factor import APP, CODE, enter_password, make_code, read_secret, set_up
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture
def ada() -> User:
    return make_user("ada", email="ada@example.org")


class SignedIn:
    """A website that somebody signed in to with a browser of their own."""

    def __init__(self, user: User) -> None:
        self.website = Website(f"Website {Application.objects.count()}")
        self.tokens = self.website.sign_in(user)

    def works(self) -> bool:
        """Whether the website may go on: its access token and its refresh token say the same."""
        seen = Client().get("/oauth/userinfo", HTTP_AUTHORIZATION=f"Bearer {self.tokens['access_token']}")
        renewed = self.website.refresh(self.tokens["refresh_token"])
        assert (seen.status_code, renewed.status_code) in ((200, 200), (401, 400))
        if renewed.status_code == 200:
            self.tokens = renewed.json()
        return bool(renewed.status_code == 200)


@pytest.mark.parametrize("path", ["/account/sign-out/", "/admin/logout/"])
def test_signing_out_ends_what_was_signed_in_to_from_there(ada: User, path: str) -> None:
    website, elsewhere, other = SignedIn(ada), SignedIn(ada), SignedIn(make_user("other"))
    assert website.works()
    assert website.website.browser.post(path).status_code == 302
    assert not website.works() and elsewhere.works() and other.works()


def test_signing_out_other_devices_ends_all_sign_ins_to_clients(ada: User) -> None:
    website, elsewhere, other = SignedIn(ada), SignedIn(ada), SignedIn(make_user("other"))
    assert website.website.browser.post("/account/devices/others/").status_code == 302
    assert not website.works() and not elsewhere.works() and other.works()


@pytest.mark.parametrize("has_name", [True, False], ids=["session with a name", "older session"])
def test_signing_out_one_device_ends_what_was_signed_in_to_from_there(ada: User, has_name: bool) -> None:
    website, here = SignedIn(ada), enter_password()
    if not has_name:
        session = website.website.browser.session
        del session[NAME]
        session.save()
    page = here.get("/account/devices/").content.decode()
    (name,) = re.findall(r"/account/devices/([0-9a-f]{32})/", page)
    elsewhere = SignedIn(ada)
    assert here.post(f"/account/devices/{name}/").status_code == 302
    assert not website.works() and elsewhere.works() is has_name


def test_a_code_that_was_not_exchanged_yet_ends_with_its_session(ada: User) -> None:
    website = Website()
    website.browser.force_login(ada)
    code = website.take_code()
    website.browser.post("/account/sign-out/")
    assert website.exchange(code).status_code == 400


def test_a_client_cannot_name_the_session_of_somebody_else(ada: User) -> None:
    """The claims that a client asks for are kept with what we keep of a code."""
    victim, mallory = SignedIn(ada), Website("Mallory")
    mallory.browser.force_login(make_user("mallory"))
    named = json.dumps({"session_name": victim.website.browser.session[NAME]})
    assert mallory.exchange(mallory.take_code(claims=named)).status_code == 200
    mallory.browser.post("/account/sign-out/")
    assert victim.works()


def test_a_code_that_was_not_exchanged_yet_ends_with_the_sessions(ada: User) -> None:
    website = Website()
    website.browser.force_login(ada)
    code = website.take_code()
    enter_password().post("/account/devices/others/")
    assert website.exchange(code).status_code == 400


def test_adding_and_removing_a_factor_ends_sign_ins_to_clients(ada: User) -> None:
    website, here = SignedIn(ada), enter_password()
    _secret, codes = set_up(here)
    assert not website.works()
    website = SignedIn(ada)
    here = enter_password()
    here.post(CODE, {"code": codes[0]})
    assert website.works() and here.post("/account/factors/app/remove/").status_code == 302
    assert not AuthenticatorApp.objects.exists() and not website.works()


def test_the_command_that_removes_factors_ends_sign_ins_to_clients(ada: User) -> None:
    set_up(enter_password())
    website = SignedIn(ada)
    call_command("remove_factors", "ada")
    assert not website.works()


@pytest.mark.parametrize("step", ["joins", "rule"])
def test_a_role_that_asks_for_a_factor_ends_sign_ins_of_who_has_none(ada: User, step: str) -> None:
    group = Group.objects.get(name="Editor")
    if step == "joins":
        RoleFactor.objects.create(group=group)
    else:
        ada.groups.add(group)
    website, other = SignedIn(ada), SignedIn(make_user("other"))
    Session.objects.all().delete()  # the website goes on without one
    if step == "joins":
        ada.groups.add(group)
    else:
        RoleFactor.objects.create(group=group)
    assert not website.works() and other.works()


def test_a_refresh_asks_whether_a_factor_is_missing(ada: User) -> None:
    """Also where a role was given by a road that is not followed."""
    group = Group.objects.get(name="Editor")
    RoleFactor.objects.create(group=group)
    website, refused = SignedIn(ada), Website()
    refused.browser.force_login(ada)
    code = refused.take_code()
    User.groups.through.objects.bulk_create([User.groups.through(user=ada, group=group)])
    assert website.website.refresh(website.tokens["refresh_token"]).status_code == 400
    assert refused.exchange(code).status_code == 400
    assert not website.works(), "the sign-in has ended"


def test_who_has_the_factor_that_a_role_asks_for_goes_on(ada: User) -> None:
    group = Group.objects.get(name="Editor")
    here = enter_password()
    secret = read_secret(here)
    here.post(APP, {"code": make_code(secret, 0)})
    website = SignedIn(ada)
    User.groups.through.objects.bulk_create([User.groups.through(user=ada, group=group)])
    RoleFactor.objects.create(group=group)
    assert website.works()
