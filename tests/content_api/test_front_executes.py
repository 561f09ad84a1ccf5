"""Queries that are not kept are executed before Django is entered, once, and answered as Django would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from cms.base.measures import RATE_LIMITED
from content_api.limits.charge import limiter
from content_api.models import TrustedDocument
from content_api.transport.exchange import Exchange
from content_types.solutions.models import Solution
from tests.factories.content import make_user
from tests.support.front import FrontClient, count_fronted, flatten
from tests.support.front_site import BODY, GET, ORIGIN, fill_front_site, front_site, send
from tests.support.trusted import build_document_id, register_documents

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
VOTE = "mutation Vote($input: VoteReviewInput!) { voteReview(input: $input) { errors { code } } }"


@pytest.fixture(scope="module", autouse=True)
def rows(commit_once: Any) -> None:
    commit_once(fill_front_site)


@pytest.fixture(autouse=True)
def site(settings: Any) -> Iterator[None]:
    with front_site(settings):
        settings.API_ANSWER_CACHE_BYTES = 0
        yield


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each time that an operation is answered, or refused to the front."""
    respond, seen = Exchange.respond, []

    def count(exchange: Exchange) -> Any:
        seen.append(True)
        return respond(exchange)

    monkeypatch.setattr(Exchange, "respond", count)
    return seen


def post(client: Client, body: Any, **headers: str) -> Any:
    body = body if isinstance(body, bytes) else json.dumps(body)
    return send(client, "POST", "/graphql", body, headers)


def test_queries_are_executed_by_the_front_once_their_profile_is_known(runs: list[bool]) -> None:
    client = FrontClient()
    with count_fronted() as fronted:
        first, second = post(client, BODY), post(client, {"query": "{ vendors { nodes { name } } }"})
        assert (fronted(), len(runs)) == (1, 2)
    assert flatten(second) == flatten(post(Client(), {"query": "{ vendors { nodes { name } } }"}))
    assert [name for name, _ in first.items()] == [name for name, _ in second.items()]


def test_other_profiles_are_learnt_from_django_each(runs: list[bool]) -> None:
    client = FrontClient()
    post(client, BODY)
    for headers in ({"origin": ORIGIN}, {"host": "other.example"}, {"accept": "application/json"}):
        with count_fronted() as fronted:
            found = [post(client, BODY, **headers) for _ in range(2)]
            assert fronted() == 1
        assert flatten(found[0]) == flatten(found[1]) == flatten(post(Client(), BODY, **headers))


def test_the_statements_are_those_of_django() -> None:
    client, found = FrontClient(), []
    post(client, BODY)
    for each in (Client(), client):
        post(each, BODY)
        with CaptureQueriesContext(connection) as captured:
            post(each, BODY)
        found.append([one["sql"] for one in captured.captured_queries])
    assert found[0] == found[1] and len(found[0]) == 1


def test_django_gives_out_what_the_front_has_made(runs: list[bool]) -> None:
    """The headers of a response with errors are others, and not known at first."""
    client, wrong = FrontClient(), {"query": "{ solutions(first: -1) { nodes { title } } }"}
    post(client, BODY)
    with count_fronted() as fronted:
        first, again = post(client, wrong), post(client, wrong)
        assert (fronted(), len(runs)) == (1, 3)
    assert flatten(first) == flatten(again) == flatten(post(Client(), wrong))
    assert first.json()["errors"]


def test_rejections_are_given_out_by_django_and_made_once(runs: list[bool]) -> None:
    client, accept = FrontClient(), {"accept": "application/graphql-response+json"}
    post(client, BODY, **accept)
    with count_fronted() as fronted:
        found = [post(client, {"query": "{ nothing }"}, **accept) for _ in range(2)]
        assert ([each.status_code for each in found], fronted(), len(runs)) == ([400, 400], 0, 3)


def test_a_client_without_points_is_rejected_once(settings: Any) -> None:
    limits = settings.API_LIMITS["anonymous"]
    settings.API_LIMITS = {**settings.API_LIMITS, "anonymous": replace(limits, bucket=40, restore=1)}
    limiter.cache_clear()
    client, before = FrontClient(), RATE_LIMITED.labels("points-anonymous")._value.get()
    statuses = [post(client, BODY).status_code for _ in range(30)]
    assert statuses[0] == 200 and statuses[-1] == 429
    assert RATE_LIMITED.labels("points-anonymous")._value.get() - before == statuses.count(429)


def test_faults_are_answered_by_django_and_met_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client, met = FrontClient(raise_request_exception=False), []
    post(client, BODY)

    def fail(exchange: Exchange) -> Any:
        met.append(True)
        raise RuntimeError("of a test")

    monkeypatch.setattr(Exchange, "respond", fail)
    found = post(client, BODY)
    assert (found.status_code, len(met)) == (500, 1)
    assert flatten(found) == flatten(post(Client(raise_request_exception=False), BODY))


def test_mutations_are_left_to_django_and_counted_once(tmp_path: Path) -> None:
    register_documents(tmp_path, VOTE)
    client = FrontClient()
    post(client, BODY)
    named = {"documentId": build_document_id(VOTE), "variables": {"input": {"review": "x", "helpful": True}}}
    with count_fronted() as fronted:
        found = post(client, named)
        assert fronted() == 0 and flatten(found) == flatten(post(Client(), named))
    document = TrustedDocument.objects.get()
    assert document.uses + sum(count_waiting_uses(document.pk)) == 2


def count_waiting_uses(digest: str) -> list[int]:
    """Uses that this process has counted and not written yet."""
    from content_api.documents.trusted import lookup

    kept = lookup._memory.documents.get(digest)
    return [kept.uses] if kept else []


def test_people_and_wrong_credentials_are_djangos() -> None:
    client = FrontClient()
    post(client, BODY)
    with count_fronted() as fronted:
        for _ in range(2):
            assert post(client, BODY, authorization="Bearer axs_wrong").status_code == 401
        client.force_login(make_user("member"))
        assert client.get(GET).status_code == 200
        assert fronted() == 0


def test_nothing_hidden_is_shown_to_the_next_caller() -> None:
    client = FrontClient()
    query = {"query": "{ solutions { nodes { title } } }"}
    before = [post(client, query).json()["data"]["solutions"]["nodes"] for _ in range(2)]
    Solution.objects.update(live=False)
    after = post(client, query).json()["data"]["solutions"]["nodes"]
    assert before[0] == before[1] != [] and after == []


def test_what_a_query_binds_to_lines_of_the_log_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client, respond = FrontClient(), Exchange.respond
    post(client, BODY)
    clear_contextvars()

    def bind(exchange: Exchange) -> Any:
        bind_contextvars(plugin="ratings")
        return respond(exchange)

    monkeypatch.setattr(Exchange, "respond", bind)
    with count_fronted() as fronted:
        assert post(client, BODY).status_code == 200
        assert fronted() == 1
    assert get_contextvars() == {}
