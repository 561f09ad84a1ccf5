"""Second factors: asked for after the password, each code once, for everybody of a role that needs one."""

from __future__ import annotations

import base64
import re
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cms.identity.models import User
from cms.people import second_step
from cms.people.models import AuthenticatorApp, RecoveryCode, RoleFactor
from tests.factories.content import make_site, make_user
from tests.support.admin import confirm_client, sign_in_client

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, APP = "/account/sign-in/", "/account/sign-in/code/", "/account/factors/app/"
WRONG = "This code is wrong"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def ada() -> User:
    return make_user("ada", email="ada@example.org")


def make_code(secret: str, shift: int = 30) -> str:
    """What an app shows so many seconds from now: the next code, since that of now is used up where it was set up."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(time.time()) + shift).decode()


def enter_password(name: str = "ada", path: str = SIGN_IN, **given: str) -> Client:
    client = Client()
    assert client.post(path, {"username": name, "password": "password", **given}).status_code == 302
    return client


def read_secret(client: Client) -> str:
    return re.findall(r"<code>([A-Z2-7]{32})</code>", client.get(APP).content.decode())[0]


def set_up(client: Client) -> tuple[str, list[str]]:
    """The secret of a new app, and the recovery codes that were shown; its code of now is used up."""
    secret = read_secret(client)
    page = client.post(APP, {"code": make_code(secret, 0)})
    assert page.status_code == 200 and b"Your recovery codes" in page.content
    return secret, re.findall(r"<code>([a-z0-9-]{14})</code>", page.content.decode())


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_code_of_the_app_is_asked_for_after_the_password(ada: User) -> None:
    secret, codes = set_up(enter_password())
    assert len(set(codes)) == 10 and mail.outbox[-1].subject == "Your second factor at AiXplore was changed"
    client = enter_password(next="/about/")
    assert not is_signed_in(client)
    assert client.get("/graphql?query={viewer{displayName}}").json()["data"]["viewer"] is None
    assert WRONG in client.post(CODE, {"code": "000000"}).content.decode()
    answer = client.post(CODE, {"code": make_code(secret)})
    assert answer.headers["Location"] == "/about/" and is_signed_in(client)


@pytest.mark.parametrize("path", [SIGN_IN, "/admin/login/", "/_util/login/"])
def test_no_way_leads_past_it(path: str) -> None:
    make_user("ada", email="ada@example.org", is_superuser=True)
    set_up(enter_password())
    client = enter_password(path=path, next="/admin/")
    for inner in ("/account/", "/admin/", "/account/factors/", "/account/factors/passkey/", APP):
        assert client.get(inner).status_code == 302, inner
    assert client.post(APP, {"code": "1"}).status_code == 302
    assert client.post("/account/factors/codes/").status_code == 302
    Client().post("/account/password/forgotten/", {"email": "ada@example.org"})
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found
    form = client.get(found[1]).headers["Location"]
    client.post(form, {"new_password1": "rather long and odd", "new_password2": "rather long and odd"})
    assert not is_signed_in(client) and client.get(CODE).status_code == 302
    client.post(SIGN_IN, {"username": "ada", "password": "rather long and odd"})
    assert not is_signed_in(client)


def test_a_code_is_accepted_once(ada: User) -> None:
    secret, _codes = set_up(enter_password())
    first, second = enter_password(), enter_password()
    code = make_code(secret)
    assert first.post(CODE, {"code": f" {code[:3]} {code[3:]}"}).status_code == 302
    assert WRONG in second.post(CODE, {"code": code}).content.decode()
    assert not is_signed_in(second)


@pytest.mark.parametrize(("shift", "status"), [(-300, 200), (-95, 200), (30, 302), (95, 200), (300, 200)])
def test_clocks_may_differ_by_half_a_minute(shift: int, status: int, ada: User) -> None:
    secret, _codes = set_up(enter_password())
    assert enter_password().post(CODE, {"code": make_code(secret, shift)}).status_code == status


def test_a_recovery_code_works_once_and_is_not_stored(ada: User) -> None:
    _secret, codes = set_up(enter_password())
    assert enter_password().post(CODE, {"code": codes[3].upper()}).status_code == 302
    assert enter_password().post(CODE, {"code": codes[3]}).status_code == 200
    client = enter_password()
    assert client.post(CODE, {"code": codes[4].replace("-", " ")}).status_code == 302
    stored = str(list(RecoveryCode.objects.values())) + str(list(AuthenticatorApp.objects.values()))
    assert not any(each in stored or each.replace("-", "") in stored for each in [*codes, _secret])
    page = client.post("/account/factors/codes/").content.decode()
    assert len(re.findall(r"<code>[a-z0-9-]{14}</code>", page)) == 10
    assert enter_password().post(CODE, {"code": codes[5]}).status_code == 200


def test_codes_of_others_are_wrong(ada: User) -> None:
    make_user("eve")
    secret, codes = set_up(enter_password("eve"))
    set_up(enter_password())
    client = enter_password()
    assert [client.post(CODE, {"code": each}).status_code for each in (make_code(secret), codes[0])] == [
        200,
        200,
    ]
    AuthenticatorApp.objects.filter(user=ada).update(
        secret=AuthenticatorApp.objects.exclude(user=ada).get().secret
    )
    with pytest.raises(second_step_error()):
        client.post(CODE, {"code": make_code(secret, 30)})


def second_step_error() -> type[Exception]:
    """A secret that was moved to another row cannot be read there."""
    from cms.people.sealing import UnreadableSecretError

    return UnreadableSecretError


def test_codes_are_not_guessed_at(ada: User) -> None:
    secret, _codes = set_up(enter_password())
    client = enter_password()
    client.cookies.pop("known_device", None)
    statuses = [client.post(CODE, {"code": f"00000{n}"}).status_code for n in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    other = enter_password()
    assert other.post(CODE, {"code": make_code(secret)}).status_code == 429 and not is_signed_in(other)


def test_a_stolen_password_does_not_use_up_the_attempts_of_a_known_device(ada: User) -> None:
    owner = enter_password()
    secret, _codes = set_up(owner)
    thief = enter_password()
    for n in range(7):
        thief.post(CODE, {"code": f"00000{n}"})
    owner.post("/account/sign-out/")
    owner.post(SIGN_IN, {"username": "ada", "password": "password"})
    assert owner.post(CODE, {"code": make_code(secret)}).status_code == 302


def test_the_second_step_waits_for_ten_minutes_and_ends_with_the_password(
    ada: User, monkeypatch: Any
) -> None:
    secret, _codes = set_up(enter_password())
    client, late = enter_password(), enter_password()
    ada.set_password("another one")
    ada.save()
    assert client.post(CODE, {"code": make_code(secret)}).headers["Location"] == SIGN_IN
    monkeypatch.setattr(second_step, "LASTS", 0)
    assert late.post(CODE, {"code": make_code(secret)}).headers["Location"] == SIGN_IN


def test_a_planted_session_does_not_follow_the_sign_in(ada: User) -> None:
    set_up(enter_password())
    client = Client()
    client.get(CODE)
    first = enter_password()
    planted = first.cookies["sessionid"].value
    first.post(SIGN_IN, {"username": "ada", "password": "password"})
    assert first.cookies["sessionid"].value != planted


def test_a_role_that_needs_a_factor_has_it_set_up_before_anything_else() -> None:
    make_user("ed", groups=("Editor",))
    RoleFactor.objects.create(group=Group.objects.get(name="Editor"))
    client = enter_password("ed")
    assert client.get("/admin/").status_code == 302 and client.get(CODE).headers["Location"] == SIGN_IN
    assert b"Your role asks for a second factor" in client.get(APP).content
    wrong = client.post(APP, {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/admin/").status_code == 302
    _secret, codes = set_up(client)
    assert len(codes) == 10 and client.get("/admin/").status_code == 200
    assert client.post("/account/factors/app/remove/").status_code == 302
    assert AuthenticatorApp.objects.count() == 1


@pytest.mark.parametrize("way", ["rule", "joins", "is added", "superuser"])
def test_sessions_without_a_factor_end_when_a_role_needs_one(way: str) -> None:
    group = Group.objects.get(name="Editor")
    user = make_user("ed", groups=("Editor",) if way == "rule" else (), is_superuser=way == "superuser")
    client, other = enter_password("ed"), sign_in_client("Moderator")
    if way in ("joins", "is added"):
        RoleFactor.objects.create(group=group)
        assert is_signed_in(client)
    if way == "joins":
        user.groups.add(group)
    elif way == "is added":
        group.user_set.add(user)
    else:
        RoleFactor.objects.create(group=group)
    assert not is_signed_in(client) and is_signed_in(other)


def test_the_form_of_a_role_asks_for_the_factor() -> None:
    client = sign_in_client("Administrator")
    group = Group.objects.get(name="Moderator")
    address = f"/admin/groups/edit/{group.pk}/"
    page = client.get(address).content.decode()
    assert "Members need a second factor" in page
    for given, kept in (({"second-factor-needs_factor": "on"}, 1), ({}, 0)):
        data = querydict(client, address)
        data.update(given)
        assert client.post(address, data).status_code == 302
        assert RoleFactor.objects.filter(group=group).count() == kept


def querydict(client: Client, address: str) -> Any:
    """The form of a role as it is sent, without the tick."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    (form,) = [each for each in page.find_all("form") if each.select("[name=second-factor-needs_factor]")]
    data = querydict_from_html(f"<form>{form.decode_contents()}</form>").copy()
    data.pop("second-factor-needs_factor", None)
    return data


