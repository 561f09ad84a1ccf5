"""Buckets of their own: reviews, votes, search, and signing in, which is limited by account and by network."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from graphql_relay import to_global_id
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.declarations import registry
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation
from cms.plugins.runtime.preparing import prepare
from cms.ratelimit import rates
from cms.ratelimit.buckets import RateRegistry, registry as buckets, reject_unusable_changes
from cms.ratelimit.limits import Rate
from cms.ratelimit.rates import RateExceeded, refund, take
from cms.ratelimit.token_bucket import Limiter
from content_types.reviews.models import Review, ReviewVote
from tests.content_api.client import codes
from tests.factories.content import make_review, make_site, make_solution, make_standard_page, make_user

pytestmark = pytest.mark.django_db
VOTE = "mutation($input: VoteReviewInput!) { voteReview(input: $input) { helpful } }"
REPORT = "mutation($input: ReportReviewInput!) { reportReview(input: $input) { reported } }"
LOGINS = ("/account/sign-in/", "/admin/login/", "/_util/login/")


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def two(settings: Any) -> None:
    """Two of everything; ten attempts to sign in from a network."""
    settings.RATE_BUCKETS = {
        name: Rate(2, 60, each.meaning) for name, each in buckets.list_declared().items()
    }
    settings.RATE_BUCKETS["sign_in_network"] = Rate(10, 60, "")


def send(client: Client, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    return client.post("/graphql", body, content_type="application/json")


def test_a_bucket_is_taken_from_until_it_is_empty(two: None) -> None:
    take("search", "net:192.0.2.1", 2)
    with pytest.raises(RateExceeded) as caught:
        take("search", "net:192.0.2.1")
    assert 0 < caught.value.retry_after <= 120
    take("search", "net:192.0.2.2")
    refund("search", "net:192.0.2.1")
    take("search", "net:192.0.2.1")


def test_without_valkey_a_process_gives_a_quarter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_BUCKETS = {"votes": Rate(8, 60, "")}
    away = Limiter("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rates, "limiter", lambda: away)
    take("votes", "user:1", 2)
    with pytest.raises(RateExceeded):
        take("votes", "user:1")


@pytest.mark.parametrize(
    "query",
    [
        '{ search(query: "x") { totalCount } }',
        '{ suggest(query: "x") { text } }',
        '{ a: search(query: "x") { totalCount } }',
    ],
)
def test_searches_are_counted(client: Client, two: None, query: str) -> None:
    assert [send(client, query).status_code for _ in range(2)] == [200, 200]
    refused = send(client, query)
    assert (refused.status_code, codes(refused.json())) == (429, ["RATE_LIMITED"])
    assert int(refused["Retry-After"]) > 0 and "data" not in refused.json()
    assert send(client, "{ solutions { totalCount } }").status_code == 200


def test_aliases_are_as_many_searches(client: Client, two: None) -> None:
    three = "{ " + " ".join(f'a{n}: search(query: "x") {{ totalCount }}' for n in range(3)) + " }"
    assert send(client, three).status_code == 429
    hidden = (
        '{ ...a } fragment a on Query { a: suggest(query: "x") { text } b: suggest(query: "x") { text } }'
    )
    assert send(client, hidden).status_code == 200
    assert send(client, '{ search(query: "x") @skip(if: true) { totalCount } __typename }').status_code == 200
    assert send(client, '{ search(query: "x") { totalCount } }').status_code == 429


def test_votes_and_reports_are_counted_apart(client: Client, two: None) -> None:
    solution = make_solution("Whisper")
    given = [to_global_id("Review", str(make_review(solution).pk)) for _ in range(3)]
    client.force_login(make_user("reader"))
    statuses = [send(client, VOTE, input={"review": each, "helpful": True}).status_code for each in given]
    assert statuses == [200, 200, 429] and ReviewVote.objects.count() == 2
    assert send(client, REPORT, input={"review": given[0], "reason": "FAKE"}).status_code == 200
    client.force_login(make_user("another"))
    assert send(client, VOTE, input={"review": given[0], "helpful": True}).status_code == 200
    assert Review.objects.count() == 3


def test_a_bucket_that_nobody_knows_is_found_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    known = registry.mutations["voteReview"]
    odd = GraphQLMutation(
        name="odd", input=known.input, type=known.type, perform=known.perform, description="x",
        permission=SIGNED_IN, cost=1, bucket="voets",
    )  # fmt: skip
    monkeypatch.setitem(registry.mutations, "odd", odd)
    (found,) = [each for each in run_checks() if each.id == "content_api.E002"]
    assert "'odd' takes from the bucket 'voets'" in found.msg and "votes" in found.hint


def sign_in(
    client: Client, username: str, password: str = "wrong", path: str = LOGINS[0], **extra: str
) -> Any:
    return client.post(path, {"username": username, "password": password}, **extra)


def test_an_account_is_not_guessed_at(client: Client, two: None) -> None:
    """By whatever address, in whatever case, with whatever X-Forwarded-For, and with the right password at last."""
    make_user("ada", is_superuser=True)
    tries = [("ada", LOGINS[0]), ("ADA ", LOGINS[1])]
    assert [sign_in(client, name, path=path).status_code for name, path in tries] == [200, 200]
    for path in LOGINS:
        refused = sign_in(
            Client(), "ada", "password", path, HTTP_X_FORWARDED_FOR="203.0.113.9", REMOTE_ADDR="192.0.2.77"
        )
        assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
        assert "Too many attempts: try again in" in refused.content.decode()
        assert "_auth_user_id" not in client.session


def test_30_attempts_from_one_network(client: Client, two: None) -> None:
    statuses = [
        sign_in(client, f"user{n}", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}", path=LOGINS[n % 2]).status_code
        for n in range(30)
    ]
    assert statuses == [200] * 10 + [429] * 20
    assert sign_in(client, "another", REMOTE_ADDR="192.0.2.77").status_code == 200


@pytest.mark.parametrize("path", LOGINS)
def test_without_valkey_nobody_guesses_more_freely(
    two: None, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A quarter of the attempts, at least one, for each process; the right password is no way around it."""
    make_user("ada", is_superuser=True)
    away = Limiter("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rates, "limiter", lambda: away)
    statuses = [sign_in(Client(), "ada", given, path).status_code for given in ("wrong", "wrong", "password")]
    assert statuses == [200, 429, 429]


@pytest.fixture
def password_addresses(site: Any) -> list[str]:
    """Addresses at which the password of a page and of a collection of files is asked for."""
    page = make_standard_page("Prices")
    of_page = PageViewRestriction.objects.create(page=page, restriction_type="password", password="right")
    files = Collection.get_first_root_node().add_child(name="Prices")
    of_files = CollectionViewRestriction.objects.create(
        collection=files, restriction_type="password", password="right"
    )
    return [
        reverse("wagtailcore_authenticate_with_password", args=[of_page.pk, page.pk]),
        reverse("wagtaildocs_authenticate_with_password", args=[of_files.pk]),
    ]


def guess(path: str, password: str, **extra: str) -> Any:
    return Client().post(path, {"password": password, "return_url": "/"}, **extra)


def test_shared_passwords_are_not_guessed_at(two: None, password_addresses: list[str]) -> None:
    assert [guess(path, "right").status_code for path in password_addresses * 2] == [302] * 4
    assert [guess(path, "wrong").status_code for path in password_addresses] == [200] * 2
    for path in password_addresses:
        refused = guess(path, "right")
        assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
        assert refused.content.decode().startswith("Too many attempts: try again in ")
        assert Client().get(path).status_code == 200
        assert guess(path, "right", REMOTE_ADDR="192.0.2.77").status_code == 302


def test_who_signs_in_has_tried_nothing_in_vain(two: None) -> None:
    make_user("ada", is_superuser=True)
    for _ in range(15):
        client = Client()
        assert sign_in(client, "ada", "password").status_code == 302
        assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("owner", "name"), [("talks.rates", "votes"), ("talks.rates", "search"), ("talks.rates", "sign_in_pair")]
)
def test_a_bucket_that_is_declared_twice_is_rejected_naming_both(owner: str, name: str) -> None:
    own = RateRegistry()
    own.declare_rates("first.rates", {name: Rate(5, 60, "First.")})
    own.declare_rates("first.rates", {name: Rate(5, 60, "First.")})
    with pytest.raises(
        ImproperlyConfigured, match=rf"'{name}' is declared twice: by first.rates and by {owner}"
    ):
        own.declare_rates(owner, {name: Rate(5, 60, "Second.")})
    assert own.list_declared() == {name: Rate(5, 60, "First.")}


