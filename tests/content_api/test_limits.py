"""What one request may ask, what it costs, and what a client may ask altogether."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings

from content_api.limits.budget import DeadlineExceeded, limit_execution
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_review, make_site, make_solution, make_user

pytestmark = pytest.mark.django_db
QUERY = "{ solutions { totalCount nodes { title vendor { name } } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def change_limits(settings: Any, **limits: Any) -> None:
    """Other limits than usual, for every audience."""
    changed = {name: replace(each, **limits) for name, each in django_settings.API_LIMITS.items()}
    settings.API_LIMITS = changed


def send(client: Client, query: str, **more: Any) -> Any:
    return client.post("/graphql", {"query": query, **more}, content_type="application/json")


def doubling(levels: int) -> str:
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} a{n}: __typename ...f{n + 1} }}" for n in range(levels)]
    return "{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ __typename }}"


HOSTILE = {
    "aliases": "{" + " ".join(f"a{n}: __typename" for n in range(31)) + "}",
    "many_aliases": "{" + " ".join(f"a{n}:viewer{{id}}" for n in range(700)) + "}",
    "depth_11": "{ solutions { nodes { vendor { solutions { nodes { vendor { solutions { nodes { vendor { solutions { totalCount } } } } } } } } } } }",
    "depth_400": "{ viewer " * 1 + "{ a " * 400 + "}" * 401,
    "repeated": "{" + "viewer { id } " * 100 + "}",
    "doubling": doubling(28),
    "cycle": "{ ...a } fragment a on Query { ...b } fragment b on Query { x: viewer { id } ...a }",
    "directives": "{ __typename " + "@include(if: true) " * 31 + "}",
    "variables": "query(" + " ".join(f"$a{n}: Int" for n in range(51)) + ") { __typename }",
    "list": "{ solutions(filter: { vendor: [" + '"a" ' * 101 + "] }) { totalCount } }",
    "roots": "{" + " ".join(f"a{n}: __typename" for n in range(16)) + "}",
    "introspection": "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
    "first": "{ solutions(first: 1000000000) { nodes { vendor { solutions(first: 1000000000) { nodes { vendor { solutions(first: 100) { nodes { title } } } } } } } } }",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_before_they_run(
    client: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(0):
        response = send(client, HOSTILE[name])
    assert response.status_code in (200, 400)
    answer = response.json()
    assert "data" not in answer
    assert codes(answer)[0] in (
        "COST_LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT",
    )  # fmt: skip
    assert len(response.content) < 3000


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ solutions(first: %d) { nodes { title vendor { name } } } }", None),
        ("query($n: Int) { solutions(first: $n) { nodes { title vendor { name } } } }", "n"),
        ("query($n: Int = %d) { solutions(first: $n) { nodes { title vendor { name } } } }", None),
    ],
)
@pytest.mark.parametrize(("size", "requested"), [(10, 20), (100, 200)])
def test_a_literal_costs_what_a_variable_and_a_default_cost(
    client: Client, query: str, variables: str | None, size: int, requested: int
) -> None:
    text = query % size if "%d" in query else query
    answer = send(client, text, variables={variables: size} if variables else {}, extensions={"cost": True})
    assert answer.json()["extensions"]["cost"]["requested"] == requested


def test_aliases_cost_as_often_as_they_stand(client: Client) -> None:
    one = cost(client, "{ solutions { nodes { title } } }")
    three = cost(client, "{ " + " ".join(f"a{n}: solutions {{ nodes {{ title }} }}" for n in range(3)) + " }")
    assert three["requested"] == 3 * one["requested"]


def cost(client: Client, query: str) -> dict[str, int]:
    answer: dict[str, int] = send(client, query, extensions={"cost": True}).json()["extensions"]["cost"]
    return answer


@override_settings(DEBUG=True)
def test_developers_are_told_what_each_field_adds(client: Client) -> None:
    query = "{ solutions(first: 5) { totalCount nodes { title vendor { name } } } }"
    told = send(client, query, extensions={"cost": True}).json()["extensions"]["cost"]
    points = {each["path"]: each["points"] for each in told["fields"]}
    assert points["solutions"] == told["requested"]
    assert points["solutions.nodes.vendor"] == 1 and "solutions.nodes.title" not in points


def test_what_was_not_used_is_given_back(client: Client, settings: Any) -> None:
    change_limits(settings, bucket=2000, restore=1)
    solution = make_solution("One")
    make_review(solution)
    query = "{ solutions(first: 50) { nodes { title reviews(first: 5) { nodes { title } } } } }"
    assert cost(client, query) == {
        "requested": 50 * (1 + 5),
        "actual": 5,
        "available": 1995,
        "restoreRate": 1,
    }
    assert cost(client, "{ __typename }")["available"] == 1990


def test_an_operation_that_costs_too_much_is_refused(client: Client) -> None:
    query = "{ solutions(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } }"
    response = send(client, query)
    assert response.status_code == 400
    assert (
        response.json()["errors"][0]["message"]
        == "The operation costs 10100 points; 1000 are allowed. Request fewer rows."
    )
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "COST_LIMIT_EXCEEDED", "cost": 10100, "maxCost": 1000}
    client.force_login(make_user())
    assert "10100 points; 5000 are allowed" in send(client, query).json()["errors"][0]["message"]


def test_who_waits_as_long_as_was_told_is_served(client: Client, settings: Any) -> None:
    change_limits(settings, bucket=500, restore=50)
    dear = "{ solutions(first: 100) { nodes { reviews(first: 4) { nodes { title } } } } }"
    assert cost(client, dear)["requested"] == 500
    assert {bool(codes(send(client, "{ nothing }").json())) for _ in range(20)} == {True}  # 5 points each
    refused = send(client, dear)
    wait = int(refused["Retry-After"])
    assert refused.status_code == 429 and 1 <= wait <= 3
    time.sleep(wait)
    assert send(client, dear).status_code == 200


def test_a_client_that_has_no_points_left_is_told_when_to_come_again(client: Client, settings: Any) -> None:
    change_limits(settings, bucket=100, restore=1, cost=100)
    first = send(client, QUERY)
    assert first.headers["RateLimit-Policy"] == '"points";q=100;w=100'
    assert first.headers["RateLimit"].startswith('"points";r=')
    answers = [send(client, '{ solution(slug: "x") { title } }') for _ in range(120)]
    refused = answers[-1]
    assert (refused.status_code, codes(refused.json())) == (429, ["RATE_LIMITED"])
    assert int(refused.headers["Retry-After"]) >= 1
    client.force_login(make_user())
    assert send(client, QUERY).status_code == 200


@override_settings(DEBUG=True)
def test_developers_are_told_what_makes_an_operation_too_dear(client: Client) -> None:
    query = "{ solutions(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } }"
    told = send(client, query).json()["errors"][0]["extensions"]["fields"]
    assert {"path": "solutions", "points": 10100} in told


@pytest.mark.parametrize(
    "query", ["{", "{ nothing }", "{ solutions(first: 101) { totalCount } }", "{ a { b } " * 9,
              "{ solutions(first: 100) { nodes { reviews(first: 100) { nodes { title } } } } }"],
)  # fmt: skip
def test_whoever_is_refused_is_told_how_many_points_are_left(
    client: Client, settings: Any, query: str
) -> None:
    change_limits(settings, bucket=2000, restore=1)
    answer = send(client, query)
    assert answer["RateLimit"].startswith('"points";r=1995;t=')
    assert answer["RateLimit-Policy"] == '"points";q=2000;w=2000'


def test_refused_documents_cost_points_too(client: Client, settings: Any) -> None:
    change_limits(settings, bucket=20, restore=2, cost=20)
    statuses = [send(client, "{ nothing }").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"statements": 2}, "COST_LIMIT_EXCEEDED"),
        ({"rows": 1}, "COST_LIMIT_EXCEEDED"),
        ({"deadline": 0.0}, "DEADLINE_EXCEEDED"),
    ],
)
def test_the_database_is_not_asked_beyond_the_budget(
    client: Client, settings: Any, limits: dict[str, Any], code: str
) -> None:
    for _ in range(3):
        make_solution()
    change_limits(settings, **limits)
    answer = post(client, "{ solutions { nodes { title category { name } tags { name } } } }")
    assert codes(answer)[0] == code
    assert "SELECT" not in json.dumps(answer)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_cancelled(settings: Any) -> None:
    from django.db import connection

    limits = replace(django_settings.API_LIMITS["anonymous"], statement_timeout=0.2)
    with pytest.raises(DeadlineExceeded), limit_execution(limits), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"ids": ["x"] * 101}, "A list in `variables` has more than 100 items."),
        (json.loads('{"a":' * 30 + "1" + "}" * 30), "`variables` are nested more than 20 levels deep."),
    ],
)
def test_variables_are_bounded(client: Client, variables: Any, message: str) -> None:
    response = send(client, "query($ids: [ID!]) { __typename }", variables=variables)
    assert (response.status_code, response.json()["errors"][0]["message"]) == (400, message)


def test_people_may_ask_more_than_strangers(client: Client) -> None:
    document = "{" + " ".join(f"a{n}: __typename" for n in range(20)) + "}"
    assert codes(post(client, document)) == ["COST_LIMIT_EXCEEDED"]
    client.force_login(make_user())
    assert len(ask(client, document)) == 20
