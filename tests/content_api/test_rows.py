"""Lists that are read as rows: what they cost, when they are left to graphql-core, and what operators see of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DataError, connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.test import Client
from django.utils import timezone
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse
from structlog.testing import capture_logs

from cms.analytics.models import TrendingEntry, TrendingSnapshot, TrendingWindow
from cms.base.measures import ROOT_FIELDS, ROWS_LEFT
from cms.ratelimit.limits import ANONYMOUS
from content_api.access.context import ReadContext
from content_api.documents.trusted.manifest import FOLDER, Sources
from content_api.documents.trusted.resolution import build_document
from content_api.engine.rows import roots
from content_api.engine.rows.leaving import Reason
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.plans import find_roots
from content_api.engine.rows.roots import PAUSE
from content_api.errors import BadUserInput
from content_api.model import collection_tuples
from content_api.model.sql_templates import store
from content_api.operation import build_operation
from content_api.schema.build import build_schema
from content_api.transport.exchange import execute_operation
from content_types.solutions.models import Solution
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_category, make_review, make_site, make_solution, make_vendor

pytestmark = pytest.mark.django_db
LIST = """query($n: Int = 20) { solutions(first: $n, orderBy: [TITLE_ASC]) { nodes {
    title slug summary path vendor { name slug } category { name slug } tags { name slug } } } }"""
REVIEWS = LIST.replace("tags {", "reviews(first: 5) { totalCount nodes { rating title } } tags {")
ONE = "query($slug: String!) { solution(slug: $slug) { title tags { name } vendor { name } } }"


@pytest.fixture(scope="module", autouse=True)
def _catalogue(make_once: Any) -> None:
    make_once(make_catalogue)


def make_catalogue() -> None:
    make_site()
    models, maker = make_category("Models"), make_vendor("Maker")
    for place in range(4):
        page = make_solution(f"Tool {place}", category=models, vendor=maker, tags=("rag", f"t{place}"))
        make_review(page)


@pytest.fixture(autouse=True)
def _rows_tier(settings: Any) -> Iterator[None]:
    settings.DEBUG, settings.API_ROWS_TIER = True, True
    store.clear_templates()
    yield
    store.clear_templates()


def tier(client: Client, query: str, **variables: Any) -> str:
    """What answered a query."""
    body = {"query": query, "variables": variables}
    return str(client.post("/graphql", body, content_type="application/json")["X-AiXplore-Tier"])


def count(name: str) -> float:
    return float(ROOT_FIELDS.labels(name)._value.get())


@pytest.mark.parametrize(("query", "expected"), [(LIST, 4), (REVIEWS, 6)])
def test_a_list_costs_one_statement_for_each_relation(client: Client, query: str, expected: int) -> None:
    """Vendors, categories, tags with their links, reviews, and their numbers."""
    ask(client, query)
    for rows in (1, 4):
        assert len(statements(client, query, n=rows)) == expected
    assert tier(client, query) == "T1"


def test_one_row_costs_as_many_whatever_its_key_is(client: Client) -> None:
    ask(client, ONE, slug="tool-0")
    assert len(statements(client, ONE, slug="tool-1")) == 3
    assert ask(client, ONE, slug="tool-1")["solution"]["title"] == "Tool 1"
    assert ask(client, ONE, slug="tool-9") == {"solution": None}
    assert tier(client, ONE, slug="tool-1") == "T1"


@pytest.mark.parametrize(
    "selected", ["edges { cursor }", "pageInfo { endCursor }", "totalCount", "__typename"]
)
@pytest.mark.parametrize(
    "query", ["{ vendors { nodes { solutions(first: 2) { %s } } } }", "{ solutions { %s } }"]
)
def test_pages_are_read_without_any_field_of_their_rows(
    client: Client, settings: Any, query: str, selected: str
) -> None:
    query %= selected
    found = ask(client, query)
    assert tier(client, query) == "T1"
    settings.API_ROWS_TIER = False
    assert ask(client, query) == found


LEFT_OUT = [
    "solutions { %s }",
    "solutions { nodes { %s } }",
    "solutions { edges { %s } }",
    "vendors { nodes { solutions { edges { %s } } } }",
    'search(query: "tool") { nodes { __typename } edges { %s } }',
    "trending(kind: SOLUTION) { nodes { __typename } edges { %s } }",
    "trending(kind: SOLUTION) { nodes { ... on Solution { %s } } }",
    'page(path: "/solutions/") { children { nodes { %s } } }',
]
"""Objects of lists, of which @skip leaves out every field."""


@pytest.mark.parametrize("query", LEFT_OUT)
def test_an_object_without_fields_is_an_object(client: Client, settings: Any, query: str) -> None:
    show_as_trending(Solution.objects.get(slug="tool-0"))
    field = "totalCount" if query == LEFT_OUT[0] else "cursor" if "edges" in query else "__typename"
    query = "{ %s }" % query % f"{field} @skip(if: true)"
    found = client.post("/graphql", {"query": query}, content_type="application/json")
    assert found["X-AiXplore-Tier"] == "T1" and b"{}" in found.content
    settings.API_ROWS_TIER = False
    assert client.post("/graphql", {"query": query}, content_type="application/json").content == found.content


def show_as_trending(page: Solution) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    snapshot = TrendingSnapshot.objects.create(hour=hour, inputs="")
    for window in TrendingWindow.values:
        TrendingEntry.objects.create(
            snapshot=snapshot, window=window, kind="SOLUTION", key=page.pk, place=1, score=1
        )


def test_the_operator_can_switch_it_off(client: Client, settings: Any) -> None:
    found = post(client, REVIEWS)
    settings.API_ROWS_TIER = False
    assert post(client, REVIEWS) == found
    assert tier(client, REVIEWS) == "T3"


def test_each_root_field_is_answered_in_its_own_way(client: Client) -> None:
    query = "{ a: solutions { nodes { title } } b: site { name } c: solutions { nodes { title translations { slug } } } }"
    before = {name: count(name) for name in ("T1", "T3", "T1+T3")}
    assert tier(client, query) == "a=T1, b=T3, c=T1+T3"
    assert {name: count(name) - number for name, number in before.items()} == {"T1": 1, "T3": 1, "T1+T3": 1}


def test_an_error_has_its_own_path(client: Client) -> None:
    answer = post(
        client,
        '{ a: solutions(after: "none") { nodes { title } } b: solutions(first: 1) { nodes { title } } }',
    )
    assert codes(answer) == ["BAD_USER_INPUT"] and answer["errors"][0]["path"] == ["a"]


def test_what_cannot_be_assembled_is_left_to_graphql_core_for_a_while(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, tried = post(client, LIST), []

    def fail(*given: Any) -> Any:
        tried.append(given)
        raise ValueError("canary")

    with monkeypatch.context() as patch:
        patch.setattr(roots, "read_tuples", fail)
        assert all(post(client, LIST) == expected for _ in range(3))
        assert len(tried) == 1 and tier(client, LIST) == "T3"
    for _ in range(PAUSE):
        post(client, LIST)
    assert tier(client, LIST) == "T1"


def count_left(reason: str) -> float:
    return float(ROWS_LEFT.labels(reason)._value.get())


def limit_statements(settings: Any, most: int) -> None:
    settings.API_LIMITS = settings.API_LIMITS | {"anonymous": replace(ANONYMOUS, statements=most)}


def test_what_was_read_in_vain_is_not_held_against_the_request(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """What graphql-core answers within some limit is answered within it, and no more."""
    query, read, most = LIST.replace("title slug", "slug"), collection_tuples.read_tuples, 0
    settings.API_ROWS_TIER = False
    expected = post(client, query)
    while most == 0 or "errors" in post(client, query):
        limit_statements(settings, most := most + 1)

    def fail(*given: Any) -> Any:
        read(*given)
        raise ValueError("canary")

    settings.API_ROWS_TIER = True
    monkeypatch.setattr(roots, "read_tuples", fail)
    monkeypatch.setattr(roots, "PAUSE", 0)
    assert post(client, query) == expected
    limit_statements(settings, most - 1)
    assert set(codes(post(client, query))) == {"COST_LIMIT_EXCEEDED"}


def test_operators_see_why_root_fields_are_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is logged by its place, without the text of what was raised."""
    query, before = LIST.replace("title slug", "title path"), {each: count_left(each) for each in Reason}
    post(client, "{ solutions { nodes { title } } site { name } }")
    post(client, '{ tags { nodes { name } } solutions(after: "none") { nodes { title } } }')

    def fail(*given: Any) -> Any:
        raise ValueError("canary")

    with capture_logs() as logged, monkeypatch.context() as patch:
        patch.setattr(roots, "read_tuples", fail)
        post(client, query)
        post(client, query)
    found = {each.value: count_left(each) - before[each] for each in Reason}
    assert {name: number for name, number in found.items() if number} == {
        "computed": 1, "arguments": 1, "fault": 1, "rests": 1,
    }  # fmt: skip
    [line] = [each for each in logged if each["event"] == "graphql_rows_left"]
    assert (line["log_level"], line["reason"], line["error"]) == ("warning", "fault", "ValueError")
    assert line["place"].startswith("test_rows.py:") and "canary" not in str(line)