def test_a_bucket_that_never_gives_anything_is_rejected_with_its_owner() -> None:
    own = RateRegistry()
    with pytest.raises(
        ImproperlyConfigured, match=r"talks.rates declares .*: talks: amount must be a whole number"
    ):
        own.declare_rates("talks.rates", {"talks": Rate(0, 60, "Talks.")})
    assert own.list_declared() == {}


def test_settings_change_what_is_declared_and_add_buckets(settings: Any) -> None:
    settings.RATE_BUCKETS = {
        "votes": {"amount": 7},
        "search": Rate(5, 1, "Mine."),
        "mine": Rate(1, 2, "New."),
    }
    rates = buckets.list_rates()
    assert (rates["votes"].amount, rates["votes"].seconds) == (7, 3600)
    assert (rates["search"], rates["mine"]) == (Rate(5, 1, "Mine."), Rate(1, 2, "New."))
    assert rates["reviews"] == buckets.list_declared()["reviews"]
    reject_unusable_changes()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"vote": {"amount": 5}}, "RATE_BUCKETS: 'vote' is none of sign_in_pair, "),
        ({"votes": {"amout": 5}}, "RATE_BUCKETS: votes has no 'amout', but amount, seconds, meaning."),
        ({"votes": {"amount": 0}}, "RATE_BUCKETS: votes: amount must be a whole number above 0."),
        ({"votes": 5}, "RATE_BUCKETS: votes is not a Rate of cms.ratelimit.limits or a mapping, but a int."),
        ({"mine": Rate(5, 0, "")}, "RATE_BUCKETS: mine: seconds must be a whole number above 0."),
    ],
)
def test_a_change_that_no_bucket_can_have_stops_the_start(
    change: dict[str, Any], fault: str, settings: Any
) -> None:
    settings.RATE_BUCKETS = change
    assert [each.msg.startswith(fault) for each in run_checks() if each.id == "cms.E011"] == [True]
    with pytest.raises(ImproperlyConfigured, match=re.escape(fault)):
        prepare()
