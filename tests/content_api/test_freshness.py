"""No answer is given that a commit before the request made wrong, although the structure of the site is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from graphql_relay import to_global_id
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site

from cms.plugins.runtime.current import platform
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from content_api.access.structure import current_structure
from content_api.transport import exchange
from content_types.solutions.models import SolutionIndex
from tests.content_api.client import ask, statements
from tests.factories.content import index_page, make_image, make_site, make_solution, make_vendor
from tests.plugins.workshop import write_search

Execute = Callable[[str], object]
TITLES_PLUGIN = """
from cms.plugin_api import *

def titles(gate):
    from django.apps import apps
    model = apps.get_model("solutions.Solution")
    return list(model.objects.filter(gate.visible(model)).values_list("title", flat=True))

@hookimpl
def graphql_queries():
    return [GraphQLQuery(name="titles", type=list[str], resolve=titles, description="Titles.", cost=1, permission=PUBLIC)]
"""
LIST = "{ solutions { nodes { title } } }"
ATLAS: dict[str, Any] = {"solutions": {"nodes": [{"title": "Atlas"}]}}
NOTHING: dict[str, Any] = {"solutions": {"nodes": []}}


@dataclass(frozen=True)
class Write:
    """SQL that changes the structure, and SQL that changes it back; {page}, {home}… are keys of the catalogue."""

    do: str
    undo: str


PRIVATE = Write(
    "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password) VALUES ({page}, 'login', '')",
    "DELETE FROM wagtailcore_pageviewrestriction",
)
COLLECTION = Write(
    "INSERT INTO wagtailcore_collectionviewrestriction (collection_id, restriction_type, password) "
    "VALUES ({collection}, 'password', 'x')",
    "DELETE FROM wagtailcore_collectionviewrestriction",
)
HOSTNAME = Write(
    "UPDATE wagtailcore_site SET hostname = 'gone.example' WHERE id = {other_site}",
    "UPDATE wagtailcore_site SET hostname = 'other.example' WHERE id = {other_site}",
)
OTHER_ROOT = Write(
    "UPDATE wagtailcore_site SET root_page_id = {other_home} WHERE id = {site}",
    "UPDATE wagtailcore_site SET root_page_id = {home} WHERE id = {site}",
)
RENAMED_HOME = Write(
    "UPDATE wagtailcore_page SET url_path = replace(url_path, '/home/', '/start/') WHERE url_path LIKE '/home/%'",
    "UPDATE wagtailcore_page SET url_path = replace(url_path, '/start/', '/home/') WHERE url_path LIKE '/start/%'",
)
CASES: dict[str, tuple[Write, str, str, Any, Any]] = {
    "a list": (PRIVATE, LIST, "localhost", ATLAS, NOTHING),
    "a count": (
        PRIVATE, "{ solutions(first: 0) { totalCount } }", "localhost",
        {"solutions": {"totalCount": 1}}, {"solutions": {"totalCount": 0}},
    ),
    "a detail": (
        PRIVATE, '{ solution(slug: "atlas") { title } }', "localhost",
        {"solution": {"title": "Atlas"}}, {"solution": None},
    ),
    "a page": (
        PRIVATE, '{ page(path: "/solutions/atlas/") { title } }', "localhost",
        {"page": {"title": "Atlas"}}, {"page": None},
    ),
    "a nested list": (
        PRIVATE, "{ vendors { nodes { solutions { nodes { title } } } } }", "localhost",
        {"vendors": {"nodes": [ATLAS]}}, {"vendors": {"nodes": [NOTHING]}},
    ),
    "a search": (
        PRIVATE, '{ search(query: "atlas", kinds: [SOLUTION]) { totalCount } }', "localhost",
        {"search": {"totalCount": 1}}, {"search": {"totalCount": 0}},
    ),
    "suggestions": (
        PRIVATE, '{ suggest(query: "atl") { text } }', "localhost",
        {"suggest": [{"text": "Atlas"}]}, {"suggest": []},
    ),
    "redirects": (
        PRIVATE, "{ redirects { nodes { to } } }", "localhost",
        {"redirects": {"nodes": [{"to": "/solutions/atlas/"}]}}, {"redirects": {"nodes": []}},
    ),
    "a field of a plugin": (PRIVATE, "{ titles }", "localhost", {"titles": ["Atlas"]}, {"titles": []}),
    "two lists": (
        PRIVATE, "{ vendors { totalCount } solutions { nodes { title } } }", "localhost",
        {"vendors": {"totalCount": 1}, **ATLAS}, {"vendors": {"totalCount": 1}, **NOTHING},
    ),
    "media": (
        COLLECTION, "{ solutions { nodes { logo { alt } } } }", "localhost",
        {"solutions": {"nodes": [{"logo": {"alt": "Logo"}}]}}, {"solutions": {"nodes": [{"logo": None}]}},
    ),
    "another host": (HOSTNAME, LIST, "other.example", {"solutions": {"nodes": [{"title": "Borealis"}]}}, ATLAS),
    "the name of a site": (
        HOSTNAME, "{ site { hostname } }", "other.example",
        {"site": {"hostname": "other.example"}}, {"site": {"hostname": "localhost"}},
    ),
    "another home page": (OTHER_ROOT, LIST, "localhost", ATLAS, {"solutions": {"nodes": [{"title": "Borealis"}]}}),
    "a path": (
        RENAMED_HOME, "{ solutions { nodes { path } } }", "localhost",
        {"solutions": {"nodes": [{"path": "/solutions/atlas/"}]}}, {"solutions": {"nodes": [{"path": "/solutions/atlas/"}]}},
    ),
}  # fmt: skip


def answer(client: Client, query: str, host: str = "localhost") -> Any:
    given = client.post("/graphql", {"query": query}, content_type="application/json", headers={"host": host})
    assert "errors" not in given.json(), given.json()
    return given.json()["data"]


@pytest.fixture
def keys(db: None, plugin_workshop: Workshop, site_with_plugins: Callable[..., Platform]) -> dict[str, int]:
    """A site with one solution, and another site with another one; the keys that a Write names."""
    plugin_workshop.write("titles", TITLES_PLUGIN)
    site_with_plugins(**write_search(plugin_workshop))
    site = make_site()
    root = Collection.objects.filter(depth=1).first() or Collection.add_root(name="Root")
    collection = root.add_child(name="Logos")
    logo = make_image("Logo", collection=collection)
    page = make_solution("Atlas", vendor=make_vendor("Maker"), logo=logo)
    Redirect.objects.create(old_path="/old", redirect_page=page)
    other = make_site("other.example", default=False)
    make_solution("Borealis", under=index_page(SolutionIndex, other.root_page))
    return {
        "page": page.pk, "collection": collection.pk, "site": site.pk, "home": site.root_page_id,
        "other_site": other.pk, "other_home": other.root_page_id,
    }  # fmt: skip


def check(client: Client, execute: Execute, keys: dict[str, int], name: str) -> None:
    """Ask, write, ask, undo and ask: each answer is the one that the last commit made right."""
    write, query, host, before, after = CASES[name]
    assert answer(client, query, host) == before
    execute(write.do.format(**keys))
    assert answer(client, query, host) == after
    execute(write.undo.format(**keys))
    assert answer(client, query, host) == before


def execute_here(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("name", CASES)
def test_raw_sql_counts_for_the_next_request(client: Client, keys: dict[str, int], name: str) -> None:
    check(client, execute_here, keys, name)


@pytest.fixture
def second() -> Iterator[psycopg.Connection]:
    """A connection of another process, as far as the database can tell."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: given[name] for name in names if name in given}, autocommit=True) as other:
        yield other


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_what_another_process_commits_counts_for_the_next_request(
    client: Client, keys: dict[str, int], second: psycopg.Connection
) -> None:
    for name in CASES:
        check(client, second.execute, keys, name)  # type: ignore[arg-type]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The contexts of all executions."""
    seen: list[Any] = []
    original = exchange.execute_operation

    def run(operation: Any, context: Any, limits: Any) -> Any:
        seen.append(context)
        return original(operation, context, limits)

    monkeypatch.setattr(exchange, "execute_operation", run)
    return seen


