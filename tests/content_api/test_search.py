"""Search finds what was meant, and shows what the caller may see, whatever plugin matches the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from cms.declarations import registry
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.slots import slot
from cms.testing.breaking import break_plugin
from content_types.reviews.ratings import recompute
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.testing.factories import make_language, make_review, make_site, make_solution, make_vendor
from tests.content_api.client import ask, codes, post, statements

pytestmark = pytest.mark.django_db
SEARCH = (
    "query($q: String!) { search(query: $q) { totalCount didYouMean nodes { ... on Solution { title } } } }"
)


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


def find(client: Client, text: str) -> list[str]:
    return [node["title"] for node in ask(client, SEARCH, q=text)["search"]["nodes"]]


def hide(solution: Any) -> None:
    PageViewRestriction.objects.create(page=solution, restriction_type=PageViewRestriction.LOGIN)


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("langchian", ["LangChain"]),
        ("LANGCHAN", ["LangChain"]),
        ("tranformers", ["Transformers"]),
        ("hugging fcae", []),
        ("lagn", []),
    ],
)
def test_typing_errors_are_forgiven(client: Client, text: str, titles: list[str]) -> None:
    for title in ("LangChain", "Transformers"):
        make_solution(title)
    assert find(client, text) == titles


def test_a_misspelt_text_is_corrected_where_the_right_one_has_hits(client: Client) -> None:
    for title in ("LangChain", "LangChain Tools"):
        make_solution(title)
    answers = {
        text: ask(client, SEARCH, q=text)["search"] for text in ("langchian tools", "langchain", "xyzzy")
    }
    assert {text: (each["didYouMean"], each["totalCount"]) for text, each in answers.items()} == {
        "langchian tools": ("langchain tools", 1), "langchain": (None, 2), "xyzzy": (None, 0),
    }  # fmt: skip


def test_words_of_hidden_rows_are_not_suggested_as_corrections(client: Client) -> None:
    hide(make_solution("Secretword"))
    answer = ask(client, SEARCH, q="secretwrod")["search"]
    assert answer == {"totalCount": 0, "didYouMean": None, "nodes": []}


def test_hidden_rows_do_not_keep_typing_errors_from_being_forgiven(client: Client) -> None:
    """Three hidden hits of the word as it was typed are none to this caller."""
    make_solution("Gemini")
    for number in range(3):
        hide(make_solution("Gemina", slug=f"gemina-{number}"))
    assert find(client, "gemina") == ["Gemini"]


def test_popular_rows_come_first_among_equal_ones(client: Client) -> None:
    for name, popularity in (("one", None), ("two", 900_000), ("three", 50)):
        make_solution(f"Agent {name}", popularity=popularity)
    assert find(client, "agent") == ["Agent two", "Agent three", "Agent one"]
    make_solution("Agent")
    assert find(client, "agent")[0] == "Agent"


def test_well_rated_and_fresh_rows_come_first_among_equal_ones(client: Client) -> None:
    today = date.today()
    for name, ago in (("stale", 4000), ("fresh", 20), ("older", 400), ("unknown", None)):
        make_solution(f"Agent {name}", last_release_on=ago and today - timedelta(days=ago))
    assert find(client, "agent") == ["Agent fresh", "Agent older", "Agent stale", "Agent unknown"]
    for name, stars in (("few", [5]), ("bad", [1] * 9), ("top", [5] * 9)):
        solution = make_solution(f"Bot {name}")
        for each in stars:
            make_review(solution, rating=each, verification="purchase")
    recompute()
    assert find(client, "bot") == ["Bot top", "Bot few", "Bot bad"]
    make_solution("Bot")
    assert find(client, "bot")[0] == "Bot"


def test_boosts_cost_no_statement(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_solution("Agent")
    ask(client, SEARCH, q="agent")
    boosted = len(statements(client, SEARCH, q="agent"))
    kind = registry.search_kinds["SOLUTION"]
    monkeypatch.setitem(registry.search_kinds, "SOLUTION", replace(kind, boost=None))
    ask(client, SEARCH, q="agent")
    assert len(statements(client, SEARCH, q="agent")) == boosted


def test_pages_of_hits_stay_in_place_when_another_row_is_published(client: Client) -> None:
    query = """query($a: String) { search(query: "agent", first: 2, after: $a) {
        nodes { ... on Solution { title } } pageInfo { endCursor hasNextPage } } }"""
    for number in range(4):
        make_solution(f"Agent {number}")
    first = ask(client, query)["search"]
    make_solution("Agent")
    second = ask(client, query, a=first["pageInfo"]["endCursor"])["search"]
    titles = [node["title"] for page in (first, second) for node in page["nodes"]]
    assert titles == [f"Agent {number}" for number in range(4)] and not second["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.unpublish(),
        lambda row: Solution.objects.filter(pk=row.pk).update(live=False),
        lambda row: row.delete(),
        lambda row: hide(row),
    ],
    ids=["unpublish", "update", "delete", "restrict"],
)
def test_a_row_that_is_hidden_is_found_no_more(client: Client, change: Callable[[Any], Any]) -> None:
    row: Any = make_solution("Whisper")
    assert find(client, "whisper") == ["Whisper"]
    change(row)
    answer = ask(
        client,
        '{ search(query: "whisper") { totalCount facets { values { count } } } suggest(query: "whi") { text } }',
    )
    assert answer["search"]["totalCount"] == 0 and answer["suggest"] == []
    assert not any(facet["values"] for facet in answer["search"]["facets"])


@pytest.mark.parametrize("function", ["match", "correct"])
@pytest.mark.parametrize("fault", [{"error": OSError("refused")}, {"hang": True}, {"exit": True}], ids=str)
def test_a_provider_that_fails_hurts_its_field_alone(client: Client, function: str, fault: Any) -> None:
    make_solution("Whisper")
    with break_plugin("search_postgres", f"search.{function}", **fault):
        answer = post(client, '{ search(query: "wisper") { didYouMean } solutions { nodes { title } } }')
    assert codes(answer) == ["SEARCH_UNAVAILABLE"]
    assert answer["data"]["solutions"] == {"nodes": [{"title": "Whisper"}]}


def test_suggestions_fail_alone(client: Client) -> None:
    with break_plugin("search_postgres", "search.complete", error=OSError("refused")):
        answer = post(client, '{ suggest(query: "whi") { text } site { name } }')
    assert (
        answer["data"]["suggest"] is None
        and answer["data"]["site"]
        and codes(answer) == ["SEARCH_UNAVAILABLE"]
    )


def test_a_row_is_published_although_it_cannot_be_indexed(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """And it is indexed after the commit."""
    with django_capture_on_commit_callbacks(execute=True):
        with break_plugin("search_postgres", "search.store", error=OSError("disk full")):
            make_solution("Whisper")
        assert find(client, "whisper") == []
    assert find(client, "whisper") == ["Whisper"]


def test_the_index_is_compared_with_the_database_and_repaired(client: Client) -> None:
    whisper, gone, renamed = make_solution("Whisper"), make_solution("Gone"), make_solution("Before")
    provider = slot(SearchProvider)
    assert provider is not None and "agrees with the database" in run("check")
    Solution.objects.filter(pk=gone.pk).update(live=False)
    Solution.objects.filter(pk=renamed.pk).update(title="After")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_postgres_entry WHERE key = %s", [whisper.pk])
    report = run("check", dry_run=True)
    assert (
        f"1 missing: SOLUTION {whisper.pk}" in report
        and f"1 with another text: SOLUTION {renamed.pk}" in report
    )
    assert f"1 of rows that are not live: SOLUTION {gone.pk}" in report and find(client, "after") == []
    assert "3 documents repaired" in run("check")
    assert (find(client, "after"), find(client, "whisper"), find(client, "before")) == (
        ["After"],
        ["Whisper"],
        [],
    )
    assert "agrees with the database" in run("check")


def test_the_command_runs_with_the_checks_of_the_command_line() -> None:
    assert "agrees" in run("check", skip_checks=False)


def test_the_index_is_rebuilt(client: Client) -> None:
    make_solution("Whisper")
    make_vendor("Acme")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_postgres_entry SET kind = 'OLD'")
    assert find(client, "whisper") == []
    assert "2 documents indexed" in run("rebuild")
    assert find(client, "whisper") == ["Whisper"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_postgres_entry WHERE kind = 'OLD'")
        assert cursor.fetchone() == (0,)


def test_names_of_tags_are_found_as_soon_as_they_are_given(client: Client) -> None:
    row: Any = make_solution("Whisper", summary="-")
    row.tags.add(Tag.objects.create(name="Speech recognition", slug="speech"))
    row.save()
    assert find(client, "speech recognition") == ["Whisper"]
    row.tags.clear()
    row.save()
    assert find(client, "speech recognition") == []


@pytest.fixture
def german_tag() -> Tag:
    """A tag with a German name, on a solution in English and in German."""
    make_language("de")
    page = make_solution("Eye", tags=("vision",))
    tag = Tag.objects.get(slug="vision")
    tag.translations = {"de": {"name": "Bilderkennung"}}
    tag.save()
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="de")).save_revision().publish()
    return tag


LOCAL = """query($q: String!, $locale: String) { search(query: $q, locale: $locale) {
  nodes { ... on Solution { title locale } ... on Vendor { name description } } } }"""


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [("vision", "en", 1), ("Bilderkennung", "en", 0), ("Bilderkennung", "de", 1), ("vision", "de", 0)],
)
@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_labels_are_found_in_the_language_of_the_page(
    client: Client, german_tag: Tag, text: str, locale: str, found: int, is_rebuilt: bool
) -> None:
    if is_rebuilt:
        run("rebuild")
    assert "agrees with the database" in run("check")
    assert (
        ask(client, LOCAL, q=text, locale=locale)["search"]["nodes"]
        == [{"title": "Eye", "locale": locale}] * found
    )


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("text", ["Acme", "Werkstatt", "tools", "Werkzeuge"])
def test_a_vendor_is_found_in_every_language_and_shown_in_that_of_the_search(
    client: Client, text: str, locale: str
) -> None:
    texts = {"name": "Acme Werkstatt", "description": "Macht Werkzeuge"}
    make_vendor("Acme", description="Makes tools", translations={"de": texts})
    shown = {"en": {"name": "Acme", "description": "Makes tools"}, "de": texts}
    assert ask(client, LOCAL, q=text, locale=locale)["search"]["nodes"] == [shown[locale]]


def test_suggestions_are_in_the_language_of_the_search(client: Client) -> None:
    make_vendor("Acme", translations={"de": {"name": "Acme Werkstatt"}})
    query = 'query($locale: String) { suggest(query: "acm", locale: $locale) { text } }'
    found = [ask(client, query, locale=each)["suggest"] for each in ("en", "de", None)]
    assert found == [[{"text": "Acme"}], [{"text": "Acme Werkstatt"}], [{"text": "Acme"}]]


def test_suggestions_beside_a_list_without_titles_cost_no_statement_for_each(client: Client) -> None:
    query = '{ solutions { nodes { slug } } suggest(query: "whi") { text path } }'
    costs = []
    for name in ("Whisper", "Whistle", "Whirl"):
        make_solution(name)
        ask(client, query)
        costs.append(len(statements(client, query)))
    assert len(set(costs)) == 1, costs
    assert ask(client, query)["suggest"][0] == {"text": "Whirl", "path": "/solutions/whirl/"}


@pytest.mark.parametrize("text", ["werk", "Acme Werk", "Werkstatt", "workshop"])
def test_a_vendor_is_suggested_by_its_names_in_all_languages(client: Client, text: str) -> None:
    make_vendor("Acme Workshop", translations={"de": {"name": "Acme Werkstatt"}})
    query = "query($q: String!, $locale: String) { suggest(query: $q, locale: $locale) { text } }"
    found = [ask(client, query, q=text, locale=each)["suggest"] for each in ("en", "de")]
    assert found == [[{"text": "Acme Workshop"}], [{"text": "Acme Werkstatt"}]]
