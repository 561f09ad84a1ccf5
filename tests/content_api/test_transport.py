"""GraphQL over HTTP: what is answered, with which status and headers, and what is refused."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client, override_settings

from content_api.documents.validation import validate_document
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_site, make_solution, make_user

pytestmark = pytest.mark.django_db

QUERY = "{ viewer { displayName } }"
GRAPHQL = "application/graphql-response+json"


@pytest.fixture
def site() -> Any:
    return make_site()


def send(client: Client, body: Any, content_type: str = "application/json", **headers: str) -> Any:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/graphql", data, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ({"query": QUERY}, "application/json", 200),
        ({"query": QUERY}, "application/json; charset=utf-8", 200),
        ({"query": QUERY}, "application/json; charset=latin-1", 415),
        ("query=x", "application/x-www-form-urlencoded", 415),
        (QUERY, "application/graphql", 415),
        (json.dumps({"query": QUERY}), "text/plain", 415),
        ([{"query": QUERY}], "application/json", 400),
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 413),
        ("[" * 5_000, "application/json", 400),
        (b'{"query": "\xff"}', "application/json", 400),
        (b'{"query": "{ a }", "variables": {"a": "\\ud800"}}', "application/json", 400),
        (b'{"query": "{ a }", "variables": {"a": NaN}}', "application/json", 400),
        ({}, "application/json", 400),
        ({"query": 1}, "application/json", 400),
        ({"query": QUERY, "variables": []}, "application/json", 400),
        ({"query": QUERY, "operationName": {}}, "application/json", 400),
        ({"query": QUERY, "extensions": "x"}, "application/json", 400),
        ({"query": QUERY, "padding": "x" * 100_000}, "application/json", 413),
    ],
)
def test_bodies(client: Client, body: Any, content_type: str, status: int) -> None:
    answer = send(client, body, content_type)
    assert answer.status_code == status, answer.content
    assert status == 200 or codes(answer.json()) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("query", "kind", "status", "code"),
    [
        ("{", GRAPHQL, 400, "GRAPHQL_PARSE_FAILED"),
        ("{", "application/json", 200, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", GRAPHQL, 400, "GRAPHQL_VALIDATION_FAILED"),
        ("{ nothing }", "application/json", 200, "GRAPHQL_VALIDATION_FAILED"),
        ("{ solutions(filter: {owner: 1}) { totalCount } }", GRAPHQL, 400, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { x }", GRAPHQL, 400, "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } subscription B { x }", GRAPHQL, 400, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { solutions(first: $n) { totalCount } }", GRAPHQL, 400, "BAD_USER_INPUT"),
        ("query A { viewer { email } } query B { viewer { email } }", GRAPHQL, 400, "BAD_USER_INPUT"),
        (
            "fragment F on Query { viewer { email } } { viewer { email } }",
            GRAPHQL,
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ " * 600 + "} " * 600, GRAPHQL, 400, "GRAPHQL_PARSE_FAILED"),
        ("{ viewer { email } " * 1 + "viewer " * 3000 + "}", GRAPHQL, 400, "COST_LIMIT_EXCEEDED"),
        ('{ node(id: "\\ud800") { id } }', GRAPHQL, 400, "GRAPHQL_PARSE_FAILED"),
    ],
)
def test_documents_that_cannot_run(client: Client, query: str, kind: str, status: int, code: str) -> None:
    answer = send(client, {"query": query}, Accept=kind)
    assert (answer.status_code, set(codes(answer.json()))) == (status, {code})
    assert answer["Content-Type"].startswith(kind) and "data" not in answer.json()
    assert "Did you mean" not in answer.content.decode()


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json; charset=utf-8"),
        (GRAPHQL, f"{GRAPHQL}; charset=utf-8"),
        (f"application/json;q=0.5, {GRAPHQL}", f"{GRAPHQL}; charset=utf-8"),
        (f"application/json, {GRAPHQL};q=0.1", "application/json; charset=utf-8"),
        (f"application/json;q=0, {GRAPHQL}", f"{GRAPHQL}; charset=utf-8"),
        *((f"{GRAPHQL};q={value}", f"{GRAPHQL}; charset=utf-8") for value in ("x", "nan", "inf", "-1", "")),
    ],
)
def test_the_media_type_is_negotiated(client: Client, accept: str, content_type: str) -> None:
    assert send(client, {"query": QUERY}, Accept=accept)["Content-Type"] == content_type


def test_an_unknown_media_type_is_refused(client: Client) -> None:
    assert send(client, {"query": QUERY}, Accept="text/html").status_code == 406


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_with_a_slash_is_told_the_right_one(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)("/graphql/")
    assert (answer.status_code, codes(answer.json())) == (404, ["NOT_FOUND"])
    assert answer.json()["errors"][0]["message"] == "The API is at /graphql, without a slash."


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    answer = getattr(client, method)("/graphql")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_get_answers_queries_and_can_be_revalidated(client: Client) -> None:
    given = {"query": "query($a: String!) { __type(name: $a) { name } }", "variables": '{"a": "Solution"}'}
    answer = client.get("/graphql", given)
    assert answer.json() == {"data": {"__type": {"name": "Solution"}}}
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate" and "Cookie" in answer["Vary"]
    again = client.get("/graphql", given, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_language_of_the_browser_changes_pages_and_no_answer(client: Client) -> None:
    german = {"Accept-Language": "de"}
    query = '{ reviews(first: 1) { totalCount } __type(name: "Review") { description } }'
    first, second = (client.get("/graphql", {"query": query}, headers=each) for each in ({}, german))
    assert first.content == second.content and first["ETag"] == second["ETag"]
    assert "Accept-Language" not in second["Vary"] and "Content-Language" not in second
    assert b'lang="de"' in client.get("/admin/login/", headers=german).content


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400),
        ({"query": QUERY, "variables": "{"}, 400),
        ({"query": QUERY, "variables": "[1]"}, 400),
        ({"query": QUERY, "x": "y" * 9000}, 414),
        ({"query": "mutation { a }"}, 405),
    ],
)
def test_get_refusals(client: Client, given: dict[str, str], status: int) -> None:
    answer = client.get("/graphql", given)
    assert answer.status_code == status and answer.json()["errors"]


def test_anonymous_answers_set_no_cookie(client: Client, site: Any) -> None:
    assert not send(client, {"query": "{ site { name } }"}).cookies


def test_answers_for_a_person_are_stored_nowhere(client: Client, site: Any) -> None:
    client.force_login(make_user("ada", display_name="Ada", groups=("Editor",)))
    answer = send(client, {"query": "{ viewer { displayName email groups } }"})
    expected = {"displayName": "Ada", "email": "ada@example.com", "groups": ["Editor"]}
    assert answer.json() == {"data": {"viewer": expected}}
    assert answer["Cache-Control"] == "private, no-store" and "ETag" not in answer


def test_unexpected_errors_are_masked(client: Client, site: Any, caplog: Any) -> None:
    make_solution("Tool")
    with patch("content_api.access.gate.Gate.visible", side_effect=RuntimeError("secret at /srv/app.py")):
        answer = post(client, "{ solutions { nodes { title } } }")
    (error,) = answer["errors"]
    assert error["message"] == f"Internal error {error['extensions']['errorId']}"
    assert "secret" not in json.dumps(answer) and error["extensions"]["errorId"] in caplog.text


def test_a_failing_batch_fails_each_row_at_its_own_path(client: Client, site: Any) -> None:
    for number in range(3):
        make_solution(f"Tool {number}")
    with patch("content_types.reviews.ratings.slot", side_effect=RuntimeError("boom")):
        answer = post(client, "{ solutions { nodes { title rating { average } } } }")
    assert [error["path"] for error in answer["errors"]] == [
        ["solutions", "nodes", place, "rating"] for place in range(3)
    ]
    assert [node["title"] for node in answer["data"]["solutions"]["nodes"]] == ["Tool 0", "Tool 1", "Tool 2"]


def test_a_host_without_a_site_is_said(client: Client) -> None:
    from wagtail.models import Site

    Site.objects.all().delete()
    assert codes(post(client, "{ site { name } }")) == ["NOT_FOUND"]
    assert ask(client, "{ solutions { totalCount } }") == {"solutions": {"totalCount": 0}}


@pytest.mark.parametrize("switch", [True, False])
def test_graphiql_is_served_only_when_switched_on(client: Client, switch: bool) -> None:
    with override_settings(GRAPHQL_PLAYGROUND=switch):
        assert client.get("/graphql/playground").status_code == (200 if switch else 404)


def test_the_schema_is_published_as_text(client: Client) -> None:
    answer = client.get("/graphql/schema.graphql")
    assert answer["Content-Type"].startswith("text/plain") and b"type Query" in answer.content


def test_where_introspection_is_off_the_schema_is_a_file(client: Client, settings: Any) -> None:
    settings.API_INTROSPECTION = False
    validate_document.cache_clear()
    for document in ("{ __schema { types { name } } }", '{ __type(name: "Solution") { name } }'):
        assert set(codes(post(client, document))) == {"GRAPHQL_VALIDATION_FAILED"}
    assert post(client, "{ __typename }") == {"data": {"__typename": "Query"}}
    assert client.get("/graphql/schema.graphql").status_code == 200
    settings.API_PUBLISHES_SCHEMA = False
    assert client.get("/graphql/schema.graphql").status_code == 404
    validate_document.cache_clear()


@pytest.mark.parametrize("name", ["operationName", "documentId"])
def test_an_empty_name_is_ignored_in_a_body_as_in_an_address(client: Client, site: Any, name: str) -> None:
    given = {"query": "{ __typename }", name: ""}
    by_post = client.post("/graphql", given, content_type="application/json")
    by_get = client.get("/graphql", given)
    assert by_post.json() == by_get.json() == {"data": {"__typename": "Query"}}
    unknown = {"query": "{ __typename }", "operationName": " "}
    assert "errors" in client.post("/graphql", unknown, content_type="application/json").json()
