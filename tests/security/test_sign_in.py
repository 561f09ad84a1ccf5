"""Signing in under attack: what ends with a change of the account, how long answers take, spellings, and odd tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import monotonic, perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from graphql import GraphQLInputObjectType, GraphQLList, get_named_type, get_nullable_type

from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.models import User
from cms.identity.privacy import erase_person
from cms.identity.provider import revocations
from cms.identity.roles import EDITOR
from content_api.schema.build import build_schema
from tests.content_api.client import codes, post
from tests.factories.content import make_site, make_solution, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db
TITLES = "{ solutions { nodes { title } } }"
PASSWORD, SIGN_IN = "rather long and odd", "/account/sign-in/"


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    key_checks.forget_keys()
    return make_site()


@pytest.fixture
def ada() -> User:
    user = make_user("ada", email="ada@example.org", groups=(EDITOR.name,))
    user.set_password(PASSWORD)
    user.save()
    return user


class Everything:
    """All by which somebody is known: a session, tokens of a client, and an API key."""

    def __init__(self, user: User) -> None:
        self.browser, self.website = Client(), Website()
        self.browser.post(SIGN_IN, {"username": user.username, "password": PASSWORD})
        tokens = self.website.sign_in(user, "openid read write")
        self.access, self.refresh = tokens["access_token"], tokens["refresh_token"]
        self.key = create_key("nightly", user, KeyLimits(reads_drafts=True))[1]

    def list_valid(self) -> set[str]:
        """Which of them still open anything."""
        statuses = {
            "session": self.browser.get("/account/").status_code,
            "access token": self.read(self.access).status_code,
            "API key": self.read(self.key).status_code,
            "refresh token": self.renew().status_code,
        }
        return {name for name, status in statuses.items() if status == 200}

    def read(self, token: str, query: str = TITLES) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return Client().post("/graphql", {"query": query}, content_type="application/json", headers=headers)

    def renew(self) -> Any:
        response = self.website.refresh(self.refresh)
        if response.status_code == 200:
            self.access, self.refresh = (response.json()[f"{name}_token"] for name in ("access", "refresh"))
        return response


def change_password(user: User) -> None:
    user.set_password("another one that is long")
    user.save()


def deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def deactivate_by_sql(user: User) -> None:
    """No signal tells of it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [user.pk])


@pytest.fixture
def let_time_pass(monkeypatch: Any) -> Callable[[], None]:
    """Nearly five seconds, after which every process has asked again for what it remembers."""

    def wait() -> None:
        now = monotonic()
        for module in (key_checks, revocations):
            monkeypatch.setattr(module, "monotonic", lambda: now + 4.5)

    return wait


@pytest.mark.parametrize(
    "change", [change_password, deactivate, deactivate_by_sql, erase_person, User.delete]
)
def test_nothing_outlives_a_new_password_or_a_closed_account(
    change: Callable[[User], Any], ada: User, let_time_pass: Callable[[], None]
) -> None:
    held = Everything(ada)
    assert held.list_valid() == {"session", "access token", "API key", "refresh token"}
    change(ada)
    let_time_pass()
    assert held.list_valid() == set()


def test_a_lost_role_is_lost_by_all_of_them(ada: User, let_time_pass: Callable[[], None]) -> None:
    """An access token says what a person may do, so it ends; the next one says what is so by then."""
    make_solution("Draft", live=False)
    held = Everything(ada)
    assert held.browser.get("/admin/").status_code == 200 and "Draft" in held.read(held.key).content.decode()
    ada.groups.clear()
    let_time_pass()
    assert held.browser.get("/admin/").status_code == 302
    assert "Draft" not in held.read(held.key).content.decode()
    assert held.read(held.access).status_code == 401
    held.renew()
    viewer = held.read(held.access, "{ viewer { groups permissions } }").json()["data"]["viewer"]
    assert viewer == {"groups": [], "permissions": []}


@pytest.mark.parametrize("path", ["/account/password/forgotten/", "/account/sign-up/"])
def test_answers_for_known_and_unknown_addresses_take_as_long(path: str, settings: Any) -> None:
    """Medians of forty in turn differ by less than 5 ms. The mail waits for a worker, as it does in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for number in range(40):
        make_user(f"user{number}", email=f"known{number}@example.org")
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(40):
        for kind in times if number % 2 else reversed(times):
            begin = perf_counter()
            answer = Client().post(
                path, {"email": f"{kind}{number}@example.org"}, REMOTE_ADDR=f"192.0.2.{number}"
            )
            times[kind].append(perf_counter() - begin)
            assert answer.status_code == 302
    assert abs(median(times["known"]) - median(times["unknown"])) < 0.005, times


@pytest.mark.parametrize(
    "path",
    ["/Account/Sign-In/", "/ACCOUNT/sign-in/", "/account//sign-in/", "/account/sign-in", "/account/./sign-in/",
     "//account/sign-in/", "/account/sign-in/;a", "/account/sign-in/%20", "/admin/Login/", "/admin//login/"],
)  # fmt: skip
def test_no_other_spelling_of_an_address_signs_anybody_in(path: str, ada: User) -> None:
    """What is counted is counted at each address that signs in."""
    client = Client()
    response = client.post(path, {"username": "ada", "password": PASSWORD})
    assert response.status_code in (301, 302, 404) and "_auth_user_id" not in client.session
    assert response.headers.get("Location") not in ("/account/", "/admin/")


def list_texts() -> Iterator[tuple[str, str]]:
    """The mutations and the fields of their inputs that take a text or an id."""
    mutation = build_schema().mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        for argument in field.args.values():
            kind = get_named_type(argument.type)
            assert isinstance(kind, GraphQLInputObjectType)
            for key, each in kind.fields.items():
                is_text = get_named_type(each.type).name in ("ID", "String")
                if is_text and not isinstance(get_nullable_type(each.type), GraphQLList):
                    yield name, key


def test_a_token_that_is_no_text_is_bad_input(ada: User) -> None:
    """Such as `{}`, which a database would take for “any”. No mutation runs, and nothing is written."""
    client, refused = Client(), []
    values: tuple[Any, ...] = ({}, [], True, {"$ne": ""})
    client.force_login(ada)
    found = list(list_texts())
    assert ("agreeToText", "text") in found and ("eraseMe", "account") in found
    for name, key in found:
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code }} }} }}"
        for value in values:
            refused.append(set(codes(post(client, query, input={key: value}))))
    assert refused == [{"BAD_USER_INPUT"}] * len(refused)
    assert User.objects.filter(pk=ada.pk, is_active=True).exists()


@pytest.mark.parametrize("token", ["{}", "[]", "true", "null", "0", '{"$ne": ""}'])
def test_a_credential_that_is_no_text_is_a_wrong_one(token: str, ada: User) -> None:
    held = Everything(ada)
    wrong, refused = held.read("aix_wrong"), held.read(token)
    assert (refused.status_code, refused.content) == (401, wrong.content)
    assert held.website.refresh(token).json()["error"] == "invalid_grant"
    for path in (f"/account/sign-up/{token}/", f"/account/password/set/{token}/{token}/"):
        link = Client().get(path)
        assert link.status_code in (404, 410) and b'type="password"' not in link.content