def test_factors_are_removed_after_the_password_alone_no_longer_confirms(ada: User) -> None:
    client = enter_password()
    secret, _codes = set_up(client)
    session = client.session
    session["confirmed_at"] -= 601
    session.save()
    assert "/account/confirm/" in client.post("/account/factors/app/remove/").headers["Location"]
    asked = client.post("/account/confirm/", {"password": "password", "next": "/account/factors/"})
    assert asked.headers["Location"] == CODE
    assert "/account/confirm/" in client.post("/account/factors/app/remove/").headers["Location"]
    assert client.post(CODE, {"code": make_code(secret)}).headers["Location"] == "/account/factors/"
    assert client.post("/account/factors/app/remove/").status_code == 302
    assert not AuthenticatorApp.objects.exists() and not RecoveryCode.objects.exists()
    assert is_signed_in(enter_password())


def test_operators_take_factors_from_who_lost_them(ada: User) -> None:
    client = enter_password()
    set_up(client)
    call_command("remove_factors", "ada@example.org")
    assert not is_signed_in(client) and is_signed_in(enter_password())
    with pytest.raises(CommandError, match="No user"):
        call_command("remove_factors", "eve")


def test_a_new_key_of_the_site_opens_what_the_old_one_sealed(ada: User, settings: Any, capsys: Any) -> None:
    secret, codes = set_up(enter_password())
    old, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 60
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("rotate_keys")
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("rotate_keys")
    call_command("rotate_keys")
    assert capsys.readouterr().out == "Encrypted 1 secrets again.\nEncrypted 0 secrets again.\n"
    assert enter_password().post(CODE, {"code": codes[0]}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert enter_password().post(CODE, {"code": make_code(secret)}).status_code == 302


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"id":1}', '{"rawId":"AA","response":{}}', "1" * 30000]
)
def test_made_up_passkeys_are_refused(answer: str, ada: User) -> None:
    client = enter_password()
    assert client.post("/account/factors/passkey/options/").json()["publicKey"]["challenge"]
    made = client.post("/account/factors/passkey/", {"name": "x", "answer": answer})
    assert made.status_code == 200 and not ada.passkeys.exists()
    set_up(client)
    second = enter_password()
    assert second.post("/account/sign-in/passkey/challenge/").json()["publicKey"]["challenge"]
    assert second.post("/account/sign-in/passkey/", {"answer": answer}).status_code == 200
    assert not is_signed_in(second)
    assert Client().post("/account/sign-in/passkey/challenge/").status_code == 404


