"""Profile, copy and erasure of an account through the API: who may, when, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.models import User
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from content_api.models import IdempotentRequest
from content_types.events.models import Registration
from content_types.reviews.models import Review
from plugins.bookmarks.models import Bookmark
from tests.cms.test_privacy import HOLDER, write_holder
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_event, make_review, make_site, make_solution, make_user
from tests.support.admin import confirm_client

pytestmark = pytest.mark.django_db
EXPORT = "mutation { exportMyData { data errors { code message field } } }"
ERASE = (
    "mutation($name: String!) { eraseMe(input: {account: $name}) { erased errors { code message field } } }"
)
PROFILE = """mutation($name: String!) { updateProfile(input: {displayName: $name}) {
  displayName errors { code field } } }"""
BOTH = {"export": (EXPORT, {}), "erase": (ERASE, {"name": "ada@example.org"})}


@pytest.fixture
def person(client: Client) -> User:
    """A member with a review, a registration and a bookmark, who typed the password just now."""
    make_site()
    user, solution = make_user("ada", email="ada@example.org"), make_solution("Whisper")
    make_review(solution, author=user, body="Hears me.")
    Registration.objects.create(event=make_event(), user=user, name="Ada", email="ADA@example.org")
    Bookmark.objects.create(user=user, solution=solution)
    client.force_login(user)
    confirm_client(client)
    return user


def send(client: Client, mutation: str, **variables: Any) -> dict[str, Any]:
    payload: dict[str, Any] = next(iter(ask(client, mutation, **variables).values()))
    return payload


def list_codes(payload: dict[str, Any]) -> list[str]:
    assert all(value is None for name, value in payload.items() if name != "errors")
    return [error["code"] for error in payload["errors"]]


def assert_nothing_changed(user: User) -> None:
    assert User.objects.filter(pk=user.pk).exists()
    assert Review.objects.filter(author=user).exists() and Bookmark.objects.filter(user=user).exists()
    assert Registration.objects.filter(user=user).exists()


def test_a_person_gets_a_copy_of_everything(client: Client, person: User) -> None:
    make_review(make_solution("Other"), author=make_user("other", email="other@example.org"), body="Canary.")
    answer = client.post("/graphql", {"query": EXPORT}, content_type="application/json")
    assert answer["Cache-Control"] == "private, no-store"
    found = answer.json()["data"]["exportMyData"]["data"]
    assert found["account"]["email"] == "ada@example.org"
    assert [review["body"] for review in found["reviews"]["written"]] == ["Hears me."]
    assert [each["name"] for each in found["registrations"]] == ["Ada"]
    assert len(found["plugins"]["bookmarks"]["bookmarks"]) == 1
    assert "Canary" not in answer.text and "other@example.org" not in answer.text


def test_a_person_erases_the_account_and_is_signed_out(client: Client, person: User) -> None:
    assert send(client, ERASE, name=" Ada@Example.org") == {"erased": True, "errors": []}
    assert not User.objects.filter(pk=person.pk).exists()
    assert Review.objects.get().author is None
    assert not Registration.objects.exists() and not Bookmark.objects.exists()
    assert ask(client, "{ viewer { email } }") == {"viewer": None}
    assert list_codes(send(client, EXPORT)) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("name", BOTH)
def test_it_asks_for_a_recent_proof(client: Client, person: User, name: str) -> None:
    mutation, given = BOTH[name]
    confirm_client(client, seconds_ago=601)
    assert list_codes(send(client, mutation, **given)) == ["CONFIRMATION_REQUIRED"]
    assert_nothing_changed(person)


@pytest.mark.parametrize("name", BOTH)
def test_a_proof_from_the_future_is_none(client: Client, person: User, name: str) -> None:
    mutation, given = BOTH[name]
    confirm_client(client, seconds_ago=-300)
    assert list_codes(send(client, mutation, **given)) == ["CONFIRMATION_REQUIRED"]


@pytest.mark.parametrize("name", [*BOTH, "profile"])
def test_anonymous_callers_and_keys_are_refused(client: Client, person: User, name: str) -> None:
    mutation, given = {**BOTH, "profile": (PROFILE, {"name": "Eve"})}[name]
    assert list_codes(send(Client(), mutation, **given)) == ["UNAUTHENTICATED"]
    _row, secret = create_key("nightly", person, KeyLimits())
    body = {"query": mutation, "variables": given}
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post("/graphql", body, content_type="application/json", headers=headers).json()
    assert list_codes(next(iter(answer["data"].values()))) == ["FORBIDDEN"]
    assert_nothing_changed(person)


@pytest.mark.parametrize("account", ["", "ada", "other@example.org", "ada@example.org.evil"])
def test_another_name_erases_nothing(client: Client, person: User, account: str) -> None:
    make_user("other", email="other@example.org")
    payload = send(client, ERASE, name=account)
    assert list_codes(payload) == ["BAD_USER_INPUT"] and payload["errors"][0]["field"] == "account"
    assert_nothing_changed(person)
    assert User.objects.filter(username="other").exists()


def test_a_person_without_an_address_erases_the_account_by_its_user_name(
    client: Client, person: User
) -> None:
    User.objects.update(email="")
    for wrong in ("", "ada@example.org", "other"):
        (error,) = send(client, ERASE, name=wrong)["errors"]
        assert (error["code"], error["field"]) == ("BAD_USER_INPUT", "account")
        assert "enter its user name" in error["message"]
    assert_nothing_changed(person)
    assert send(client, ERASE, name="Ada") == {"erased": True, "errors": []}
    assert not User.objects.filter(pk=person.pk).exists()


TOGETHER = {
    "two erasures": 'mutation { a: eraseMe(input: {account: "x"}) { erased } b: eraseMe(input: {account: "y"}) { erased } }',
    "with another": 'mutation { exportMyData { data } updateProfile(input: {displayName: "Eve"}) { displayName } }',
    "in a fragment": """mutation { ...More updateProfile(input: {displayName: "Eve"}) { displayName } }
      fragment More on Mutation { exportMyData { data } }""",
}


@pytest.mark.parametrize("name", TOGETHER)
def test_it_stands_alone_in_its_request(client: Client, person: User, name: str) -> None:
    answer = post(client, TOGETHER[name])
    assert codes(answer) == ["BAD_USER_INPUT"] and "alone" in answer["errors"][0]["message"]
    assert_nothing_changed(person)
    person.refresh_from_db()
    assert person.display_name == ""


def test_its_answer_is_not_kept_for_a_retry(client: Client, person: User) -> None:
    for _ in range(2):
        answer = client.post(
            "/graphql", {"query": EXPORT}, content_type="application/json", HTTP_IDEMPOTENCY_KEY="one"
        )
        assert answer.json()["data"]["exportMyData"]["errors"] == []
        assert not answer.has_header("Idempotency-Replayed")
    assert not IdempotentRequest.objects.exists()


def test_the_only_superuser_stays(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    assert list_codes(send(client, ERASE, name="ada@example.org")) == ["CONFLICT"]
    assert_nothing_changed(person)
    make_user("second", is_superuser=True)
    assert send(client, ERASE, name="ada@example.org")["erased"] is True


@pytest.mark.parametrize("name", BOTH)
def test_a_plugin_that_does_not_answer_stops_it(
    client: Client,
    person: User,
    name: str,
    plugin_workshop: Workshop,
    site_with_plugins: Callable[..., Platform],
) -> None:
    write_holder(plugin_workshop, HOLDER)
    site_with_plugins()
    mutation, given = BOTH[name]
    payload = send(client, mutation, **given)
    assert list_codes(payload) == ["CONFLICT"] and "disk full" not in str(payload)
    assert_nothing_changed(person)


def test_it_is_limited(client: Client, person: User) -> None:
    answers = [post(client, EXPORT) for _ in range(11)]
    assert [codes(answer) for answer in answers] == [[]] * 10 + [["RATE_LIMITED"]]


def test_a_person_changes_the_profile(client: Client, person: User) -> None:
    assert send(client, PROFILE, name=" Ada L. ")["displayName"] == "Ada L."
    person.refresh_from_db()
    assert person.display_name == "Ada L."


@pytest.mark.parametrize("name", ["x" * 81, "a\x00", "a\x07", "a\nb"])
def test_a_wrong_name_changes_nothing(client: Client, person: User, name: str) -> None:
    payload = send(client, PROFILE, name=name)
    assert payload["errors"] == [{"code": "BAD_USER_INPUT", "field": "displayName"}]
    person.refresh_from_db()
    assert person.display_name == ""


@pytest.mark.parametrize("field", ["email", "isStaff", "isSuperuser", "id", "groups"])
def test_nothing_else_of_an_account_can_be_assigned(client: Client, person: User, field: str) -> None:
    mutation = f'mutation {{ updateProfile(input: {{displayName: "Eve", {field}: "1"}}) {{ displayName }} }}'
    assert codes(post(client, mutation)) == ["GRAPHQL_VALIDATION_FAILED"]
    person.refresh_from_db()
    assert person.display_name == ""
