"""Attributes in further languages in the admin: the form of a category and the picker of a solution."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from content_types.taxonomy.models import AttributeDefinition, Category
from tests.factories.content import make_category, make_site, make_solution
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "w-editor-form"


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


@pytest.fixture
def hosting() -> AttributeDefinition:
    return AttributeDefinition.objects.create(
        category=make_category("Models"), key="hosting", name="Hosting", type="choice", choices=["Cloud", "On site"]
    )  # fmt: skip


def save(client: Client, category: Category, **changes: str) -> Any:
    address = reverse("wagtailsnippets_taxonomy_category:edit", args=[category.pk])
    sent = {f"attribute_definitions-0-{name}": value for name, value in changes.items()}
    return client.post(address, form_at(client, address, FORM, **sent))


def test_an_editor_translates_an_attribute(editor: Client, hosting: AttributeDefinition) -> None:
    response = save(
        editor, hosting.category, help_text="Where it runs", name_de=" Betrieb ", unit_de="", help_text_de="Wo es läuft",
        choices_de="Cloud = Wolke\nOn site = ",
    )  # fmt: skip
    assert response.status_code == 302, find_errors(response)
    hosting.refresh_from_db()
    assert hosting.translations == {"de": {"name": "Betrieb", "help_text": "Wo es läuft"}}
    assert hosting.choice_labels == {"de": {"Cloud": "Wolke"}}
    assert save(editor, hosting.category, choices_de="", name_de="").status_code == 302
    hosting.refresh_from_db()
    assert (hosting.translations, hosting.choice_labels) == ({"de": {"help_text": "Wo es läuft"}}, {})


def test_the_form_lists_every_choice_with_its_label(editor: Client, hosting: AttributeDefinition) -> None:
    hosting.choices_de = {"On site": "Vor Ort"}
    hosting.save()
    sent = form_at(
        editor, reverse("wagtailsnippets_taxonomy_category:edit", args=[hosting.category.pk]), FORM
    )
    lines = sent["attribute_definitions-0-choices_de"].strip().splitlines()
    assert [line.strip() for line in lines] == ["Cloud =", "On site = Vor Ort"]


def test_labels_follow_their_choices(editor: Client, hosting: AttributeDefinition) -> None:
    """Choices in another order keep their labels, and a choice that is removed takes its label with it."""
    hosting.choices_de = {"Cloud": "Wolke", "On site": "Vor Ort"}
    hosting.save()
    assert save(editor, hosting.category, choices="Hybrid, On site, Cloud").status_code == 302
    hosting.refresh_from_db()
    assert hosting.choices_de == {"Cloud": "Wolke", "On site": "Vor Ort"}
    assert save(editor, hosting.category, choices="Hybrid, Cloud").status_code == 302
    hosting.refresh_from_db()
    assert hosting.choices_de == {"Cloud": "Wolke"}


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("Clod = Wolke", "“Clod” is not one of the choices: Cloud, On site."),
        ("Wolke", "“Wolke” has no “=”: write each line as choice = label."),
        (f"Cloud = {'W' * 81}", "The label of “Cloud” has 81 characters where at most 80 are allowed."),
    ],
)
def test_labels_that_cannot_be_stored_are_rejected(
    editor: Client, hosting: AttributeDefinition, labels: str, message: str
) -> None:
    assert message in find_errors(save(editor, hosting.category, choices_de=labels, name_de="Betrieb"))
    hosting.refresh_from_db()
    assert (hosting.choice_labels, hosting.translations) == ({}, {})


@pytest.mark.parametrize(("field", "most"), [("name_de", 80), ("unit_de", 20), ("help_text_de", 300)])
def test_a_text_that_is_too_long_is_rejected(
    editor: Client, hosting: AttributeDefinition, field: str, most: int
) -> None:
    assert f"at most {most} characters" in find_errors(
        save(editor, hosting.category, **{field: "x" * (most + 1)})
    )
    hosting.refresh_from_db()
    assert hosting.translations == {}


@pytest.mark.parametrize(
    ("language", "label", "options"),
    [("en", "Hosting", ["Cloud", "On site"]), ("de", "Betrieb", ["Wolke", "On site"])],
)
def test_the_picker_of_a_solution_speaks_the_language_of_the_admin(
    editor: Client, hosting: AttributeDefinition, language: str, label: str, options: list[str]
) -> None:
    hosting.translations = {"de": {"name": "Betrieb", "help_text": "Wo es läuft"}}
    hosting.choices_de = {"Cloud": "Wolke"}
    hosting.save()
    address = reverse("wagtailadmin_pages:edit", args=[make_solution(category=hosting.category).pk])
    text = editor.get(address, headers={"accept-language": language}).content.decode()
    rows = re.findall(r"<template[^>]*>(.*?)</template>", text, re.DOTALL)
    page = BeautifulSoup("".join(rows), "html.parser")
    select = page.select_one("select[data-attributes]")
    assert select is not None and [each.text for each in select.select("option")][1:] == [label]
    (described,) = json.loads(str(select["data-attributes"]))
    assert described["choices"] == [
        [value, text] for value, text in zip(hosting.choices, options, strict=True)
    ]
    assert described["help"] == ("Wo es läuft" if language == "de" else "")
