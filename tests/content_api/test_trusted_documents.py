"""Trusted documents: asked for by id, kept by caches, alone where nothing else is answered, and reported."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_redis import get_redis_connection

from content_api.documents import persisted_queries
from content_api.documents.trusted import lookup
from content_api.models import TrustedDocument
from tests.content_api.client import codes
from tests.factories.content import make_site, make_solution, make_user
from tests.support.admin import sign_in_client
from tests.support.trusted import ALIASED, DEAR, OTHER, TEXT, build_document_id, get, register_documents, run

pytestmark = pytest.mark.django_db

GRAPHQL = "application/graphql-response+json"


def build_extensions(text: str) -> dict[str, Any]:
    """The extensions with which Apollo's clients name a text."""
    return {"persistedQuery": {"version": 1, "sha256Hash": build_document_id(text)[7:]}}


def post(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/graphql", body, content_type="application/json")


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Any:
    lookup.forget_all()
    yield
    lookup.forget_all()


# Asking


@pytest.fixture
def solution(tmp_path: Path) -> Any:
    make_site()
    register_documents(tmp_path, TEXT)
    return make_solution("Tool")


@pytest.mark.parametrize(
    ("age", "said"),
    [(0, "public, max-age=0, must-revalidate"), (60, "public, max-age=60, stale-while-revalidate=300")],
)
def test_a_strangers_get_may_be_answered_by_a_shared_cache(
    age: int, said: str, client: Client, solution: Any, settings: Any
) -> None:
    settings.API_TRUSTED_MAX_AGE, settings.API_TRUSTED_STALE = age, 300
    answer = get(client, TEXT, variables='{"first": 1}')
    assert [each["title"] for each in answer.json()["data"]["solutions"]["nodes"]] == ["Tool"]
    assert answer["Cache-Control"] == said
    assert {"Accept", "Cookie"} <= set(answer["Vary"].replace(" ", "").split(",")) and not answer.cookies
    assert "RateLimit" not in answer
    again = client.get(
        "/graphql", {"documentId": build_document_id(TEXT), "variables": '{"first": 1}'},
        headers={"If-None-Match": answer["ETag"]},
    )  # fmt: skip
    assert (again.status_code, again["Cache-Control"]) == (304, answer["Cache-Control"])


def test_other_answers_are_kept_for_nobody_or_checked(client: Client, solution: Any) -> None:
    body = {"documentId": build_document_id(TEXT)}
    posted = client.post("/graphql", body, content_type="application/json")
    assert posted.json()["data"] and posted["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert get(client, TEXT, variables='{"first": -1}')["Cache-Control"] == "private, no-store"
    assert get(client, TEXT, extensions='{"cost": true}')["Cache-Control"] == "private, no-store"
    client.force_login(make_user())
    mine = get(client, TEXT)
    assert mine.json()["data"] and mine["Cache-Control"] == "private, no-store" and "ETag" not in mine


def test_a_document_that_was_seen_before_costs_no_sql_of_its_own(
    client: Client, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    text = "query Nothing { __typename }"
    register_documents(tmp_path, text)
    with django_assert_num_queries(2):  # its text, and that it was used
        assert get(client, text).json() == {"data": {"__typename": "Query"}}
    with django_assert_num_queries(0):
        assert get(client, text).json() == {"data": {"__typename": "Query"}}


def test_uses_are_counted_and_written_at_most_once_a_minute(
    client: Client, solution: Any, monkeypatch: Any
) -> None:
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    for _ in range(4):
        get(client, TEXT)
    first = TrustedDocument.objects.get()
    assert first.uses == 1 and timezone.now() - first.last_used_at < timedelta(seconds=10)
    clock += 61
    get(client, TEXT)
    assert TrustedDocument.objects.get().uses == 5


def test_a_document_that_was_removed_is_forgotten(client: Client, solution: Any, monkeypatch: Any) -> None:
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    assert get(client, TEXT).json()["data"]
    TrustedDocument.objects.all().delete()
    clock += 61
    assert codes(get(client, TEXT).json()) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_only_so_many_documents_are_remembered() -> None:
    memory = lookup.DocumentCache(2)
    for digest in "abc":
        memory.remember(digest, digest.upper())
        memory.use("a")
    assert [found[0] if (found := memory.use(digest)) else None for digest in "abc"] == ["A", None, "C"]


@pytest.mark.parametrize(("kind", "status"), [(GRAPHQL, 400), ("application/json", 200)])
def test_an_unknown_document_is_not_found(
    client: Client, kind: str, status: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/graphql", {"documentId": build_document_id(OTHER)}, headers={"Accept": kind})
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert codes(answer.json()) == ["PERSISTED_QUERY_NOT_FOUND"] and "data" not in answer.json()
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": build_document_id(TEXT), "query": TEXT},
        {"documentId": build_document_id(TEXT), "query": ""},
        {
            "documentId": build_document_id(TEXT),
            "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}},
        },
        {"documentId": build_document_id(TEXT).upper()},
        {"documentId": build_document_id(TEXT)[8:]},
        {"documentId": "md5:" + "0" * 32},
        {"documentId": ""},
        {"documentId": 5},
        {"documentId": None},
    ],
)
def test_what_names_no_document_or_two_is_refused(
    client: Client, solution: Any, body: dict[str, Any]
) -> None:
    answer = client.post("/graphql", body, content_type="application/json")
    assert (answer.status_code, codes(answer.json())) == (400, ["BAD_USER_INPUT"])
    assert TrustedDocument.objects.get().uses == 0


def test_a_trusted_mutation_is_no_get(client: Client, tmp_path: Path) -> None:
    text = "mutation Vote($input: VoteReviewInput!) { voteReview(input: $input) { errors { code } } }"
    register_documents(tmp_path, text)
    answer = get(client, text, variables="{}")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_trusted_document_passes_the_same_guards(client: Client, tmp_path: Path, settings: Any) -> None:
    make_site()
    make_solution("Hidden", live=False)
    text = "query All($n: Int!) { solutions(first: $n) { nodes { title reviews(first: 15) { nodes { title } } } } }"
    register_documents(tmp_path, text)
    assert get(client, text, variables='{"n": 1}').json()["data"]["solutions"]["nodes"] == []
    refused = get(client, text, variables='{"n": 100}')
    assert (refused.status_code, codes(refused.json())) == (400, ["COST_LIMIT_EXCEEDED"])
    settings.API_LIMITS = {
        name: replace(each, bucket=16, restore=1) for name, each in settings.API_LIMITS.items()
    }
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert [get(other, text, variables='{"n": 1}').status_code for _ in range(2)] == [200, 429]


# Nothing else but trusted documents


def test_where_only_trusted_documents_are_answered(client: Client, solution: Any, settings: Any) -> None:
    settings.API_ONLY_TRUSTED = True
    bodies: list[dict[str, Any]] = [
        {"query": OTHER}, {"query": TEXT + " "}, {"query": "{ __schema { types { name } } }"}, {"query": ""},
        {"extensions": build_extensions(OTHER)}, {"query": OTHER, "extensions": build_extensions(OTHER)},
    ]  # fmt: skip
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        for body in bodies:
            answer = post(client, body)
            assert (answer.status_code, codes(answer.json())) == (403, ["FORBIDDEN"])
        others: list[dict[str, Any]] = [
            {"query": OTHER, "extensions": build_extensions(TEXT)},
            {"query": OTHER, "documentId": build_document_id(TEXT)},
        ]
        for other in others:
            assert post(client, other).status_code == 400
        assert get(client, TEXT).json()["data"]["solutions"]["nodes"][0]["title"] == "Tool"
    staff = sign_in_client("Editor")
    assert post(staff, bodies[0]).json()["data"]["site"]
    assert post(staff, bodies[2]).json()["data"]["__schema"]
    assert codes(post(staff, bodies[4]).json()) == ["PERSISTED_QUERY_NOT_FOUND"]
    settings.API_INTROSPECTION = settings.GRAPHQL_PLAYGROUND = False  # as in production
    assert codes(post(staff, {"query": "{ __schema { description } }"}).json()) == [
        "GRAPHQL_VALIDATION_FAILED"
    ]
    assert staff.get(reverse("graphql_playground")).status_code == 404


@pytest.mark.parametrize("only_trusted", [True, False])
@pytest.mark.parametrize(
    "body",
    [
        {"documentId": build_document_id(TEXT)},
        {"documentId": build_document_id(TEXT)[7:]},
        {"extensions": build_extensions(TEXT)},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": build_document_id(TEXT)}}},
        {"query": TEXT, "extensions": build_extensions(TEXT)},
    ],
)
def test_a_registered_document_is_trusted_however_it_is_named(
    client: Client, solution: Any, settings: Any, body: Any, only_trusted: bool, monkeypatch: Any
) -> None:
    settings.API_ONLY_TRUSTED, settings.API_TRUSTED_MAX_AGE = only_trusted, 60
    named = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    for answer in (post(client, body), client.get("/graphql", named)):
        assert [each["title"] for each in answer.json()["data"]["solutions"]["nodes"]] == ["Tool"]
    assert answer["Cache-Control"].startswith("public, max-age=60, ")
    assert not get_redis_connection("default").exists(
        persisted_queries.build_key(build_document_id(TEXT)[7:])
    )
    monkeypatch.setattr(time, "monotonic", partial(next, itertools.count(time.monotonic() + 61)))
    post(client, body)
    assert TrustedDocument.objects.get().uses == 3


def test_its_exact_text_is_enough_where_nothing_else_is_answered(
    client: Client, solution: Any, settings: Any
) -> None:
    settings.API_ONLY_TRUSTED = True
    assert post(client, {"query": TEXT, "variables": {"first": 1}}).json()["data"]["solutions"]["nodes"]
    assert TrustedDocument.objects.get().uses == 1


def test_a_hash_that_was_seen_before_asks_no_server(
    client: Client, tmp_path: Path, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    text = "query Nothing { __typename }"
    register_documents(tmp_path, text)
    with django_assert_num_queries(2):  # its text, and that it was used
        assert post(client, {"extensions": build_extensions(text)}).json() == {
            "data": {"__typename": "Query"}
        }
    monkeypatch.setattr(persisted_queries, "get_redis_connection", lambda name: pytest.fail(name))
    with django_assert_num_queries(0):
        for body in (
            {"extensions": build_extensions(text)},
            {"query": text, "extensions": build_extensions(text)},
        ):
            assert post(client, body).json() == {"data": {"__typename": "Query"}}


def test_a_text_that_was_kept_is_asked_for_as_registered_from_then_on(client: Client, tmp_path: Path) -> None:
    text = "query Nothing { __typename }"
    post(client, {"query": text, "extensions": build_extensions(text)})
    assert post(client, {"extensions": build_extensions(text)}).json()["data"]
    register_documents(tmp_path, text)
    assert post(client, {"extensions": build_extensions(text)}).json()["data"]
    assert TrustedDocument.objects.get().uses == 1


def test_to_try_hashes_and_texts_costs_points(client: Client, settings: Any) -> None:
    settings.API_ONLY_TRUSTED = True
    settings.API_LIMITS = {
        name: replace(each, bucket=11, restore=1) for name, each in settings.API_LIMITS.items()
    }
    bodies: list[dict[str, Any]] = [
        {"query": TEXT},
        {"extensions": build_extensions(OTHER)},
        {"query": OTHER},
    ]
    assert [post(client, body).status_code for body in bodies] == [403, 403, 429]


# Who asks for what


def test_documents_are_listed_by_what_they_ask_for(client: Client, solution: Any, tmp_path: Path) -> None:
    register_documents(
        tmp_path, OTHER, "query Filtered($f: SolutionFilter) { solutions(filter: $f) { totalCount } }"
    )
    get(client, TEXT)

    def names(wanted: str) -> list[str]:
        return [line.split()[0] for line in run("list", asks_for=wanted).splitlines()[1:]]

    assert names("") == ["Filtered", "Names", "Titles"]
    assert names("Solution.summary") == ["Titles"]
    assert names("Query.solutions") == ["Filtered", "Titles"]
    assert names("Query.solutions(first:)") == ["Titles"]
    assert names("SolutionFilter.vendor") == ["Filtered"]
    assert names("Vendor.name") == [] and names("SITE") == ["Names"]
    (line,) = [line for line in run("list").splitlines() if line.startswith("Titles")]
    assert line.split()[:5] == ["Titles", "theme", "1.0.0", "3", "1"]


def test_input_fields_in_literals_are_known(tmp_path: Path) -> None:
    register_documents(tmp_path, 'query Q { solutions(filter: { category: "x" }) { totalCount } }')
    assert TrustedDocument.objects.get().coordinates == [
        "Query.solutions", "Query.solutions(filter:)", "SolutionConnection.totalCount", "SolutionFilter.category",
    ]  # fmt: skip


def test_documents_that_the_schema_no_longer_answers_are_named(solution: Any) -> None:
    assert run("check") == "The schema answers every registered document.\n"
    TrustedDocument.objects.update(text=TEXT.replace("summary", "abstract"))
    with pytest.raises(
        CommandError, match=r"theme: Titles \(\w{8}\), release 1\.0\.0: Cannot query field 'abstract'"
    ):
        run("check")


def test_administrators_see_the_report(client: Client, solution: Any, tmp_path: Path) -> None:
    register_documents(tmp_path, OTHER, release="2.0.0")
    get(client, TEXT)
    admin, address = sign_in_client(), reverse("trusted_documents:index")

    def rows(**given: str) -> list[list[str]]:
        page = BeautifulSoup(admin.get(address, given).content, "html.parser")
        return [
            [cell.get_text(" ", strip=True) for cell in row("td")] for row in page.select("main tbody tr")
        ]

    assert [row[0].split()[0] for row in rows()] == ["Names", "Titles"]
    assert [row[:5] for row in rows(asks_for="Solution.summary")] == [
        ["Titles Inspect", "theme", "1.0.0", "3", "1"]
    ]
    assert [row[0].split()[0] for row in rows(ordering="-last_used_at")] == ["Titles", "Names"]
    assert [row[0].split()[0] for row in rows(release="2.0.0")] == ["Names"]
    assert [row[0].split()[0] for row in rows(q="2.0.0")] == ["Names"]
    page = admin.get(
        reverse("trusted_documents:inspect", args=[build_document_id(TEXT)[7:]])
    ).content.decode()
    assert "query Titles($first: Int = 3) {\n  solutions" in page and "Solution.summary" in page
    table = admin.get(address, {"export": "csv"}).getvalue().decode().splitlines()
    assert [line.split(",")[:3] for line in table[1:]] == [
        ["Names", "theme", "2.0.0"],
        ["Titles", "theme", "1.0.0"],
    ]
    assert address in admin.get("/admin/").content.decode()


def test_documents_too_dear_for_strangers_are_marked(tmp_path: Path, solution: Any) -> None:
    register_documents(tmp_path, DEAR, ALIASED)
    admin = sign_in_client()
    page = BeautifulSoup(admin.get(reverse("trusted_documents:index")).content, "html.parser")
    costs = {row("td")[0].get_text().split()[0]: row("td")[3] for row in page.select("main tbody tr")}
    told = {name: cell.get_text(" ", strip=True) for name, cell in costs.items()}
    assert told == {"Dear": "1,100 over the limit for anonymous clients", "Aliased": "1", "Titles": "3"}
    for text, reason in (
        (DEAR, "1100: anonymous clients are rejected. It costs 1100 points; their limit is 1000."),
        (ALIASED, "1: anonymous clients are rejected. The document has 31 aliases; 30 are allowed."),
    ):
        assert (
            reason
            in admin.get(
                reverse("trusted_documents:inspect", args=[build_document_id(text)[7:]])
            ).content.decode()
        )
    assert "1100 (over the limit for anonymous clients)" in run("list")


@pytest.mark.parametrize(
    ("role", "status"), [("Administrator", 200), ("Editor", 302), ("Moderator", 302), ("Vendor", 302)]
)
def test_the_report_is_for_administrators(solution: Any, role: str, status: int) -> None:
    client = sign_in_client(role)
    assert client.get(reverse("trusted_documents:index")).status_code == status
    inspected = client.get(reverse("trusted_documents:inspect", args=[build_document_id(TEXT)[7:]]))
    assert inspected.status_code == status
    for name in ("add", "edit", "delete"):
        assert (
            client.get(
                f"{reverse('trusted_documents:index')}{name}/{build_document_id(TEXT)[7:]}/"
            ).status_code
            == 404
        )


def test_documents_that_nobody_sends_any_more_are_pruned(
    client: Client, solution: Any, tmp_path: Path
) -> None:
    register_documents(tmp_path, OTHER, "query New { site { hostname } }")
    get(client, TEXT)
    old = timezone.now() - timedelta(days=91)
    TrustedDocument.objects.exclude(name="New").update(registered_at=old)
    names = TrustedDocument.objects.order_by("name").values_list("name", flat=True)
    assert run("prune", "--dry-run").splitlines()[-1] == "1 would be forgotten."
    assert list(names) == ["Names", "New", "Titles"]
    assert run("prune").splitlines()[-1] == "1 forgotten."
    assert list(names.all()) == ["New", "Titles"]