def divide(*given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / (pg_backend_pid() - pg_backend_pid())")


def test_in_a_lost_transaction_the_first_error_is_the_one_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roots, "read_tuples", divide)
    operation = build_operation(parse("{ solutions { nodes { title slug path } } }"), None, {})
    saved = transaction.savepoint()
    try:
        errors = execute_operation(operation, ReadContext.for_site(), ANONYMOUS).errors or []
    finally:
        transaction.savepoint_rollback(saved)
    assert [(each.path, type(each.original_error)) for each in errors] == [(["solutions"], DataError)]


@pytest.mark.parametrize("rows", [True, False])
def test_a_size_out_of_range_is_refused_wherever_a_document_is_executed(settings: Any, rows: bool) -> None:
    """Also one that was not validated before."""
    settings.API_ROWS_TIER = rows
    operation = build_operation(
        parse('{ solution(slug: "tool-1") { title related(first: -1) { text } } }'), None, {}
    )
    result = execute_operation(operation, ReadContext.for_site(), ANONYMOUS)
    assert [(each.path, type(each.original_error)) for each in result.errors or ()] == [
        (["solution", "related"], BadUserInput)
    ]


FAILING = """
from cms.plugin_api import *

def fail(keys, gate):
    raise ValueError("canary")

@hookimpl
def graphql_fields():
    return [
        GraphQLField(on="solutions.Solution", name="size", type=int, load=lambda keys, gate: dict.fromkeys(keys, 7),
                     description="Size.", cost=1, permission=PUBLIC),
        GraphQLField(on="solutions.Solution", name="frail", type=int, load=fail, description="Frail.", cost=1,
                     permission=PUBLIC),
    ]
"""


