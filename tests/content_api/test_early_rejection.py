"""Only anonymous clients without points are rejected before their requests are read."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from cms.ratelimit import reject_cache as cache_module
from cms.ratelimit.rates import limiter
from cms.ratelimit.token_bucket import Bucket, Limiter
from content_api.statuses import GRAPHQL
from tests.content_api.client import codes
from tests.content_api.test_limits import change_limits, send
from tests.factories.content import make_site, make_user
from tests.support.metrics import clear_counts

pytestmark = pytest.mark.django_db
CHEAP = "{ site { name } }"
DEAR = "{ solutions(first: 30) { nodes { vendor { name } } } }"


@pytest.fixture(autouse=True)
def site(settings: Any) -> Any:
    clear_counts()
    change_limits(settings, bucket=15, restore=1)
    return make_site()


@pytest.fixture
def rejected_client(client: Client) -> Client:
    """An anonymous client that was rejected for lack of points."""
    assert [send(client, CHEAP).status_code for _ in range(4)] == [200, 200, 200, 429]
    return client


def test_who_was_refused_is_turned_away_without_a_look(
    rejected_client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(limiter(), "take", None)  # no counting
    with django_assert_num_queries(0):
        answer = rejected_client.post("/graphql", "{ no JSON", content_type="application/json")
    assert (answer.status_code, codes(answer.json())) == (429, ["RATE_LIMITED"])
    wait = int(answer["Retry-After"])
    assert 0 < wait <= 6 and answer.json()["errors"][0]["message"].endswith(f"try again in {wait} s.")
    assert (
        answer["RateLimit"] == f'"points";r=0;t={wait}' and answer["RateLimit-Policy"] == '"points";q=15;w=15'
    )
    assert answer["Cache-Control"] == "no-store" and "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert limiter().reject_cache.turned_away == {"points-anonymous": 1}


def test_a_foreign_page_may_read_that_it_is_turned_away(rejected_client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://shop.example"]
    answer = rejected_client.post("/graphql", headers={"Origin": "https://shop.example", "Accept": GRAPHQL})
    assert answer.status_code == 429 and answer["Content-Type"] == f"{GRAPHQL}; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "https://shop.example"
    assert rejected_client.get("/graphql", headers={"Accept": "image/png"}).status_code == 406


def test_only_that_stranger_and_only_at_the_api(rejected_client: Client) -> None:
    assert rejected_client.get("/livez").status_code == 200
    assert rejected_client.get("/graphql/schema.graphql").status_code == 200
    assert send(Client(REMOTE_ADDR="192.0.2.7"), CHEAP).status_code == 200
    colleague = Client()
    colleague.force_login(make_user("ada"))
    assert send(colleague, CHEAP).status_code == 200
    assert Client(headers={"Cookie": "theme=dark"}).get("/graphql").status_code == 429


@pytest.mark.parametrize(
    "header", [{"Cookie": "sessionid=madeupmadeupmadeupmadeupmadeupma"}, {"Authorization": "Bearer made-up"}]
)
def test_credentials_of_nobody_open_no_door(header: dict[str, str], rejected_client: Client) -> None:
    impostor = Client(headers=header)
    assert [send(impostor, CHEAP).status_code for _ in range(3)] == [429, 429, 429]
    assert limiter().reject_cache.turned_away == {"points-anonymous": 2}  # the first might have been somebody
    colleague = Client()
    colleague.force_login(make_user("ada"))
    assert send(colleague, CHEAP).status_code == 200


def test_after_a_second_requests_are_counted_again(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "CLOSED", 0.0)
    assert [send(client, CHEAP).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert limiter().reject_cache.turned_away == {} and limiter().refused == {"points-anonymous": 2}
    change_limits(settings, bucket=300)
    assert send(client, CHEAP).status_code == 200


def test_who_has_points_left_is_refused_only_what_is_too_dear(client: Client) -> None:
    assert send(client, DEAR).status_code == 429
    assert [send(client, CHEAP).status_code for _ in range(2)] == [200, 200]


def test_a_stranger_is_turned_away_no_longer_than_until_the_points_are_there() -> None:
    """So that points are spent as they come, one request after another, and not all of a second's at once."""
    limiter = Limiter(None)
    bucket = Bucket("points", 20, 0.4)
    limiter.take(bucket, "net:192.0.2.7", 20)
    refused = limiter.take(bucket, "net:192.0.2.7", 5)
    assert not refused.allowed and 0.05 < refused.reset <= 0.1
    limiter.reject_cache.add("net:192.0.2.7", "points", refused.reset)
    assert limiter.reject_cache.get_retry_after("net:192.0.2.7") == 1
    time.sleep(refused.reset)
    assert limiter.reject_cache.get_retry_after("net:192.0.2.7") == 0
    assert limiter.take(bucket, "net:192.0.2.7", 5).allowed


def test_refusals_are_measured(rejected_client: Client) -> None:
    send(rejected_client, CHEAP)
    admin = Client()
    admin.force_login(make_user("root", is_superuser=True))
    lines = admin.get("/metrics").content.decode().splitlines()
    (line,) = [each for each in lines if each.startswith("aixplore_rate_limited_total{")]
    assert 'bucket="points-anonymous"' in line and line.endswith(" 2.0")


def test_doors_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MOST", 2)
    reject_cache = cache_module.RejectCache()
    for number, client in enumerate("abc"):
        reject_cache.add(f"net:{client}", "points", 10, number)
    assert [reject_cache.has_credentials(number) for number in range(3)] == [False, False, True]
    assert [bool(reject_cache.get_retry_after(f"net:{client}")) for client in "abc"] == [False, False, True]
