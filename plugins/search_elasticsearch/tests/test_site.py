"""The site with this plugin in its slot: the theme's operations, and an index that follows the content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from plugins.search_elasticsearch.connection import get_client
from plugins.search_elasticsearch.indices import get_alias
from plugins.search_elasticsearch.settings import Settings
from plugins.search_elasticsearch.writing import list_fingerprints
from tests.factories.content import make_event, make_site, make_solution, make_vendor
from tests.support.search_servers.fixtures import fill_search_slot

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[3] / "graphql" / "operations"
FRAGMENTS = re.split(r"\n(?=fragment)", (FOLDER / "fragments.graphql").read_text())
USED = [text for text in FRAGMENTS if re.match("fragment (Picture|SolutionCard|EventCard|More)", text)]
OPERATIONS = {
    "search": "\n".join([(FOLDER / "search.graphql").read_text(), *USED]),
    "suggest": (FOLDER / "suggest.graphql").read_text(),
}
TEXTS = (
    "whisper",
    "Whisper X",
    "wisper",
    "speech -acme",
    '"speech to text"',
    "acme OR conference",
    "nothing",
)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def refresh() -> None:
    get_client(writes=True).indices.refresh(index=get_alias())


@pytest.fixture
def content() -> None:
    make_site()
    acme = make_vendor("Acme", description="Makes speech tools.")
    make_solution("Whisper", vendor=acme, summary="Speech to text.")
    make_solution("Whisper X", summary="Faster, with speakers.")
    make_solution("Other", summary="Text to speech.")
    make_event("Acme conference", summary="All about whisper.")


@pytest.fixture
def site_with_server(content: None, server_settings: Settings) -> Iterator[None]:
    with fill_search_slot("search_elasticsearch", **server_settings.model_dump()):
        run("rebuild")
        yield


def ask_operation(client: Client, name: str, text: str) -> Any:
    """The data of an operation that themes use."""
    body = {"query": OPERATIONS[name], "variables": {"query": text}}
    answer = client.post("/graphql", body, content_type="application/json").json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"][name]


def answer_all(client: Client) -> dict[str, Any]:
    """The answers to all texts; the order of equal matches is a provider's own."""
    found = {}
    for text in TEXTS:
        answer, suggested = ask_operation(client, "search", text), ask_operation(client, "suggest", text)
        rows = [edge["node"] for edge in answer["edges"]]
        nodes, best = sorted(map(str, rows)), rows[: 0 if " OR " in text else 1]
        found[text] = (answer["totalCount"], answer["facets"], best, nodes, sorted(map(str, suggested)))
    return found


@pytest.mark.usefixtures("site_with_server")
class TestIndex:
    def test_it_follows_what_editors_do(
        self, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            row = make_solution("Parakeet")
        refresh()
        edges = ask_operation(client, "search", "parakeet")["edges"]
        assert [edge["node"]["title"] for edge in edges] == ["Parakeet"]
        count = len(list_fingerprints())
        with django_capture_on_commit_callbacks(execute=True):
            row.unpublish()
        assert len(list_fingerprints()) == count - 1

    def test_it_is_compared_with_the_database_and_repaired(self, client: Client) -> None:
        whisper = make_solution("Silent")  # whose commit never comes
        assert f"1 missing: SOLUTION {whisper.pk}" in run("check", "--dry-run")
        assert "1 documents repaired" in run("check")
        assert "The index agrees with the database" in run("check")
        type(whisper).objects.filter(pk=whisper.pk).update(live=False)
        assert f"1 of rows that are not live: SOLUTION {whisper.pk}" in run("check")
        assert "The index agrees with the database" in run("check")

    def test_the_provider_is_named_while_debugging(self, client: Client, settings: Any) -> None:
        settings.DEBUG = True
        body = {"query": '{ search(query: "whisper") { totalCount } }'}
        answer = client.post("/graphql", body, content_type="application/json").json()
        assert answer["extensions"] == {"search": {"providers": ["search_elasticsearch"]}}
        settings.DEBUG = False
        assert "extensions" not in client.post("/graphql", body, content_type="application/json").json()


@pytest.mark.parametrize(
    "server",
    [pytest.param(name, marks=pytest.mark.search_server(name)) for name in ("opensearch3", "elasticsearch9")],
)
def test_the_operations_of_themes_answer_the_same_with_either_provider(
    server: str, server_settings: Settings, content: None, client: Client
) -> None:
    with fill_search_slot("search_postgres"):
        run("rebuild")
        expected = answer_all(client)
    with fill_search_slot("search_elasticsearch", **server_settings.model_dump()):
        run("rebuild")
        assert answer_all(client) == expected
    assert [expected[text][0] for text in TEXTS] == [3, 1, 3, 2, 1, 2, 0]
