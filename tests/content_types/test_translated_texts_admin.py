"""Names and texts in further languages in the admin: forms, lists, versions."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from content_types.pages.models import SiteSettings
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.vendors.models import Vendor
from tests.factories.content import make_category, make_site, make_vendor
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "w-editor-form"
KINDS = [Category, Tag, UseCase, Vendor]
PUBLISH = {"action-publish": "1"}


def page(record: Any, view: str, *args: object) -> str:
    kind: Any = record if isinstance(record, type) else type(record)
    return reverse(f"wagtailsnippets_{kind._meta.app_label}_{kind._meta.model_name}:{view}", args=args)


def make(kind: Any, **fields: Any) -> Any:
    """A record of a kind, called “Vision”."""
    if kind in (Category, Vendor):
        return (make_category if kind is Category else make_vendor)("Vision", **fields)
    return kind.objects.create(name="Vision", slug="vision", **fields)


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def save(client: Client, record: Any, **changes: str) -> Any:
    address = page(record, "edit", record.pk)
    return client.post(address, form_at(client, address, FORM, **PUBLISH, **changes))


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_gives_a_record_texts_in_a_language(editor: Client, kind: Any) -> None:
    record = make(kind, translations={})
    response = save(editor, record, name_de="  Bild\u200bverarbeitung ")
    assert response.status_code == 302, find_errors(response)
    record.refresh_from_db()
    assert (record.name, record.slug) == ("Vision", "vision")
    assert record.translations == {"de": {"name": "Bildverarbeitung"}}
    assert (
        ModelLogEntry.objects.for_instance(record)
        .filter(action="wagtail.edit", content_changed=True)
        .exists()
    )
    assert save(editor, record, name_de="").status_code == 302
    record.refresh_from_db()
    assert record.translations == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_too_long_is_rejected_at_its_field(editor: Client, kind: Any) -> None:
    before = {"de": {"name": "Sehen"}}
    record = make(kind, translations=before)
    most = kind._meta.get_field("name").max_length
    response = save(editor, record, name="Changed", name_de="x" * (most + 1))
    assert f"at most {most} characters" in find_errors(response)
    record.refresh_from_db()
    assert (record.name, record.translations) == ("Vision", before)


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (Category, ["Name (Deutsch)", "Description (Deutsch)"]),
        (Tag, ["Name (Deutsch)"]),
        (UseCase, ["Name (Deutsch)", "Description (Deutsch)"]),
        (Vendor, ["Name (Deutsch)", "Description (Deutsch)"]),
    ],
)
def test_the_form_has_a_tab_for_the_language(editor: Client, kind: Any, labels: list[str]) -> None:
    record = make(kind, translations={"de": {"name": "Bildverarbeitung"}})
    found = BeautifulSoup(editor.get(page(record, "edit", record.pk)).content, "html.parser")
    tabs = [each.get_text(strip=True).removesuffix("()") for each in found.select("[role=tab]")]
    assert tabs[1] == "Deutsch"
    shown = [each.get_text(" ", strip=True).removesuffix(" *") for each in found.select("label")]
    assert [each for each in shown if "Deutsch" in each] == labels
    assert [each["value"] for each in found.select("[name=name_de]")] == ["Bildverarbeitung"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["Bildverarbeitung", "bildver", "Vision"])
def test_the_list_finds_a_record_by_its_name_in_every_language(editor: Client, kind: Any, query: str) -> None:
    make(kind, translations={"de": {"name": "Bildverarbeitung"}})
    assert rows_in(editor.get(page(kind, "list"), {"q": query})) == ["Vision"]
    assert rows_in(editor.get(page(kind, "list"), {"q": "Sprachmodell"})) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_is_added_with_its_texts(editor: Client, kind: Any) -> None:
    sent = {"name": "Speech", "slug": "", "name_de": "Sprache", **PUBLISH}
    response = editor.post(page(kind, "add"), form_at(editor, page(kind, "add"), FORM, **sent))
    assert response.status_code == 302, find_errors(response)
    record = kind.objects.get(slug="speech")
    assert (record.name, record.name_de) == ("Speech", "Sprache")


def test_versions_of_a_vendor_are_compared_by_their_translations(editor: Client) -> None:
    vendor = make_vendor("Acme")
    for text in ("Macht Dinge", "Macht alles"):
        assert save(editor, vendor, description_de=text).status_code == 302
    address = page(vendor, "revisions_compare", vendor.pk, "earliest", "latest")
    found = BeautifulSoup(editor.get(address).content, "html.parser")
    assert "Description (Deutsch)" in found.get_text()
    assert [each.get_text() for each in found.select("span.addition")] == ["alles"]


def test_a_draft_of_a_vendor_keeps_its_translations_to_itself(editor: Client) -> None:
    vendor = make_vendor("Acme", translations={"de": {"description": "Macht Dinge"}})
    address = page(vendor, "edit", vendor.pk)
    editor.post(address, form_at(editor, address, FORM, description_de="Geheim"))
    vendor.refresh_from_db()
    assert vendor.description_de == "Macht Dinge"
    assert "Geheim" in editor.get(address).content.decode()


REPORTS = {Category: "category", Tag: "tag", UseCase: "usecase", Vendor: "vendor"}


def read_report(client: Client, kind: Any, query: str = "") -> dict[str, str]:
    """The rows of a report: the name of each, and what is missing."""
    found = client.get(f"/admin/reports/untranslated-{REPORTS[kind]}/{query}").content
    rows = BeautifulSoup(found, "html.parser").select("#listing-results table tbody tr")
    cells = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]
    return {name: missing for name, missing, *_ in cells}


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (Category, "Deutsch (name, description)"),
        (Tag, "Deutsch (name)"),
        (UseCase, "Deutsch (name, description)"),
        (Vendor, "Deutsch (description)"),
    ],
)
def test_a_report_lists_records_without_translations(editor: Client, kind: Any, missing: str) -> None:
    texts = {} if kind is Tag else {"description": "Looks"}
    record = make(kind, **texts)
    assert read_report(editor, kind) == read_report(editor, kind, "?missing=de") == {"Vision": missing}
    assert (
        f'href="{page(record, "edit", record.pk)}"'
        in editor.get(f"/admin/reports/untranslated-{REPORTS[kind]}/").content.decode()
    )
    record.translations = {"de": {"name": "Sehen", **({} if kind is Tag else {"description": "Schaut"})}}
    record.save()
    assert read_report(editor, kind) == {}


def test_texts_that_are_empty_in_the_default_language_are_not_missing(editor: Client) -> None:
    make(Category, translations={"de": {"name": "Sehen"}})
    make(Vendor)
    assert read_report(editor, Category) == read_report(editor, Vendor) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_is_for_those_who_edit(kind: Any) -> None:
    make_site()
    make(kind, **({} if kind is Tag else {"description": "Looks"}))
    response = sign_in_client("Moderator").get(f"/admin/reports/untranslated-{REPORTS[kind]}/")
    assert response.status_code == 302 and "Vision" not in response.content.decode()


def test_the_texts_of_the_site_are_translated_in_its_settings() -> None:
    site = make_site()
    client = sign_in_client()
    address = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    form = form_at(
        client, address, FORM, tagline="Find it", tagline_de="Finde es", **{"social_links-count": "0"}
    )
    response = client.post(address, form)
    assert response.status_code == 302, find_errors(response)
    found = SiteSettings.for_site(site)
    assert (found.tagline, found.translations) == ("Find it", {"de": {"tagline": "Finde es"}})
    refused = client.post(address, form_at(client, address, FORM, tagline_de="x" * 161))
    assert "160" in find_errors(refused)
    assert SiteSettings.objects.get().translations == {"de": {"tagline": "Finde es"}}
