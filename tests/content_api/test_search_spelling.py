"""Searches find a name however its separators, accents and capitals are written, and never another name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from modelsearch.backends import get_search_backend
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from modelsearch.conf import get_app_config

from cms.exchange.writing.bulk import update_search
from cms.search.rebuilding import NOTE
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.testing.factories import make_site, make_solution, make_vendor
from tests.content_api.client import ask

pytestmark = pytest.mark.django_db
IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)

TITLES = (
    "Gemma 3", "Claude Code", "Stable Diffusion", "Speech to Text", "Model-4 Turbo", "P-8A", "AI/ML API", "C++ Compiler",
    "C Compiler", "C# Studio", ".NET Runtime", "Neural net trainer", "node.js Agent", "GPT-4o", "snake_case tool",
    "Naïve Résumé", "Straße", "Smørrebrød", "Łódź Maps", "Ætherbot", "Llama3",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _catalogue(make_once: Any) -> None:
    make_once(make_catalogue)


def make_catalogue() -> None:
    make_site()
    for place, title in enumerate(TITLES):
        make_solution(title, slug=f"s{place}", summary="-")


def find(client: Client, query: str) -> list[str]:
    nodes = ask(
        client, "query($q: String!) { search(query: $q) { nodes { ... on Solution { title } } } }", q=query
    )
    return sorted(node["title"] for node in nodes["search"]["nodes"])


def suggest(client: Client, query: str) -> list[str]:
    answer = ask(client, "query($q: String!) { suggest(query: $q) { text } }", q=query)
    return [each["text"] for each in answer["suggest"]]


FOUND = {
    "gemma-3": ["Gemma 3"],
    "Gemma/3": ["Gemma 3"],
    "gemma.3": ["Gemma 3"],
    "claude-code": ["Claude Code"],
    "claude_code": ["Claude Code"],
    "CLAUDE–CODE": ["Claude Code"],
    "stable-diffusion": ["Stable Diffusion"],
    "speech-to-text": ["Speech to Text"],
    '"speech-to-text"': ["Speech to Text"],
    "Model 4": ["Model-4 Turbo"],
    "model-4-turbo": ["Model-4 Turbo"],
    "P-8": ["P-8A"],
    "p 8a": ["P-8A"],
    "AI ML API": ["AI/ML API"],
    "ai-ml": ["AI/ML API"],
    "snake case": ["snake_case tool"],
    "gpt 4o": ["GPT-4o"],
    "GPT/4o": ["GPT-4o"],
    "gpt-4": ["GPT-4o"],
    "node js": ["node.js Agent"],
    "node-js": ["node.js Agent"],
    "llama-3": ["Llama3"],
    "Naive Resume": ["Naïve Résumé"],
    "naïve résumé": ["Naïve Résumé"],
    "strasse": ["Straße"],
    "smorrebrod": ["Smørrebrød"],
    "lodz": ["Łódź Maps"],
    "aetherbot": ["Ætherbot"],
    "C++": ["C++ Compiler"],
    "c++ compiler": ["C++ Compiler"],
    "C": ["C Compiler"],
    "C#": ["C# Studio"],
    ".NET": [".NET Runtime"],
    "compiler -C++": ["C Compiler"],
    "compiler -c-compiler": ["C++ Compiler"],
    "gemma-3 OR claude-code": ["Claude Code", "Gemma 3"],
    "gémma and/or 3": ["Gemma 3"],
    "+++": [],
    "- - -": [],
}  # fmt: skip


def test_separators_accents_and_signs_mean_the_same_in_titles_and_in_searches(client: Client) -> None:
    assert {query: find(client, query) for query in FOUND} == FOUND


SUGGESTED = {
    "naive re": ["Naïve Résumé"],
    "résu": ["Naïve Résumé"],
    "Gemma-": ["Gemma 3"],
    "gemma-3": ["Gemma 3"],
    "strass": ["Straße"],
    "łod": ["Łódź Maps"],
    "p8": ["P-8A"],
    "C++": ["C++ Compiler"],
    "comp": ["C Compiler", "C++ Compiler"],
    "c comp": ["C Compiler"],
    "ai ml": ["AI/ML API"],
    "%": [],
}


def test_suggestions_know_the_same_spellings(client: Client) -> None:
    assert {query: suggest(client, query) for query in SUGGESTED} == SUGGESTED


def test_titles_that_begin_with_the_text_are_suggested_before_all_others(client: Client) -> None:
    for number in range(12):
        make_solution(f"A{number:02} zebra", slug=f"zebra-{number}")
    make_vendor("Zebra Labs")
    make_solution("Zébra")
    assert suggest(client, "zebra")[:3] == ["Zébra", "Zebra Labs", "A00 zebra"]


def test_a_migration_rebuilds_entries_that_were_written_by_other_rules(client: Client) -> None:
    as_upstream = PostgresSearchBackend({})
    as_upstream.get_index_for_model(Solution).add_items(Solution, list(Solution.objects.all()))
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {IndexEntry._meta.db_table} IS NULL")
    admin = get_search_backend()
    assert [each.title for each in admin.search("naive resume", Solution)] == []
    call_command("migrate", verbosity=0)
    assert [each.title for each in admin.search("naive resume", Solution)] == ["Naïve Résumé"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(%s::regclass)", [IndexEntry._meta.db_table])
        assert cursor.fetchone() == (NOTE,)


def test_upstream_still_does_not_find_a_page_by_its_own_title() -> None:
    """When this fails, modelsearch normalises separators itself: see cms/compat/modelsearch.py."""
    backend = PostgresSearchBackend({})
    backend.get_index_for_model(Solution).add_items(Solution, [Solution.objects.get(title="Model-4 Turbo")])
    assert list(backend.search("Model-4 Turbo", Solution)) == []


def test_a_renamed_tag_is_found_by_its_new_name(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    solution: Any = Solution.objects.get(title="Gemma 3")
    solution.tags.add(Tag.objects.create(name="oldword", slug="oldword"))
    solution.save()
    assert find(client, "oldword") == ["Gemma 3"]
    tag = Tag.objects.get(name="oldword")
    tag.name = "Änderung"
    with django_capture_on_commit_callbacks(execute=True):
        tag.save()
    assert (find(client, "oldword"), find(client, "anderung")) == ([], ["Gemma 3"])
    with django_capture_on_commit_callbacks(execute=True):
        tag.delete()
    assert find(client, "anderung") == []


NAMES = {
    "societe": ["Société Générale"],
    "SOCIÉTÉ gen": ["Société Générale"],
    "société-générale": ["Société Générale"],
    "lodz": ["Łódź AI"],
    "grosse": ["Größe AG"],
    "C++": ["C++ Guild"],
    "c": ["C# Guild", "C++ Guild"],
    "generale": [],
    "%": [],
    "_": [],
}


def test_vendors_and_tags_are_listed_by_the_beginning_of_their_name_in_any_spelling(client: Client) -> None:
    solution: Any = make_solution("Atlas")
    for place, name in enumerate(("Société Générale", "Łódź AI", "Größe AG", "C++ Guild", "C# Guild")):
        make_vendor(name, slug=f"v{place}")
        solution.tags.add(Tag.objects.create(name=name, slug=f"t{place}"))
    solution.save()
    query = "query($q: String!) { vendors(filter: {query: $q}) { nodes { name } } tags(query: $q) { nodes { name } } }"
    for typed, expected in NAMES.items():
        answer = ask(client, query, q=typed)
        found = [sorted(node["name"] for node in answer[root]["nodes"]) for root in ("vendors", "tags")]
        assert found == [expected, expected], typed


def test_what_an_import_writes_in_bulk_is_found_in_every_spelling(client: Client) -> None:
    solution = make_solution("Placeholder", slug="p", summary="-")
    Solution.objects.filter(pk=solution.pk).update(title="Q-9B Größe")
    update_search(Solution, [Solution.objects.get(pk=solution.pk)])
    assert (find(client, "q-9"), find(client, "GROSSE"), find(client, "placeholder")) == (
        ["Q-9B Größe"],
        ["Q-9B Größe"],
        [],
    )


@pytest.mark.parametrize(
    ("wanted", "queries"),
    [
        ("Zorba", ("Zorba", "zorba", " ZORBA ", "z\u00f6rba")),
        ("Zeta3", ("Zeta-3", "zeta 3", "zeta3")),
    ],
)
def test_the_row_whose_title_is_the_query_comes_first(
    client: Client, wanted: str, queries: tuple[str, ...]
) -> None:
    for number in range(8):
        text = f"{wanted} {wanted} for {wanted}, and {wanted} again."
        make_solution(f"{wanted}: {wanted} {number}", slug=f"many-{number}", summary=text)
    make_solution(wanted, slug="exact", summary="-")
    query = "query($q: String!) { search(query: $q, first: 3) { nodes { ... on Solution { title } } } }"
    for typed in queries:
        found = ask(client, query, q=typed)["search"]["nodes"]
        assert found[0] == {"title": wanted} and len(found) == 3, typed


def test_a_vendor_with_the_name_comes_first(client: Client) -> None:
    vendor = make_vendor("Mistral", description="Models.")
    for number in range(5):
        make_solution(f"Mistral Mistral {number}", slug=f"mistral-{number}", summary="Mistral Mistral")
    query = '{ search(query: "mistral") { nodes { ... on Vendor { name } ... on Solution { title } } } }'
    assert ask(client, query)["search"]["nodes"][0] == {"name": vendor.name}