def test_an_outdated_run_is_discarded_and_the_request_is_charged_once(
    client: Client, keys: dict[str, int], runs: list[Any]
) -> None:
    answer(client, LIST)
    runs.clear()
    charged = points(client)
    assert len(runs) == 1
    execute_here(PRIVATE.do.format(**keys))
    runs.clear()
    assert points(client) == charged
    assert [each.uses_kept_structure for each in runs] == [True, False]


def test_an_outdated_run_ends_at_its_first_list(client: Client, keys: dict[str, int]) -> None:
    """What comes after the list is asked once, on the current structure."""
    query = "{ solutions { nodes { title } } titles }"
    assert answer(client, query) == {**ATLAS, "titles": ["Atlas"]}
    execute_here(PRIVATE.do.format(**keys))
    platform().caller.statistics.clear()
    assert answer(client, query) == {**NOTHING, "titles": []}
    assert platform().caller.statistics["titles", "graphql_queries.titles"].calls == 1


@pytest.mark.parametrize(
    ("before", "undone", "seen", "restrictions"),
    [("undo", "do", ATLAS, 1), ("do", "undo", NOTHING, 0)],
    ids=["a restriction that was added", "a restriction that was removed"],
)
def test_what_a_transaction_read_of_its_own_change_is_not_kept(
    client: Client, keys: dict[str, int], before: str, undone: str, seen: Any, restrictions: int
) -> None:
    execute_here(getattr(PRIVATE, before).format(**keys))
    execute_here(HOSTNAME.do.format(**keys))
    structure = current_structure()
    with transaction.atomic():
        execute_here(getattr(PRIVATE, undone).format(**keys))
        assert len(structure.private_pages) == restrictions
        transaction.set_rollback(True)
    assert answer(client, LIST) == seen


