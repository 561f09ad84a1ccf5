"""Copies, aliases and translations of pages that have a key of their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from content_types.pages.models import CollectionItem
from content_types.solutions.models import Solution, SolutionIndex
from content_types.solutions.parts import Alternative, AttributeValue
from content_types.taxonomy.models import AttributeDefinition
from tests.factories.content import (
    index_page,
    make_category,
    make_collection,
    make_event,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
)
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "page-edit-form"


@pytest.fixture
def editor() -> Client:
    make_site()
    make_language("de")
    return sign_in_client("Editor")


def copy(client: Client, page: Page, **fields: Any) -> HttpResponse:
    data = {"new_title": page.title, "new_slug": f"{page.slug}-2", "new_parent_page": page.get_parent().pk}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**data, **fields})


def publish(client: Client, page: Page, **changes: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_at(client, address, FORM, **changes, **{"action-publish": "1"}))


def keys() -> dict[str, str | None]:
    return dict(Solution.objects.values_list("slug", "external_id"))


@pytest.mark.parametrize(
    "fields", [{"alias": "on"}, {"publish_copies": "on"}, {}], ids=["alias", "live", "draft"]
)
def test_a_copy_has_no_external_id(editor: Client, fields: dict[str, str]) -> None:
    page = make_solution(slug="kite", external_id="K-1")
    response = copy(editor, page, **fields)
    assert response.status_code == 302, find_errors(response)
    assert keys() == {"kite": "K-1", "kite-2": None}


def test_aliases_of_a_whole_tree_have_no_external_ids(editor: Client) -> None:
    page = make_solution(slug="kite", external_id="K-1")
    home = make_site("other.example", default=False).root_page
    SolutionIndex.objects.child_of(home).get().delete()
    index = index_page(SolutionIndex)
    response = copy(editor, index, alias="on", copy_subpages="on", new_parent_page=home.pk)
    assert response.status_code == 302, find_errors(response)
    assert Solution.objects.get(alias_of=page).external_id is None
    page.refresh_from_db()
    assert page.external_id == "K-1"


@pytest.mark.parametrize("key", ["K-1", "K-2", ""])
def test_an_original_changes_its_external_id_and_its_alias_follows_in_all_else(
    editor: Client, key: str
) -> None:
    page = make_solution(slug="kite", external_id="K-1", summary="Old.")
    alias = page.create_alias(update_slug="alias")
    chained = alias.create_alias(update_slug="chained")
    for summary in ("New.", "Newer."):
        response = publish(editor, page, external_id=key, summary=summary)
        assert response.status_code == 302, find_errors(response)
        assert keys() == {"kite": key or None, "alias": None, "chained": None}
        rows = Solution.objects.filter(pk__in=[page.pk, alias.pk, chained.pk])
        assert set(rows.values_list("summary", "live")) == {(summary, True)}


def test_an_alias_that_became_a_page_keeps_the_external_id_it_is_given(editor: Client) -> None:
    page = make_solution(slug="kite", external_id="K-1")
    alias = page.create_alias(update_slug="alias")
    editor.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert publish(editor, Solution.objects.get(pk=alias.pk), external_id="K-2").status_code == 302
    publish(editor, page, summary="New.")
    assert keys() == {"kite": "K-1", "alias": "K-2"}


def test_an_external_id_that_is_taken_is_said_at_the_field(editor: Client) -> None:
    make_solution(slug="kite", external_id="K-1")
    other = make_solution(slug="other")
    other.create_alias(update_slug="alias")
    assert "Solution with this External id already exists." in find_errors(
        publish(editor, other, external_id="K-1")
    )
    assert keys() == {"kite": "K-1", "other": None, "alias": None}


@pytest.mark.parametrize("alias", [True, False])
def test_a_translation_has_no_external_id(editor: Client, alias: bool) -> None:
    page = make_solution(slug="kite", external_id="K-1")
    page.copy_for_translation(Locale.objects.get(language_code="de"), alias=alias)
    assert set(Solution.objects.values_list("locale__language_code", "external_id")) == {
        ("en", "K-1"),
        ("de", None),
    }
    assert publish(editor, page, external_id="K-2").status_code == 302


def filled_pages() -> list[Any]:
    """One page of each kind, with all child rows that must be unique in it."""
    category = make_category("Models")
    definition = AttributeDefinition.objects.create(category=category, key="n", name="N", type="number")
    other = make_solution("Other", category=category)
    solution = make_solution("Kite", category=category, tags=("rag", "ocr"), external_id="K-1")
    AttributeValue.objects.create(page=solution, definition=definition, value="1")
    Alternative.objects.create(page=solution, alternative=other)
    collection = make_collection("List", solutions=(solution, other))
    assert CollectionItem.objects.count() == 2
    return [solution, collection, make_event("Fair"), make_standard_page("About")]


@pytest.mark.parametrize("place", range(4), ids=["solution", "collection", "event", "standard page"])
def test_every_kind_of_page_with_an_alias_is_published_again_and_again(editor: Client, place: int) -> None:
    page = filled_pages()[place]
    alias = page.create_alias(update_slug="alias")
    for title in ("Second", "Third"):
        page = type(page).objects.get(pk=page.pk)
        page.title = title
        page.save_revision().publish()
        assert type(page).objects.get(pk=alias.pk).title == title
    if isinstance(page, Solution):
        assert AttributeValue.objects.filter(page=alias.pk).count() == 1
        assert set(Solution.objects.get(pk=alias.pk).tags.names()) == {"rag", "ocr"}


def test_wagtail_still_copies_every_column_to_an_alias(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when aliases heed `exclude_fields_in_copy`: then BasePage need not."""
    monkeypatch.setattr(Solution, "_keep_own_values", lambda self, source: None)
    page = make_solution(slug="kite", external_id="K-1")
    with pytest.raises(ValidationError, match="External id"):
        page.create_alias(update_slug="alias")
