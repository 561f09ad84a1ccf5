"""Passages of hits are escaped text with the searched words marked, of texts that the caller sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cms.relevance.models import Synonym
from cms.search.highlighting import Highlighter, shorten
from content_types.testing.factories import make_event, make_site, make_solution, make_vendor
from tests.content_api.client import ask, statements

SEARCH = """query($q: String!) { search(query: $q, first: 20) { edges { snippet highlights { place html }
    node { ... on Solution { title } ... on Event { title } ... on Vendor { name } } } } }"""


@pytest.mark.parametrize(
    ("words", "locale", "text", "html"),
    [
        (["agent"], "en", "Builds autonomous Agents.", "Builds autonomous <mark>Agents</mark>."),
        (["modell"], "de", "Die besten Modelle", "Die besten <mark>Modelle</mark>"),
        (["modell"], "en", "Die besten Modelle", None),
        (["naive"], "en", "A Naïve Résumé", "A <mark>Naïve</mark> Résumé"),
        (["cplusplus"], "en", "C and C++", "C and <mark>C++</mark>"),
        (["c"], "en", "C and C++", "<mark>C</mark> and C++"),
        (["gpt4o"], "en", "Uses GPT-4o & more", "Uses <mark>GPT-4o</mark> &amp; more"),
        (["scikit", "learn"], "en", "scikit-learn", "<mark>scikit</mark>-<mark>learn</mark>"),
        (["agent"], "xx", "agent agents", "<mark>agent</mark> agents"),
        (["search"], "en", "List<search>", "List&lt;<mark>search</mark>&gt;"),
        (["script"], "en", "<script>alert('x')</script>", "&lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt;"),
        (["mark"], "en", "<mark>mark</mark>", "&lt;<mark>mark</mark>&gt;<mark>mark</mark>&lt;/<mark>mark</mark>&gt;"),
        (["amp"], "en", "R&D", None),
        ([], "en", "Nothing", None),
    ],
)  # fmt: skip
def test_words_are_marked_in_escaped_text(words: list[str], locale: str, text: str, html: str | None) -> None:
    assert Highlighter(words, locale).mark(text) == html


def test_a_passage_is_cut_between_words_around_the_first_one_found() -> None:
    text = f"{'before ' * 40}agent {'after ' * 60}"
    found = Highlighter(["agent"], "en").find_passage(text)
    assert found is not None and found.startswith("… before ") and found.endswith(" after …")
    assert "<mark>agent</mark>" in found and 150 < len(found) < 230
    assert shorten("a < b") == "a &lt; b" and shorten("word " * 60).endswith("word …")
    assert Highlighter(["agent"], "en").find_passage("agent" + "x" * 500) is None


@pytest.fixture
def rows() -> None:
    make_site()
    rows: Any = make_solution("Agent <One>", summary="Plans for agents & people.")
    rows.body = [("paragraph", {"text": "<p>Nothing. Then an <b>agent</b> acts.</p>"})]
    rows.save()
    make_event("Meeting", summary="Where agents meet.")
    make_vendor("Agent makers", description="-")


@pytest.mark.django_db
@pytest.mark.usefixtures("rows")
def test_hits_show_where_the_words_stand(client: Client) -> None:
    edges = {
        (edge["node"].get("title") or edge["node"]["name"]): edge
        for edge in ask(client, SEARCH, q="agent")["search"]["edges"]
    }
    one = edges["Agent <One>"]
    assert one["snippet"] == "Plans for <mark>agents</mark> &amp; people."
    assert one["highlights"] == [
        {"place": "NAME", "html": "<mark>Agent</mark> &lt;One&gt;"},
        {"place": "SUMMARY", "html": "Plans for <mark>agents</mark> &amp; people."},
        {"place": "BODY", "html": "Nothing. Then an <mark>agent</mark> acts."},
    ]
    assert edges["Meeting"]["snippet"] == "Where <mark>agents</mark> meet. Town hall"
    assert edges["Agent makers"]["highlights"] == [{"place": "NAME", "html": "<mark>Agent</mark> makers"}]


@pytest.mark.django_db
@pytest.mark.usefixtures("rows")
def test_what_stands_for_a_synonym_is_marked_and_what_must_be_absent_is_not(client: Client) -> None:
    Synonym.objects.create(word="robot", others="agent")
    (edge,) = ask(client, SEARCH, q="robot -meeting -makers")["search"]["edges"]
    assert edge["snippet"] == "Plans for <mark>agents</mark> &amp; people."


@pytest.mark.django_db
@pytest.mark.usefixtures("rows")
def test_passages_cost_the_same_statements_for_one_hit_and_for_many(client: Client) -> None:
    ask(client, SEARCH, q="agent")
    few = len(statements(client, SEARCH, q="agent"))
    for number in range(12):
        row: Any = make_solution(f"Agent {number}")
        row.body = [("paragraph", {"text": f"<p>The agent {number}.</p>"})]
        row.save()
    assert len(statements(client, SEARCH, q="agent")) == few
