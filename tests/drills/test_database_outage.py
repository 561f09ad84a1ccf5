"""The database goes away and comes back, under a site as it is deployed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.drills.conftest import Served
from tests.support.asking import Answer, ask, ask_at_rate, describe, post
from tests.support.relay import Relay

pytestmark = [pytest.mark.alone]

QUERY = "{ site { name } solutions(first: 3) { nodes { title } } }"
LONGEST = 1.5
"""Seconds in which a client is told that the database is away."""
AWAY: list[Callable[[Relay], None]] = [Relay.refuse, Relay.hang]
NAMES = ["refuses connections", "hangs"]


def titles(answer: Answer) -> int:
    assert answer.status == 200, answer.body
    assert "errors" not in answer.json, answer.body
    return len(answer.json["data"]["solutions"]["nodes"])


def warm(port: int) -> None:
    """Give every thread of both processes a connection."""
    with ThreadPoolExecutor(4) as pool:
        assert {titles(each) for each in pool.map(lambda _: post(port, QUERY), range(12))} == {3}


@pytest.fixture(autouse=True)
def back(served_site: Served) -> None:
    served_site.relay.forward()
    time.sleep(0.5)  # a server that hung is asked again after a moment
    warm(served_site.port)


@pytest.mark.parametrize("take_away", AWAY, ids=NAMES)
def test_clients_of_the_api_are_told_in_time_and_the_first_request_after_works(
    served_site: Served, take_away: Callable[[Relay], None]
) -> None:
    take_away(served_site.relay)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask_at_rate, served_site.port, QUERY, 30)
        lives = []
        for _ in range(20):
            time.sleep(0.15)
            lives.append(ask(served_site.port, "/livez"))
        answers = asking.result()
    describe("API", answers)
    describe("/livez", lives)
    assert {each.status for each in lives} == {200}
    assert {each.status for each in answers} == {503}
    assert {each.headers["content-type"].partition(";")[0] for each in answers} == {"application/json"}
    assert {each.headers["retry-after"] for each in answers} == {"2"}
    assert {each.json["errors"][0]["extensions"]["code"] for each in answers} == {"SERVICE_UNAVAILABLE"}
    assert max(each.seconds for each in answers) <= LONGEST
    served_site.relay.forward()
    time.sleep(0.5 if take_away is Relay.hang else 0)
    assert titles(post(served_site.port, QUERY)) == 3


@pytest.mark.parametrize("take_away", AWAY, ids=NAMES)
def test_every_other_part_of_the_site_says_so_without_details(
    served_site: Served, take_away: Callable[[Relay], None]
) -> None:
    take_away(served_site.relay)
    cookie: dict[str, Any] = {"Cookie": f"sessionid={served_site.session}", "Accept": "text/html"}
    paths = [
        "/admin/",
        "/admin/pages/",
        "/plugins/bookmarks/report.json",
        "/solutions/solution-1/",
        "/_util/login/",
    ]
    for path in paths:
        answer = ask(served_site.port, path, **cookie)
        assert (answer.status, answer.headers["retry-after"]) == (503, "2"), path
        assert b"Temporarily unavailable" in answer.body and b"Traceback" not in answer.body
        assert answer.headers["x-content-type-options"] == "nosniff"
    report = ask(served_site.port, "/readyz")
    assert (report.status, report.json["status"]) == (503, "not ready")
    mutation = post(
        served_site.port, 'mutation { withdrawReview(input: {id: "x"}) { errors { code } } }', **cookie
    )
    assert mutation.status == 503


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_restart_fails_no_request(served_site: Served, times: int) -> None:
    for _ in range(times):
        ended = served_site.terminate_connections()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: post(served_site.port, QUERY), range(8)))
        describe(f"after {ended} connections ended", answers)
        assert ended >= 2
        assert {titles(each) for each in answers} == {3}


def test_a_restart_fails_no_request_that_is_made(served_site: Served) -> None:
    """Of documents that no one has asked before, so that no kept answer is given out."""
    for turn in range(3):
        served_site.terminate_connections()
        queries = [QUERY.replace("{", f"query Q{turn}{number} {{", 1) for number in range(8)]
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda query: post(served_site.port, query), queries))
        assert {titles(each) for each in answers} == {3}


def test_connections_that_break_in_the_middle_of_requests_fail_none(served_site: Served) -> None:
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask_at_rate, served_site.port, QUERY, 30, 0.1)
        time.sleep(1)
        served_site.terminate_connections()  # once, for a query that loses its connection twice is refused
        answers = asking.result()
    describe("while connections end", answers)
    assert {titles(each) for each in answers} == {3}


def test_an_answer_is_whole_or_an_error(served_site: Served) -> None:
    """Taking the database away and giving it back, as fast as can be."""
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask_at_rate, served_site.port, QUERY, 30, 0.1)
        for _ in range(5):
            time.sleep(0.4)
            served_site.relay.refuse()
            time.sleep(0.1)
            served_site.relay.forward()
        answers = asking.result()
    describe("while it comes and goes", answers)
    assert {each.status for each in answers} <= {200, 503}
    assert {titles(each) for each in answers if each.status == 200} == {3}
    assert all("data" not in json.loads(each.body) for each in answers if each.status == 503)
