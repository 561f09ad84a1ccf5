"""The tables that an operation depends on, as manage.py explain --tags tells them, and those of executed statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from content_api.engine import tags
from tests.content_api.client import statements
from tests.factories.content import make_site, make_solution, make_vendor

Explain = Callable[[str], tuple[set[str], list[str]]]
SOLUTIONS = "{ solutions(first: 2) { totalCount nodes { id title vendor { name } tags { name } } } }"
SOURCE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')
LINKED = "{ solutions(first: 2) { nodes { vendor { __typename } } } }"
NESTED = "{ vendors { nodes { slug solutions { nodes { path parent { __typename } } } } } }"
STRUCTURE = {"locale", "pageviewrestriction", "pageviewrestriction_groups", "site"}
OTHERS = {f"wagtailcore_{name}" for name in STRUCTURE} | {"content_api_table_change", "embargo_embargo"}
"""What the structure of the site, versions and the rules of plugins read."""


@pytest.fixture
def explain(tmp_path: Path) -> Explain:
    def run_explain(text: str) -> tuple[set[str], list[str]]:
        file, out = tmp_path / "query.graphql", StringIO()
        file.write_text(text)
        call_command("explain", "--tags", str(file), stdout=out)
        lines = out.getvalue().splitlines()
        unknown = [line.removeprefix("Not known: ") for line in lines if line.startswith("Not known: ")]
        return {line.strip() for line in lines if line.startswith("  ")}, unknown

    return run_explain


def test_tables_follow_relations_through_links_and_parents(explain: Explain) -> None:
    assert explain(SOLUTIONS)[0] == {
        "solutions_solution",
        "solutions_taggedsolution",
        "taxonomy_tag",
        "vendors_vendor",
        "wagtailcore_page",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("document", [SOLUTIONS, LINKED, NESTED])
def test_every_table_of_executed_statements_is_named(explain: Explain, client: Client, document: str) -> None:
    read = read_tables(client, document)
    assert {"solutions_solution", "vendors_vendor"} <= read
    assert read <= explain(document)[0]


@pytest.mark.django_db
def test_a_relation_that_is_forgotten_is_found(
    explain: Explain, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tags, "find_kinds", lambda model: [])
    assert read_tables(client, LINKED) - explain(LINKED)[0] == {"vendors_vendor"}


def read_tables(client: Client, document: str) -> set[str]:
    """The tables that the answer to a document about one solution is read from."""
    make_site()
    make_solution("Atlas", vendor=make_vendor("Acme"))
    return {name for sql in statements(client, document) for name in SOURCE.findall(sql)} - OTHERS


def test_a_fragment_and_an_alias_count_like_fields(explain: Explain) -> None:
    plain, _ = explain("{ vendors { nodes { id name } } }")
    spread, _ = explain(
        "{ a: vendors { ...V } } fragment V on VendorConnection { edges { node { i: id name } } }"
    )
    assert plain == spread


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ("{ solutions(filter: {}) { nodes { id } } }", "Query.solutions"),
        ("{ viewer { __typename } }", "Query.viewer"),
        ("{ site { name } }", "Query.site"),
        ("{ solutions { facets(names: [TAGS]) { name } } }", "SolutionConnection.facets"),
    ],
)
def test_what_does_not_say_what_it_reads_is_named(explain: Explain, document: str, field: str) -> None:
    _, unknown = explain(document)
    assert field in [line.split(":")[0] for line in unknown]