def test_who_becomes_a_superuser_in_the_admin_signs_in_again_with_a_factor(ada: User) -> None:
    RoleFactor.objects.create(group=Group.objects.get(name="Editor"))
    chief, client = make_user("chief", is_superuser=True), enter_password()
    set_up(enter_password("chief"))
    given = {"username": "ada", "email": ada.email, "first_name": "A", "last_name": "L", "is_active": "on"}
    address = reverse("wagtailusers_users:edit", args=(ada.pk,))
    assert sign_in_client(user=chief).post(address, {**given, "is_superuser": "on"}).status_code == 302
    assert User.objects.get(pk=ada.pk).is_superuser and not is_signed_in(client)
    again = enter_password(next="/admin/")
    assert not is_signed_in(again)
    set_up(again)
    assert is_signed_in(again)


def test_who_confirms_and_is_asked_for_a_factor_by_now_sets_one_up(ada: User) -> None:
    """A role that was given around the admin has not ended the session."""
    RoleFactor.objects.create(group=Group.objects.get(name="Editor"))
    client = enter_password()
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    confirm_client(client, seconds_ago=601)
    for path in (APP, "/account/factors/passkey/"):
        assert client.get(path).headers["Location"].startswith("/account/confirm/")
    answer = client.post("/account/confirm/", {"password": "password", "next": "/account/email/"})
    assert answer.headers["Location"] == APP
    page = client.post(APP, {"code": make_code(read_secret(client), 0)})
    assert page.status_code == 200 and b'href="/account/email/"' in page.content
    assert client.get("/account/email/").status_code == 200
