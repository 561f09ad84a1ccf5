"""Rate limits: what a client may take, what happens while Valkey is away, and whose word on addresses counts."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cms.actors.authenticators import get_actor
from cms.ratelimit import local_quota
from cms.ratelimit.token_bucket import Bucket, Limiter
from tests.factories.content import unique

REDIS = django_settings.CACHES["default"]["LOCATION"]
TEN = Bucket("ten", 10, 600)


@pytest.fixture(params=["shared", "local"])
def limiter(request: Any) -> Limiter:
    return Limiter(REDIS if request.param == "shared" else None, prefix=unique("test"))


def test_points_are_taken_until_they_are_gone(limiter: Limiter) -> None:
    first = limiter.take(TEN, "ada", 6)
    assert (first.allowed, first.remaining) == (True, 4)
    second = limiter.take(TEN, "ada", 5)
    assert (second.allowed, second.remaining) == (False, 4)
    assert 59 < second.reset <= 60 and second.seconds == 60
    assert limiter.take(TEN, "bob", 10).allowed
    assert limiter.take(TEN, "ada", 4).allowed


def test_what_was_not_used_is_given_back(limiter: Limiter) -> None:
    limiter.take(TEN, "ada", 10)
    limiter.refund(TEN, "ada", 7)
    limiter.refund(TEN, "ada", 0)
    assert limiter.take(TEN, "ada", 8).allowed is False
    assert limiter.take(TEN, "ada", 7).allowed


def test_buckets_are_counted_apart(limiter: Limiter) -> None:
    assert limiter.take(TEN, "ada", 10).allowed
    assert limiter.take(Bucket("other", 10, 600), "ada", 10).allowed


def test_points_come_back_evenly_and_who_waits_as_told_is_served(limiter: Limiter) -> None:
    bucket = Bucket("quick", 20, 2.0)
    assert limiter.take(bucket, "ada", 20).seconds == 2
    refused = limiter.take(bucket, "ada", 8)
    assert (refused.allowed, refused.seconds) == (False, 1)
    time.sleep(0.35)
    assert 3 <= limiter.take(bucket, "ada", 20).remaining < 20
    time.sleep(refused.reset - 0.35)
    assert limiter.take(bucket, "ada", 8).allowed


@pytest.mark.parametrize("amount", [1, 3, 7, 1000])
def test_a_bucket_has_all_its_points_and_not_one_more(limiter: Limiter, amount: int) -> None:
    """Whatever a point's time is rounded to."""
    bucket = Bucket("odd", amount, 36_000)
    taken = [limiter.take(bucket, "ada") for _ in range(min(amount, 39))]
    left = amount - len(taken)
    assert all(each.allowed for each in taken) and taken[-1].remaining == left
    assert limiter.take(bucket, "ada", left + 1).allowed is False
    assert left == 0 or limiter.take(bucket, "ada", left).allowed


def test_more_is_given_back_than_was_taken(limiter: Limiter) -> None:
    limiter.take(TEN, "ada", 2)
    limiter.refund(TEN, "ada", 9)
    assert limiter.take(TEN, "ada", 11).allowed is False
    assert limiter.take(TEN, "ada", 10).allowed


def test_a_bucket_is_at_most_empty_after_its_limits_were_changed(limiter: Limiter) -> None:
    """An operator who raises a limit does not leave clients waiting for the old one."""
    limiter.take(Bucket("raised", 10, 600), "ada", 10)
    refused = limiter.take(Bucket("raised", 10, 0.5), "ada", 4)
    assert (refused.allowed, refused.seconds) == (False, 1)
    time.sleep(refused.reset)
    assert limiter.take(Bucket("raised", 10, 0.5), "ada", 4).allowed


def test_two_processes_share_a_bucket() -> None:
    prefix = unique("test")
    assert Limiter(REDIS, prefix=prefix).take(TEN, "ada", 6).allowed
    assert Limiter(REDIS, prefix=prefix).take(TEN, "ada", 6).allowed is False


BIG = Bucket("big", 1000, 36_000)


def test_two_processes_never_give_more_than_the_bucket_has_and_lose_little_of_it() -> None:
    prefix = unique("test")
    processes = [Limiter(REDIS, prefix=prefix) for _ in range(2)]
    given = sum(7 for n in range(400) if processes[n % 2].take(BIG, "ada", 7).allowed)
    assert 1000 - 2 * 25 - 7 < given <= 1000


@pytest.mark.parametrize("used", [0, 3, 7])
def test_what_a_process_holds_is_used_up_or_given_back(used: int) -> None:
    prefix = unique("test")
    limiter, other = Limiter(REDIS, prefix=prefix), Limiter(REDIS, prefix=prefix)
    for _ in range(50):
        assert limiter.take(BIG, "ada", 7).allowed
        limiter.refund(BIG, "ada", 7 - used)
    spent = 50 * used
    assert other.take(BIG, "ada", 1000 - spent + 1).allowed is False
    assert other.take(BIG, "ada", 1000 - spent - 2 * 25 - 7).allowed


def test_most_requests_of_a_client_ask_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limiter(REDIS, prefix=unique("test"))
    trips: list[Any] = []
    storage = limiter._server()
    ask = storage.consume

    def consume(*given: Any) -> Any:
        trips.append(given)
        return ask(*given)

    monkeypatch.setattr(storage, "consume", consume)
    for _ in range(100):
        limiter.take(BIG, "ada", 2)
        limiter.refund(BIG, "ada", 1)
    assert len(trips) <= 10
    left = limiter.take(BIG, "ada", 2)
    assert left.remaining == 1000 - 100 - 2


def test_points_that_were_held_for_long_are_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = unique("test")
    limiter, other = Limiter(REDIS, prefix=prefix), Limiter(REDIS, prefix=prefix)
    limiter.take(BIG, "ada", 1)
    other.take(BIG, "ada", 900)
    assert limiter.take(BIG, "ada", 1).remaining > 900
    monkeypatch.setattr(local_quota, "FRESH", 0.0)
    assert limiter.take(BIG, "ada", 1).remaining < 100


def test_without_valkey_every_process_counts_for_itself_with_a_share() -> None:
    limiter = Limiter("redis://127.0.0.1:1/0")
    assert [limiter.take(TEN, "ada").allowed for _ in range(4)] == [True, True, False, False]


CASES = [
    ("192.0.2.7", "", [], "net:192.0.2.7"),
    ("192.0.2.7", "198.51.100.1", None, "net:192.0.2.7"),
    ("192.0.2.7", "198.51.100.1", [], "net:192.0.2.7"),
    ("10.0.0.1", "198.51.100.1", ["10.0.0.0/8"], "net:198.51.100.1"),
    ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", ["10.0.0.0/8"], "net:198.51.100.1"),
    ("10.0.0.1", "203.0.113.9, nonsense", ["10.0.0.0/8"], "net:10.0.0.1"),
    ("10.0.0.1", "", ["10.0.0.0/8"], "net:10.0.0.1"),
    ("2001:db8:1:2:3:4:5:6", "", [], "net:2001:db8:1:2::"),
    ("::ffff:192.0.2.7", "", [], "net:192.0.2.7"),
    ("", "", [], "net:unknown"),
]


@pytest.mark.parametrize(("remote", "forwarded", "proxies", "client"), CASES)
def test_only_configured_proxies_are_believed(
    settings: Any, remote: str, forwarded: str, proxies: list[str] | None, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    request.user = AnonymousUser()
    assert get_actor(request).rate_key == client
