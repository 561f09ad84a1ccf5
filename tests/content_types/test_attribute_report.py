"""The report of attributes that are not translated: names, units, explanations and labels of choices."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content_types.taxonomy.attributes import AttributeDefinition
from tests.factories.content import make_category, make_site, make_user
from tests.support.admin import ROLES, sign_in_client

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/untranslated-attributedefinition/"
GERMAN = {"name": "Betrieb", "unit": "Std.", "help_text": "Wo es läuft."}


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def make_attribute(key: str = "hosting", **changes: Any) -> AttributeDefinition:
    values = {
        "name": "Hosting", "unit": "h", "help_text": "Where it runs.", "type": "choice", "choices": ["Cloud", "Edge"],
    }  # fmt: skip
    category = changes.pop("category", None) or make_category("Robots")
    return AttributeDefinition.objects.create(category=category, key=key, **(values | changes))


def read_report(client: Client, query: str = "") -> list[list[str]]:
    rows = BeautifulSoup(client.get(ADDRESS + query).content, "html.parser").select(
        "#listing-results tbody tr"
    )
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]


def test_everything_that_lacks_a_language_is_named(editor: Client) -> None:
    attribute = make_attribute()
    missing = "Deutsch (name, unit, explanation, choices: Cloud, Edge)"
    assert read_report(editor) == read_report(editor, "?missing=de") == [["Hosting", "Robots", missing]]
    edit = f"/admin/snippets/taxonomy/category/edit/{attribute.category_id}/"
    assert f'href="{edit}"' in editor.get(ADDRESS).content.decode()
    assert editor.get(edit).status_code == 200


@pytest.mark.parametrize(
    ("translations", "labels", "missing"),
    [
        (GERMAN, {"Cloud": "Wolke", "Edge": "Rand"}, None),
        (GERMAN, {"Cloud": "Wolke"}, "Deutsch (choices: Edge)"),
        (GERMAN, {}, "Deutsch (choices: Cloud, Edge)"),
        (GERMAN | {"unit": ""}, {"Cloud": "Wolke", "Edge": "Rand"}, "Deutsch (unit)"),
    ],
)
def test_what_is_translated_is_not_missing(
    editor: Client, translations: dict[str, str], labels: dict[str, str], missing: str | None
) -> None:
    kept = {name: text for name, text in translations.items() if text}
    make_attribute(translations={"de": kept}, choice_labels={"de": labels} if labels else {})
    assert read_report(editor) == ([["Hosting", "Robots", missing]] if missing else [])


def test_an_attribute_without_unit_explanation_and_choices_needs_a_name_alone(editor: Client) -> None:
    make_attribute(
        unit="", help_text="", type="text", choices=["Left over"], translations={"de": {"name": "Betrieb"}}
    )
    assert read_report(editor) == []


def test_an_attribute_that_is_translated_in_its_form_leaves_the_report(editor: Client) -> None:
    attribute = make_attribute(unit="", help_text="", type="text", choices=[])
    assert len(read_report(editor)) == 1
    attribute.name_de = "Betrieb"  # type: ignore[attr-defined]
    attribute.save()
    assert read_report(editor) == []


def test_the_report_is_searched_by_category_and_exported(editor: Client) -> None:
    make_attribute()
    make_attribute(key="speed", name="Speed", category=make_category("Cameras"))
    assert [row[0] for row in read_report(editor)] == ["Speed", "Hosting"]
    assert [row[0] for row in read_report(editor, "?q=camer")] == ["Speed"]
    response: Any = editor.get(f"{ADDRESS}?export=csv")
    text = b"".join(response.streaming_content).decode()
    assert "Robots" in text and "choices: Cloud, Edge" in text


@pytest.mark.parametrize("role", ROLES)
def test_the_report_is_for_those_who_change_categories(role: str) -> None:
    make_site()
    make_attribute()
    user = make_user(groups=(role,))
    response = sign_in_client(user=user).get(ADDRESS)
    allowed = user.has_perm("taxonomy.change_category")
    assert (response.status_code == 200, "Hosting" in response.content.decode()) == (allowed, allowed)


def test_the_report_costs_the_same_for_2_and_for_20_attributes(editor: Client) -> None:
    category, counts = make_category("Robots"), []
    for number in range(20):
        make_attribute(key=f"key-{number}", category=category)
        if number in (1, 19):
            editor.get(ADDRESS)
            with CaptureQueriesContext(connection) as found:
                editor.get(ADDRESS)
            counts.append(len(found))
    assert counts[0] == counts[1]
