"""Names and texts of shared records in the language of the page or list that shows them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from content_types.reviews.models import VendorReply
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag, UseCase
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    make_category,
    make_event,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_vendor,
)

pytestmark = pytest.mark.django_db
PATHS = {"en": "/solutions/eye/", "de": "/de/solutions/eye/"}
SHOWN = """
  category { name slug description } categories { name parent { name children { name } } } tags { name slug }
  useCases { name } vendor { name description slug }"""
PAGE = "query($path: String!) { page(path: $path) { locale ... on Solution { %s } } }" % SHOWN
ENGLISH: dict[str, Any] = {
    "category": {"name": "Vision", "slug": "vision", "description": ""},
    "categories": [
        {"name": "Vision", "parent": None},
        {"name": "Chat", "parent": None},
        {"name": "Speech", "parent": {"name": "Vision", "children": [{"name": "Speech"}]}},
    ],
    "tags": [{"name": "fast", "slug": "fast"}, {"name": "open", "slug": "open"}],
    "useCases": [{"name": "Sales"}, {"name": "Support"}],
    "vendor": {"name": "Acme", "description": "Makes it", "slug": "acme"},
}
GERMAN: dict[str, Any] = {
    "category": {"name": "Bildverarbeitung", "slug": "vision", "description": "Sehen"},
    "categories": [
        {"name": "Bildverarbeitung", "parent": None},
        {"name": "Chat", "parent": None},
        {"name": "Speech", "parent": {"name": "Bildverarbeitung", "children": [{"name": "Speech"}]}},
    ],
    "tags": [{"name": "fast", "slug": "fast"}, {"name": "offen", "slug": "open"}],
    "useCases": [{"name": "Sales"}, {"name": "Kundendienst"}],
    "vendor": {"name": "Acme", "description": "Macht es", "slug": "acme"},
}
EXPECTED = {"en": ENGLISH, "de": GERMAN}


def sort_lists(page: dict[str, Any]) -> dict[str, Any]:
    """The page with its shared records by name: a copied page may link them in another order."""
    listed = {name: sorted(page[name], key=lambda row: row["name"]) for name in ("categories", "useCases")}
    return {**page, **listed}


@pytest.fixture(scope="module")
def made_solutions(make_once: Any) -> Any:
    return make_once(make_solutions)


@pytest.fixture(autouse=True)
def solutions(made_solutions: dict[str, Solution]) -> dict[str, Solution]:
    return deepcopy(made_solutions)


def make_solutions() -> dict[str, Solution]:
    """A solution in English and in German, filed under records of which some are translated, and some in part."""
    make_site()
    make_language("de")
    german = {"name": "Bildverarbeitung", "description": "Sehen"}
    vision = make_category("Vision", translations={"de": german})
    chat, speech = make_category("Chat"), make_category("Speech", parent=vision)
    vendor = make_vendor("Acme", description="Makes it", translations={"de": {"description": "Macht es"}})
    page = make_solution("Eye", category=vision, vendor=vendor, tags=("fast", "open"))
    Tag.objects.filter(slug="open").update(translations={"de": {"name": "offen"}})
    page.categories.add(vision, chat, speech)
    page.use_cases.add(
        UseCase.objects.create(name="Sales", slug="sales"),
        UseCase.objects.create(name="Support", slug="support", translations={"de": {"name": "Kundendienst"}}),
    )
    page.save_revision().publish()
    copy = page.copy_for_translation(Locale.objects.get(language_code="de"))
    copy.save_revision().publish()
    return {"en": page, "de": copy}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_shows_shared_records_in_its_language(language: str) -> None:
    found = ask(Client(), PAGE, path=PATHS[language])["page"]
    assert sort_lists(found) == {"locale": language, **sort_lists(EXPECTED[language])}


@pytest.mark.parametrize("first", ["en", "de"])
def test_versions_of_a_page_in_one_answer_show_each_its_own_language(first: str) -> None:
    other = {"en": "de", "de": "en"}[first]
    query = PAGE.replace("locale ...", "translations { locale ... on Solution { %s } } ..." % SHOWN)
    found = ask(Client(), query, path=PATHS[first])["page"]
    (translation,) = found.pop("translations")
    assert sort_lists(translation) == {"locale": other, **sort_lists(EXPECTED[other])}
    assert sort_lists(found) == sort_lists(EXPECTED[first])


def test_a_language_costs_no_statement() -> None:
    ask(Client(), PAGE, path=PATHS["en"])
    english, german = (statements(Client(), PAGE, path=PATHS[each]) for each in ("en", "de"))
    assert len(english) == len(german) == 11


@pytest.mark.parametrize(
    ("root", "english", "german"),
    [
        ("categories", ["Chat", "Speech", "Vision"], ["Bildverarbeitung", "Chat", "Speech"]),
        ("tags", ["fast", "open"], ["fast", "offen"]),
        ("useCases", ["Sales", "Support"], ["Kundendienst", "Sales"]),
        ("vendors", ["Acme", "Zeta"], ["Acme", "Omega"]),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_list_is_read_and_ordered_in_the_language_asked_for(
    root: str, english: list[str], german: list[str], backwards: bool
) -> None:
    make_vendor("Zeta", translations={"de": {"name": "Omega"}})
    window = "last: 10" if backwards else "first: 10"
    query = "query($locale: String) { list: %s(orderBy: NAME_ASC, %s, locale: $locale) { nodes { name } } }"
    names = [
        [row["name"] for row in ask(Client(), query % (root, window), locale=each)["list"]["nodes"]]
        for each in (None, "en", "de", "fr")
    ]
    assert names == [english, english, german, english]


def test_cursors_belong_to_the_language_of_their_list() -> None:
    query = """query($locale: String, $after: String) { useCases(first: 1, locale: $locale, after: $after) {
      nodes { name } pageInfo { endCursor hasNextPage } } }"""
    first = ask(Client(), query, locale="de")["useCases"]
    assert first["nodes"] == [{"name": "Kundendienst"}]
    second = ask(Client(), query, locale="de", after=first["pageInfo"]["endCursor"])["useCases"]
    assert (second["nodes"], second["pageInfo"]["hasNextPage"]) == ([{"name": "Sales"}], False)
    assert codes(post(Client(), query, after=first["pageInfo"]["endCursor"])) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("query", "english", "german"),
    [("tags(query: $text", ["open"], []), ("vendors(filter: {query: $text}", [], [])],
)
def test_names_are_found_in_the_language_of_the_list(
    query: str, english: list[str], german: list[str]
) -> None:
    text = (
        "query($text: String!, $locale: String) { list: %s, locale: $locale) { totalCount nodes { name } } }"
    )

    def find(typed: str, locale: str | None) -> list[str]:
        found = ask(Client(), text % query, text=typed, locale=locale)["list"]
        assert found["totalCount"] == len(found["nodes"])
        return [row["name"] for row in found["nodes"]]

    assert (find("ope", None), find("ope", "de")) == (english, german)
    assert find("OFF", None) == []
    assert find("OFF", "de") == (["offen"] if "tags" in query else [])
    assert find("acm", "de") == find("acm", None) == ([] if "tags" in query else ["Acme"])


@pytest.mark.parametrize("locale", ["en", "de", None])
def test_one_record_is_read_in_the_language_asked_for(locale: str | None) -> None:
    query = """query($locale: String) { category(slug: "vision", locale: $locale) { name }
      tag(slug: "open", locale: $locale) { name } useCase(slug: "support", locale: $locale) { name }
      vendor(slug: "acme", locale: $locale) { name description } }"""
    assert ask(Client(), query, locale=locale) == {
        "category": {"name": EXPECTED[locale or "en"]["category"]["name"]},
        "tag": {"name": EXPECTED[locale or "en"]["tags"][1]["name"]},
        "useCase": {"name": EXPECTED[locale or "en"]["useCases"][1]["name"]},
        "vendor": {
            "name": "Acme", "description": EXPECTED[locale or "en"]["vendor"]["description"],
        },
    }  # fmt: skip


def test_a_list_costs_the_same_in_every_language() -> None:
    query = "query($locale: String) { categories(orderBy: NAME_ASC, locale: $locale) { nodes { name } totalCount } }"
    for locale in ("en", "de"):
        ask(Client(), query, locale=locale)
    assert [len(statements(Client(), query, locale=each)) for each in ("en", "de", "en", "de")] == [2] * 4


@pytest.mark.parametrize("language", ["en", "de"])
def test_facets_are_labelled_in_the_language_of_the_list(language: str) -> None:
    query = """query($locale: String) { solutions(locale: $locale) {
      facets(names: [CATEGORY, TAGS, USE_CASES, VENDOR]) { name values { value label count } } } }"""
    found = ask(Client(), query, locale=language)["solutions"]["facets"]
    labels = {each["name"]: {row["value"]: row["label"] for row in each["values"]} for each in found}
    assert labels == {
        "category": {"vision": EXPECTED[language]["category"]["name"], "chat": "Chat", "speech": "Speech"},
        "tags": {"fast": "fast", "open": EXPECTED[language]["tags"][1]["name"]},
        "useCases": {"sales": "Sales", "support": EXPECTED[language]["useCases"][1]["name"]},
        "vendor": {"acme": "Acme"},
    }


def test_untranslated_pages_below_a_translated_list_keep_their_own_language() -> None:
    query = """{ category(slug: "vision", locale: "de") { name
      solutions { nodes { locale category { name } } } } }"""
    assert ask(Client(), query)["category"] == {
        "name": "Bildverarbeitung", "solutions": {"nodes": [{"locale": "en", "category": {"name": "Vision"}}]},
    }  # fmt: skip


def test_the_description_for_search_engines_names_records_in_the_language_of_the_page() -> None:
    query = "query($path: String!) { page(path: $path) { ... on Solution { jsonLd } } }"
    found = [ask(Client(), query, path=PATHS[each])["page"]["jsonLd"] for each in ("en", "de")]
    assert [each["applicationCategory"] for each in found] == ["Vision", "Bildverarbeitung"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_rows_between_a_page_and_a_record_hand_its_language_on(
    solutions: dict[str, Solution], language: str
) -> None:
    page = solutions[language]
    review = make_review(page)
    VendorReply.objects.create(review=review, vendor=page.vendor, body="Thanks", state="published")
    query = """query($path: String!) { page(path: $path) { ... on Solution {
      reviews { nodes { reply { vendor { description } } } edges { node { reply { vendor { description } } } } } } } }"""
    shown = {"reply": {"vendor": {"description": EXPECTED[language]["vendor"]["description"]}}}
    found = ask(Client(), query, path=PATHS[language])["page"]["reviews"]
    assert found == {"nodes": [shown], "edges": [{"node": shown}]}


def test_an_event_names_its_organiser_in_its_language(solutions: dict[str, Solution]) -> None:
    event = make_event("Meeting", organiser=solutions["en"].vendor)
    event.copy_for_translation(Locale.objects.get(language_code="de")).save_revision().publish()
    query = "query($locale: String) { events(locale: $locale) { nodes { organiser { description } } } }"
    found = [ask(Client(), query, locale=each)["events"]["nodes"] for each in ("en", "de")]
    assert found == [[{"organiser": {"description": text}}] for text in ("Makes it", "Macht es")]


@pytest.mark.parametrize(("locale", "name"), [("en", "Vision"), ("de", "Bildverarbeitung"), (None, "Vision")])
def test_a_node_is_read_in_the_language_asked_for(locale: str | None, name: str) -> None:
    key = ask(Client(), '{ category(slug: "vision") { id } }')["category"]["id"]
    query = "query($id: ID!, $locale: String) { node(id: $id, locale: $locale) { ... on Category { name } } }"
    assert ask(Client(), query, id=key, locale=locale)["node"] == {"name": name}


def test_a_site_in_another_default_language_shows_texts_in_it() -> None:
    site = Site.objects.get(is_default_site=True)
    site.root_page = site.root_page.get_translation(Locale.objects.get(language_code="de"))
    site.save()
    query = """{ category(slug: "vision") { name } useCases { nodes { name } }
      english: category(slug: "vision", locale: "en") { name } }"""
    assert ask(Client(), query) == {
        "category": {"name": "Bildverarbeitung"}, "useCases": {"nodes": [{"name": "Kundendienst"}, {"name": "Sales"}]},
        "english": {"name": "Vision"},
    }  # fmt: skip
