"""Automatic persisted queries: the hash alone, then hash and text, then the hash alone again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_redis import get_redis_connection

from content_api.documents import persisted_queries
from tests.content_api.client import codes
from tests.factories.content import make_site

pytestmark = pytest.mark.django_db

QUERY = "{ site { name } }"
GRAPHQL = "application/graphql-response+json"


def build_extensions(query: str, **changes: Any) -> dict[str, Any]:
    digest = hashlib.sha256(query.encode()).hexdigest()
    return {"persistedQuery": {"version": 1, "sha256Hash": digest, **changes}}


def send(client: Client, body: dict[str, Any], **headers: str) -> Any:
    return client.post("/graphql", body, content_type="application/json", headers=headers)


def ask(client: Client, text: str = QUERY, /, **body: Any) -> Any:
    """The answer to the hash of a text, and to what else is sent with it."""
    return send(client, {"extensions": build_extensions(text), **body}).json()


def list_hashes() -> set[str]:
    """The hashes that are kept, by the texts; the list of them must say the same."""
    server = get_redis_connection("default")
    listed = {name.decode() for name in server.zrange(persisted_queries.build_index_key(), 0, -1)}
    texts = {name.decode().rpartition(":")[2] for name in server.scan_iter(persisted_queries.build_key("*"))}
    assert texts == listed
    return texts


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.mark.parametrize(("kind", "status"), [(GRAPHQL, 400), ("application/json", 200)])
def test_an_unknown_hash_is_answered_as_clients_expect(client: Client, kind: str, status: int) -> None:
    answer = send(client, {"extensions": build_extensions(QUERY)}, Accept=kind)
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert answer.json() == {
        "errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]
    }


def test_a_text_that_was_sent_once_is_known_by_its_hash(client: Client) -> None:
    assert codes(ask(client)) == ["PERSISTED_QUERY_NOT_FOUND"]
    first = ask(client, query=QUERY)
    assert first["data"] and ask(client) == first == ask(Client())
    answer = client.get("/graphql", {"extensions": json.dumps(build_extensions(QUERY))})
    assert answer.json() == first and answer["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_text_is_kept_for_a_day_after_it_was_last_asked_for(client: Client) -> None:
    ask(client, query=QUERY)
    server, (digest,) = get_redis_connection("default"), list_hashes()
    server.expire(persisted_queries.build_key(digest), 10)
    ask(client)
    assert server.ttl(persisted_queries.build_key(digest)) > 86_000
    server.delete(persisted_queries.build_key(digest))
    server.zadd(persisted_queries.build_index_key(), {digest: 1})
    ask(client, "{ __typename }", query="{ __typename }")
    assert list_hashes() == {build_extensions("{ __typename }")["persistedQuery"]["sha256Hash"]}


@pytest.mark.parametrize(
    "extensions",
    [
        build_extensions("{ other }"),
        build_extensions(QUERY, version=2),
        build_extensions(QUERY, sha256Hash="A" * 64),
        build_extensions(QUERY, sha256Hash=5),
        {"persistedQuery": "x"},
        {"persistedQuery": {}},
    ],
)
def test_a_hash_that_is_not_that_of_the_text_is_refused(client: Client, extensions: Any) -> None:
    answer = send(client, {"query": QUERY, "extensions": extensions})
    assert (answer.status_code, codes(answer.json())) == (400, ["BAD_USER_INPUT"])
    assert list_hashes() == set()


@pytest.mark.parametrize(
    "query",
    ["{", "{ nothing }", "{ site { name } }" + "#" * 15_000, '{ node(id: "' + "a" * 15_000 + '") { id } }'],
)
def test_texts_that_cannot_run_are_not_kept(client: Client, query: str) -> None:
    assert codes(ask(client, query, query=query))
    assert list_hashes() == set()


def test_long_texts_of_people_are_answered_and_not_kept(client: Client) -> None:
    from tests.factories.content import make_user

    client.force_login(make_user())
    query = "{ site { name } } #" + "x" * 15_000
    assert ask(client, query, query=query)["data"] and list_hashes() == set()


def test_those_asked_for_longest_ago_go_first_and_nothing_else(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(persisted_queries, "MAX_KEPT", 2)
    cache.set("somebody's", "value")
    queries = ["{ a: __typename }", "{ b: __typename }", "{ c: __typename }"]
    for query in queries[:2]:
        ask(client, query, query=query)
    ask(client, queries[0])
    ask(client, queries[2], query=queries[2])
    known = ["data" in ask(client, query) for query in queries]
    assert known == [True, False, True] and len(list_hashes()) == 2
    assert cache.get("somebody's") == "value"


def test_while_the_server_is_away_the_text_is_needed(client: Client, monkeypatch: Any) -> None:
    def away(name: str) -> Any:
        raise ConnectionError(name)

    ask(client, query=QUERY)
    monkeypatch.setattr(persisted_queries, "get_redis_connection", away)
    assert codes(ask(client)) == ["PERSISTED_QUERY_NOT_FOUND"]
    assert ask(client, query=QUERY)["data"]


def test_a_mutation_by_its_hash_is_no_get(client: Client) -> None:
    query = "mutation V($i: VoteReviewInput!) { voteReview(input: $i) { errors { code } } }"
    ask(client, query, query=query, variables={"i": {}})
    answer = client.get("/graphql", {"extensions": json.dumps(build_extensions(query)), "variables": "{}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_it_costs_no_sql(client: Client, django_assert_num_queries: Any) -> None:
    ask(client, "{ __typename }", query="{ __typename }")
    with django_assert_num_queries(0):
        assert ask(client, "{ __typename }")["data"] == {"__typename": "Query"}


def test_where_only_trusted_documents_are_answered_nothing_is_kept(client: Client, settings: Any) -> None:
    from tests.support.admin import sign_in_client

    ask(client, query=QUERY)
    settings.API_ONLY_TRUSTED = True
    staff = sign_in_client()
    assert codes(ask(staff)) == ["PERSISTED_QUERY_NOT_FOUND"]
    assert ask(staff, "{ __typename }", query="{ __typename }")["data"] and len(list_hashes()) == 1
