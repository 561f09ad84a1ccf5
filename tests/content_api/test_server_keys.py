"""Keys for the servers of frontends: a budget of their own, the visitor's address, and no way past the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.identity import key_checks, key_uses
from cms.identity.api_keys import create_server_key as create_key, revoke_key
from cms.identity.models import ApiKey
from cms.ratelimit.limits import Rate
from content_api.model.ids import global_id
from tests.content_api.client import statements
from tests.factories.content import make_site, make_solution

pytestmark = pytest.mark.django_db
LIST = "{ solutions { nodes { title } } }"
SEARCH = '{ search(query: "tool") { totalCount } }'


@pytest.fixture(autouse=True)
def site() -> None:
    key_checks.forget_keys()
    key_uses.forget_uses()
    make_site()
    make_solution("Public")
    make_solution("Hidden", live=False)


@pytest.fixture
def few_points(settings: Any) -> None:
    """Anonymous clients have 20 points, and servers 10,000."""
    few = replace(django_settings.API_LIMITS["anonymous"], cost=20, bucket=20, restore=1)
    settings.API_LIMITS = {**django_settings.API_LIMITS, "anonymous": few}


def send(secret: str = "", query: str = LIST, visitor: str | None = None, **headers: Any) -> Any:
    if secret:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    if visitor is not None:
        headers["HTTP_X_VISITOR_ADDRESS"] = visitor
    return Client().post("/graphql", {"query": query}, content_type="application/json", **headers)


def test_a_server_has_a_budget_of_its_own(few_points: None) -> None:
    _, secret = create_key("website")
    assert [send().status_code for _ in range(4)][-1] == 429
    answers = [send(secret) for _ in range(20)]
    assert {each.status_code for each in answers} == {200}
    assert answers[0].headers["RateLimit-Policy"] == '"points";q=100000;w=20'


def test_a_key_can_have_its_own_points() -> None:
    _, first = create_key("small", points=(100, 10))
    _, second = create_key("large", points=(50_000, 1_000))
    policies = [send(secret).headers["RateLimit-Policy"] for secret in (first, second)]
    assert policies == ['"points";q=100;w=10', '"points";q=50000;w=50']
    assert 429 in [send(first).status_code for _ in range(30)]  # one in two seconds may pass
    assert send(second).status_code == 200


def test_it_reads_what_is_public_and_nothing_else() -> None:
    _, secret = create_key("website")
    query = "{ solutions { nodes { title } } viewer { email } bookmarks { title } }"
    answer = send(secret, query).json()
    assert answer["data"]["solutions"] == {"nodes": [{"title": "Public"}]}
    assert answer["data"]["viewer"] is None and not answer["data"]["bookmarks"]


def test_it_may_not_change_anything() -> None:
    _, secret = create_key("website")
    solution = make_solution("Another")
    query = f'mutation {{ bookmark(input: {{solution: "{global_id(solution)}"}}) {{ errors {{ code }} }} }}'
    answer = send(secret, query, HTTP_ORIGIN="http://testserver").json()
    assert answer["data"] == {"bookmark": {"errors": [{"code": "UNAUTHENTICATED"}]}}


def expire(key: ApiKey) -> None:
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def delete(key: ApiKey) -> None:
    key.delete()


WRONG: dict[str, Any] = {
    "another secret": lambda secret: secret[:-1] + ("a" if secret[-1] != "a" else "b"),
    "another prefix": lambda secret: "axs_00000000" + secret[12:],
    "the prefix alone": lambda secret: secret[:12],
    "nothing but the mark": lambda secret: "axs_",
    "signs in its prefix": lambda secret: "axs_%_%_%_%_" + secret,
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_wrong_key_is_refused_and_never_taken_for_an_anonymous_client(change: Any) -> None:
    _, secret = create_key("website")
    answer = send(change(secret))
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED" and secret[4:12] not in error["message"]


@pytest.mark.parametrize("end", [expire, revoke_key, delete])
def test_a_key_that_has_ended_is_refused_like_a_wrong_one(end: Any) -> None:
    key, secret = create_key("website")
    assert send(secret).status_code == 200
    end(key)
    key_checks.forget_keys()  # as after five seconds
    assert send(secret).content == send(WRONG["another secret"](secret)).content


def test_a_key_that_expires_meanwhile_is_refused_at_once() -> None:
    _, secret = create_key("website", expires_at=timezone.now() + timedelta(minutes=1))
    assert send(secret).status_code == 200
    [(digest, known)] = key_checks._valid.keys.items()
    key_checks._valid.keys[digest] = replace(known, expires_at=timezone.now())
    assert send(secret).status_code == 401


def test_guesses_are_charged_to_their_network(few_points: None) -> None:
    assert [send("axs_00000000_wrong").status_code for _ in range(6)][-1] == 429


def limit_searches(settings: Any) -> None:
    settings.RATE_BUCKETS = {**django_settings.RATE_BUCKETS, "search": Rate(2, 3600, "Searches.")}


def test_single_actions_are_counted_for_each_visitor(settings: Any) -> None:
    limit_searches(settings)
    _, secret = create_key("website")
    first = [send(secret, SEARCH, visitor="203.0.113.1").status_code for _ in range(3)]
    others = [send(secret, SEARCH, visitor=each).status_code for each in ("203.0.113.2", "2001:db8::1")]
    same_network = [send(secret, SEARCH, visitor=f"2001:db8::{each}").status_code for each in (2, 3)]
    assert (first, others, same_network) == ([200, 200, 429], [200, 200], [200, 429])


def test_a_visitor_is_the_same_one_with_and_without_the_server(settings: Any) -> None:
    limit_searches(settings)
    _, secret = create_key("website")
    statuses = [send(secret, SEARCH, visitor="203.0.113.9").status_code for _ in range(2)]
    statuses.append(send(query=SEARCH, REMOTE_ADDR="203.0.113.9").status_code)
    assert statuses == [200, 200, 429]


def test_nobody_else_can_name_a_visitor(settings: Any) -> None:
    limit_searches(settings)
    statuses = [send(query=SEARCH, visitor=f"203.0.113.{each}").status_code for each in range(3)]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    "visitor", ["", "localhost", "203.0.113.1, 203.0.113.2", "203.0.113.1:80", "999.1.1.1"]
)
def test_an_address_that_is_none_is_refused(visitor: str) -> None:
    _, secret = create_key("website")
    answer = send(secret, visitor=visitor)
    assert answer.status_code == 400 and "X-Visitor-Address" in answer.json()["errors"][0]["message"]


def test_a_key_without_visitors_may_not_name_one() -> None:
    _, secret = create_key("robot", passes_visitors=False)
    assert [send(secret).status_code, send(secret, visitor="203.0.113.1").status_code] == [200, 400]


def test_the_secret_is_not_stored() -> None:
    key, secret = create_key("website")
    assert secret not in str(ApiKey.objects.values().get(pk=key.pk)) and secret.startswith(
        f"axs_{key.prefix}_"
    )


def test_a_kept_key_costs_no_statement() -> None:
    _, secret = create_key("website")
    client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}")
    statements(client, LIST)
    assert len(statements(client, LIST)) == len(statements(Client(), LIST))


class TestCommand:
    def run(self, *words: str) -> str:
        out = StringIO()
        call_command("api_key", *words, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_a_key_is_created_listed_and_revoked(self) -> None:
        secret = self.run("create", "website", "--server", "--days", "30").strip()
        assert send(secret).status_code == 200
        assert "valid until" in self.run("list") and secret not in self.run("list")
        assert self.run("revoke", "website").startswith("Revoked website (")
        assert "revoked" in self.run("list") and send(secret).status_code == 401

    @pytest.mark.parametrize(
        "words",
        [
            ("create", "", "--server"), ("create", "x" * 81, "--server"), ("create", "taken", "--server"),
            ("create", "a", "--server", "--days", "0"),
            ("create", "a", "--server", "--capacity", "5"),
            ("create", "a", "--server", "--capacity", "5", "--restore", "0"),
            ("revoke", "none"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_and_nothing_changes(self, words: tuple[str, ...]) -> None:
        create_key("taken")
        with pytest.raises(CommandError):
            self.run(*words)
        assert list(ApiKey.objects.values_list("name", "revoked_at")) == [("taken", None)]