def points(client: Client) -> int:
    """What the list costs, as it is reported."""
    body = {"query": LIST, "extensions": {"cost": True}}
    given = client.post("/graphql", body, content_type="application/json", headers={"host": "localhost"})
    return int(given.json()["extensions"]["cost"]["requested"])


def test_an_error_of_an_outdated_run_is_discarded(client: Client, keys: dict[str, int]) -> None:
    """Without a site the field fails; the next request, after one was added, has no error."""
    Site.objects.update(is_default_site=False)
    failing = client.post("/graphql", {"query": "{ site { name } }"}, content_type="application/json")
    assert failing.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    execute_here(f"UPDATE wagtailcore_site SET is_default_site = true WHERE id = {keys['site']}")
    assert ask(client, "{ site { hostname } }") == {"site": {"hostname": "localhost"}}


VERSION = "SELECT version FROM content_api_structure"
STATEMENTS = {
    "a list carries the version": (LIST, 1, 0),
    "a detail carries it": ('{ solution(slug: "atlas") { title } }', 1, 0),
    "two lists read it once": ("{ solutions { nodes { title } } vendors { nodes { name } } }", 2, 0),
    "an empty list is checked afterwards": (
        '{ solutions(filter: {slug: ["none"]}) { nodes { title } } }',
        2,
        1,
    ),
    "a missing detail is checked afterwards": ('{ solution(slug: "none") { title } }', 2, 1),
    "the site is checked afterwards": ("{ site { name } }", 1, 1),
    "what needs no structure is not checked": ("{ __typename viewer { email } }", 0, 0),
    "introspection is not checked": ("{ __schema { queryType { name } } }", 0, 0),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_how_many_statements_a_warm_query_costs(client: Client, keys: dict[str, int], name: str) -> None:
    query, count, checks = STATEMENTS[name]
    ask(client, query)
    ask(client, LIST)
    found = statements(client, query)
    assert (len(found), found.count(VERSION)) == (count, checks), "\n".join(found)


REVIEW = """mutation { submitReview(input: {solution: "%s", rating: 5, title: "Quick and exact",
  body: "It does what it says, and it does so quickly."}) { errors { code } } }"""


def test_a_mutation_reads_the_version_first(
    client: Client, keys: dict[str, int], runs: list[Any], admin_user: Any
) -> None:
    client.force_login(admin_user)
    answer(client, LIST)
    runs.clear()
    execute_here(PRIVATE.do.format(**keys))
    found = ask(client, REVIEW % to_global_id("Solution", keys["page"]))
    assert found["submitReview"]["errors"] == []
    assert [each.uses_kept_structure for each in runs] == [False]
