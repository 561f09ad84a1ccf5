"""Attributes in the language of the page or list: names, units, explanations and choices, and filters by them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from content_types.solutions.parts import AttributeValue
from content_types.taxonomy.models import AttributeDefinition
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_category, make_language, make_site, make_solution

pytestmark = pytest.mark.django_db
ATTRIBUTE = "key name unit helpText choices options { value label }"
PAGE = "query($path: String!) { page(path: $path) { ... on Solution { attributes { value definition { %s } } } } }"
LIST = "query($locale: String) { attributeDefinitions(locale: $locale) { nodes { %s } } }"
CHOICES = ["Cloud", "On site"]
HOSTING: dict[str, Any] = {
    "en": {
        "key": "hosting", "name": "Hosting", "unit": "", "helpText": "Where it runs", "choices": CHOICES,
        "options": [{"value": "Cloud", "label": "Cloud"}, {"value": "On site", "label": "On site"}],
    },
    "de": {
        "key": "hosting", "name": "Betrieb", "unit": "", "helpText": "Wo es läuft", "choices": CHOICES,
        "options": [{"value": "Cloud", "label": "Wolke"}, {"value": "On site", "label": "On site"}],
    },
}  # fmt: skip
WINDOW: dict[str, Any] = {
    "en": {"key": "window", "name": "Window", "unit": "pages", "helpText": "", "choices": [], "options": []},
    "de": {"key": "window", "name": "Window", "unit": "Seiten", "helpText": "", "choices": [], "options": []},
}
FACETS = """query($locale: String) { solutions(locale: $locale) {
  facets(names: [ATTRIBUTES]) { name label values { value label count } } } }"""


@pytest.fixture(scope="module", autouse=True)
def _catalogue(make_once: Any) -> None:
    make_once(make_catalogue)


def make_catalogue() -> None:
    """A solution in English and in German, with a choice, a number and yes or no."""
    make_site()
    make_language("de")
    category = make_category("Models")
    page = make_solution("Eye", category=category)
    hosting = {"name": "Betrieb", "help_text": "Wo es läuft"}
    labels = {"Cloud": "Wolke"}
    for key, value, fields in (
        ("hosting", "Cloud", {
            "type": "choice", "help_text": "Where it runs", "choices": CHOICES, "translations": {"de": hosting},
            "choice_labels": {"de": labels},
        }),
        ("window", "8", {"type": "number", "unit": "pages", "translations": {"de": {"unit": "Seiten"}}}),
        ("offline", "true", {"type": "boolean"}),
    ):  # fmt: skip
        definition = AttributeDefinition.objects.create(
            category=category, key=key, name=key.title(), filterable=True, **fields
        )
        AttributeValue.objects.create(page=page, definition=definition, value=value)
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="de")).save_revision().publish()


@pytest.mark.parametrize(("language", "path"), [("en", "/solutions/eye/"), ("de", "/de/solutions/eye/")])
def test_a_page_names_its_attributes_in_its_language(language: str, path: str) -> None:
    found = ask(Client(), PAGE % ATTRIBUTE, path=path)["page"]["attributes"]
    assert [row["value"] for row in found] == ["Cloud", "8", "true"]
    assert [row["definition"] for row in found[:2]] == [HOSTING[language], WINDOW[language]]


@pytest.mark.parametrize(("asked", "language"), [(None, "en"), ("en", "en"), ("de", "de"), ("fr", "en")])
def test_a_list_of_attributes_is_read_in_the_language_asked_for(asked: str | None, language: str) -> None:
    rows = ask(Client(), LIST % ATTRIBUTE, locale=asked)["attributeDefinitions"]["nodes"]
    found = {row["key"]: row for row in rows}
    assert (found["hosting"], found["window"]) == (HOSTING[language], WINDOW[language])


def test_a_language_costs_no_statement() -> None:
    for language in ("en", "de"):
        ask(Client(), LIST % ATTRIBUTE, locale=language)
    assert [len(statements(Client(), LIST % ATTRIBUTE, locale=each)) for each in ("en", "de")] == [1, 1]


def test_facets_label_attributes_in_the_language_of_the_list() -> None:
    def read(language: str) -> dict[str, Any]:
        found = ask(Client(), FACETS, locale=language)["solutions"]["facets"]
        return {each["label"]: [tuple(row.values()) for row in each["values"]] for each in found}

    assert read("en") == {
        "Hosting": [("Cloud", "Cloud", 1)], "Window": [("8", "8 pages", 1)], "Offline": [("true", "Yes", 1)],
    }  # fmt: skip
    assert read("de") == {
        "Betrieb": [("Cloud", "Wolke", 1)], "Window": [("8", "8 Seiten", 1)], "Offline": [("true", "Ja", 1)],
    }  # fmt: skip


@pytest.mark.parametrize("unit", ["pages", "Seiten"])
def test_a_filter_takes_the_unit_in_every_language(unit: str) -> None:
    query = """query($unit: String) { solutions(locale: "de", filter: {attributes: [
      {slug: "window", min: 1, unit: $unit}]}) { totalCount } }"""
    assert ask(Client(), query, unit=unit)["solutions"]["totalCount"] == 1
    assert "is measured in “pages”" in str(post(Client(), query, unit="words"))


@pytest.mark.parametrize(("value", "count"), [("Cloud", 1), ("Wolke", None)])
def test_a_filter_takes_values_and_no_labels(value: str, count: int | None) -> None:
    query = """query($value: String) { solutions(filter: {attributes: [{slug: "hosting", equals: $value}]}) {
      totalCount } }"""
    answer = post(Client(), query, value=value)
    found = (answer["data"] or {}).get("solutions")
    assert (found and found["totalCount"]) == count
    assert codes(answer) == ([] if count else ["BAD_USER_INPUT"])
