"""Who translates pages, and how a page gets into another language: never by a plain copy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction, CopyPagePermissionError
from wagtail.actions.create_alias import CreatePageAliasAction, CreatePageAliasPermissionError
from wagtail.models import Locale, Page

from cms.compat import wagtail_copies
from content_types.pages.models import HomePage
from content_types.solutions.models import Solution, SolutionIndex
from tests.factories.content import (
    index_page,
    make_event,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import find_errors, sign_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def german() -> HomePage:
    make_site()
    return make_language("de")


def get_translation_url(page: Page) -> str:
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


def into_german(client: Client, page: Page) -> Any:
    return client.post(get_translation_url(page), {"locales": [Locale.objects.get(language_code="de").pk]})


@pytest.mark.parametrize("role", ["Administrator", "Editor"])
@pytest.mark.parametrize("make", [make_solution, make_event, make_standard_page])
def test_editors_translate_every_kind_of_page(german: HomePage, role: str, make: Any) -> None:
    page, client = make("Kite"), sign_in_client(role)
    assert (
        get_translation_url(page)
        in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    form = client.get(get_translation_url(page))
    assert form.status_code == 200 and "Deutsch" in form.content.decode()
    response = into_german(client, page)
    made = type(page).objects.get(locale__language_code="de")
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert client.get(response.headers["Location"]).status_code == 200
    assert (made.live, made.translation_key, made.is_descendant_of(german)) == (
        False,
        page.translation_key,
        True,
    )


@pytest.mark.parametrize("role", ["Vendor", "Moderator"])
def test_nobody_else_translates_a_page(german: HomePage, role: str) -> None:
    person, vendor = make_user(groups=(role,)), make_vendor()
    if role == "Vendor":
        vendor.members.add(person)
        vendor.save()
    page, client = make_solution(vendor=vendor), sign_in_client(user=person)
    editing = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert (editing.status_code == 200) == (role == "Vendor")
    assert get_translation_url(page) not in editing.content.decode()
    for response in (client.get(get_translation_url(page)), into_german(client, page)):
        assert (response.status_code, response.headers.get("Location")) == (302, reverse("wagtailadmin_home"))
    assert not Solution.objects.filter(locale__language_code="de").exists()


def test_a_page_below_an_untranslated_one_is_not_translated(german: HomePage) -> None:
    page = make_standard_page("Below", under=make_standard_page("Above"))
    client = sign_in_client("Editor")
    assert "parent page is not translated" in client.get(get_translation_url(page)).content.decode()


@pytest.mark.parametrize(
    "fields", [{}, {"alias": "on"}, {"publish_copies": "on"}], ids=["draft", "alias", "live"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_copy_does_not_leave_its_language(german: HomePage, fields: dict[str, str], language: str) -> None:
    indexes = {"en": index_page(SolutionIndex), "de": index_page(SolutionIndex, under=german)}
    page = make_solution("Kite", under=indexes.pop(language))
    (other,) = indexes.values()
    data = {"new_title": "Kite", "new_slug": "kite-2", "new_parent_page": other.pk}
    response = sign_in_client("Editor").post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]), {**data, **fields}
    )
    there, here = ("Deutsch", "English") if language == "en" else ("English", "Deutsch")
    assert find_errors(response) == (
        f"“Kite” is in {here}, and the pages below “{other.title}” are in {there}."
        " Use “Translate” to have this page in another language."
    )
    assert Solution.objects.count() == 1


def test_a_copy_inside_its_language_and_of_a_home_page_is_made(german: HomePage) -> None:
    page = make_solution("Kite", under=index_page(SolutionIndex, under=german))
    client = sign_in_client("Editor")
    for original, slug in ((page, "kite-2"), (german, "home-2")):
        data = {"new_title": "Copy", "new_slug": slug, "new_parent_page": original.get_parent().pk}
        response = client.post(reverse("wagtailadmin_pages:copy", args=[original.pk]), data)
        assert response.status_code == 302, find_errors(response)
    assert {row.locale.language_code for row in Page.objects.filter(slug__in=["kite-2", "home-2"])} == {"de"}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_cannot_move_into_another_language_says_why(
    german: HomePage, language: str, method: str
) -> None:
    indexes = {"en": index_page(SolutionIndex), "de": index_page(SolutionIndex, under=german)}
    page = make_solution("Kite", under=indexes.pop(language))
    (other,) = indexes.values()
    before = Page.objects.get(pk=page.pk).path
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    response = getattr(sign_in_client("Editor"), method)(address, follow=True)
    there, here = ("Deutsch", "English") if language == "en" else ("English", "Deutsch")
    assert (
        f"“Kite” is in {here}, and the pages below “{other.title}” are in {there}."
        " Use “Translate” to have this page in another language."
    ) in response.content.decode()
    assert Page.objects.get(pk=page.pk).path == before


def test_only_who_may_move_a_page_is_told_why_it_cannot_move(german: HomePage) -> None:
    page = make_solution("Kite", under=index_page(SolutionIndex))
    other = index_page(SolutionIndex, under=german)
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    response = sign_in_client("Moderator").post(address, follow=True)
    assert "is in English" not in response.content.decode()
    assert Page.objects.get(pk=page.pk).get_parent().pk == index_page(SolutionIndex).pk


def test_actions_and_choosers_ask_the_same_question(
    german: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, german_index = make_solution("Kite"), index_page(SolutionIndex, under=german)
    editor = make_user(groups=("Editor",))
    with pytest.raises(CopyPagePermissionError):
        CopyPageAction(page, to=german_index, user=editor).execute()
    with pytest.raises(CreatePageAliasPermissionError):
        CreatePageAliasAction(page, parent=german_index, user=editor).execute()
    assert not page.permissions_for_user(editor).can_copy_to(german_index)
    assert wagtail_copies.original(
        page.permissions_for_user(editor), german_index
    )  # fails when Wagtail asks, too
    assert Solution.objects.count() == 1