def test_a_field_of_a_plugin_is_loaded_for_the_rows(
    client: Client, plugin_workshop: Any, site_with_plugins: Any
) -> None:
    plugin_workshop.write("frail", FAILING)
    site_with_plugins()
    query = "{ solutions { nodes { title size } } }"
    assert ask(client, query)["solutions"]["nodes"][0]["size"] == 7
    assert tier(client, query) == "T1" and len(statements(client, query)) == 1


def test_a_plugin_that_fails_is_asked_once_in_both_ways(
    client: Client, plugin_workshop: Any, site_with_plugins: Any
) -> None:
    plugin_workshop.write("frail", FAILING)
    platform = site_with_plugins()
    answer = post(client, "{ solutions { nodes { title size frail } } }")
    assert set(codes(answer)) == {"PLUGIN_ERROR"} and len(answer["errors"]) == 4
    assert [each["size"] for each in answer["data"]["solutions"]["nodes"]] == [7] * 4
    assert platform.caller.statistics["frail", "graphql_fields.frail"].failures == 1
    assert platform.caller.statistics["frail", "graphql_fields.size"].calls == 1


def test_wrong_arguments_do_not_leave_the_next_request_to_graphql_core(client: Client) -> None:
    query = "query($after: String) { solutions(after: $after) { nodes { title } } }"
    assert codes(post(client, query, after="none")) == ["BAD_USER_INPUT"]
    assert tier(client, query) == "T1"


def test_plans_are_shared_by_all_values_that_decide_nothing() -> None:
    text = (
        "query($n: Int, $all: Boolean!) { solutions(first: $n) { nodes { title slug @include(if: $all) } } }"
    )
    operation: Any = parse(text).definitions[0]
    first, second, third = (
        find_roots(build_schema(), operation, {}, variables)["solutions"]
        for variables in ({"n": 1, "all": True}, {"n": 2, "all": True}, {"n": 1, "all": False})
    )
    assert first is second and first is not third


def test_the_rule_of_a_tag_is_asked_once_for_a_solution_that_shows_it(client: Client) -> None:
    ask(client, LIST)
    assert all("SELECT U0" not in each for each in statements(client, LIST))
    assert any("SELECT U0" in each for each in statements(client, "{ tags { nodes { name } } }"))


def test_explain_says_what_is_read_as_rows_and_why_not(tmp_path: Path) -> None:
    file = tmp_path / "some.graphql"
    file.write_text(
        "{ solutions { nodes { title } } site { name } more: solutions { nodes { translations { slug } } }"
        " last: solutions { edges { cursor } } }"
    )
    out = StringIO()
    call_command("explain", str(file), tiers=True, folder=tmp_path, stdout=out)
    assert out.getvalue().splitlines()[2:] == [
        "solutions: T1",
        "site: T3, because of site: it is no list of a declared collection",
        "more: T1+T3",
        "  as in T3: more.nodes.translations: it leads to pages of several languages",
        "last: T1",
    ]


COMPUTED = {"eventCalendar", "redirect", "site", "sitemap", "suggest"}
"""Root fields that no rows of one list tell."""


def test_the_website_reads_everything_else_as_rows() -> None:
    found: dict[str, str] = {}
    sources = Sources.of(FOLDER)
    for operation in sources.operations:
        document = parse(build_document(operation, sources).text)
        fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        for each in document.definitions:
            if isinstance(each, OperationDefinitionNode) and each.operation.value == "query":
                roots = find_roots(build_schema(), each, fragments, {})
                found |= {name: plan.reason for name, plan in roots.items() if isinstance(plan, Opaque)}
    assert found.keys() == COMPUTED, found


def test_django_gives_a_column_under_two_names_once_behind_a_window() -> None:
    """Why a level asks for each column once. When this fails, Django gives both."""
    place = Window(RowNumber(), partition_by=F("vendor_id"), order_by="pk")
    row = Solution.objects.annotate(place=place).filter(place=1).values_list("pk", "page_ptr_id", "title")[0]
    assert len(row) == 2
