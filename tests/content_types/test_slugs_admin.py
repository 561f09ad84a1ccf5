"""An editor need not type a slug: an empty one is made from the name, whatever its script."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.vendors.models import Vendor
from tests.factories.content import index_page, make_category, make_site, make_solution
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db

NAMES = [
    ("百度", "baidu"),
    ("Яндекс", "yandeks"),
    ("Straße", "strasse"),
    ("हिन्दी", "hindi"),
    ("한국어", "hangugeo"),
    ("Größe & Söhne", "grosse-sohne"),
    ("@azure/openai", "azure-openai"),
    ("org:tool_kit+x.y", "org-tool-kit-x-y"),
]
SNIPPETS = [(Vendor, "vendor"), (Category, "category"), (Tag, "tag"), (UseCase, "usecase")]


def add(model: Any, name: str, slug: str = "") -> Any:
    client, meta = sign_in_client(), model._meta
    address = reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:add")
    form = form_at(client, address, "w-editor-form", name=name, slug=slug, **{"action-publish": "1"})
    return client.post(address, form)


@pytest.mark.parametrize(("name", "slug"), NAMES)
@pytest.mark.parametrize("model", [model for model, _ in SNIPPETS])
def test_a_snippet_without_a_slug_gets_one_from_its_name(model: Any, name: str, slug: str) -> None:
    answer = add(model, name)
    assert answer.status_code == 302, find_errors(answer)
    assert (model.objects.get().name, model.objects.get().slug) == (name, slug)


@pytest.mark.parametrize(("model", "fallback"), SNIPPETS)
def test_taken_slugs_are_numbered_and_names_without_letters_get_the_kind(model: Any, fallback: str) -> None:
    for name in ("C++ Guild", "C# Guild", "+++", "###"):
        answer = add(model, name)
        assert answer.status_code == 302, find_errors(answer)
    found = set(model.objects.values_list("slug", flat=True))
    assert found == {"c-guild", "c-guild-2", fallback, f"{fallback}-2"}


@pytest.mark.parametrize("model", [model for model, _ in SNIPPETS])
@pytest.mark.parametrize("slug", ["two words", "a/b", "<b>"])
def test_a_slug_that_cannot_be_one_is_refused(model: Any, slug: str) -> None:
    answer = add(model, "Name", slug)
    assert "Enter a valid “slug”" in find_errors(answer)
    assert not model.objects.exists()


def add_solution(title: str, slug: str = "") -> Any:
    if not SolutionIndex.objects.exists():
        make_site()
    client, parent = sign_in_client(), index_page(SolutionIndex)
    address = reverse("wagtailadmin_pages:add", args=["solutions", "solution", parent.pk])
    category = Category.objects.first() or make_category()
    values = {"title": title, "slug": slug, "summary": "S", "category": category.pk, "action-publish": "1"}
    return client.post(address, form_at(client, address, "page-edit-form", **values))


@pytest.mark.parametrize(("title", "slug"), NAMES)
def test_a_page_without_a_slug_gets_one_from_its_title(title: str, slug: str) -> None:
    answer = add_solution(title)
    assert answer.status_code == 302, find_errors(answer)
    assert (Solution.objects.get().title, Solution.objects.get().slug) == (title, slug)


def test_the_slug_of_a_page_is_numbered_where_a_sibling_has_it() -> None:
    make_site()
    make_solution("Strasse")
    assert Solution.objects.get().slug == "strasse"
    answer = add_solution("Straße")
    assert answer.status_code == 302, find_errors(answer)
    assert set(Solution.objects.values_list("slug", flat=True)) == {"strasse", "strasse-2"}


def test_a_page_keeps_its_slug_of_another_script() -> None:
    make_site()
    page = make_solution("Old")
    Page.objects.filter(pk=page.pk).update(slug="百度")
    client, address = sign_in_client(), reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_at(client, address, "page-edit-form", title="New", **{"action-publish": "1"})
    answer = client.post(address, form)
    assert answer.status_code == 302, find_errors(answer)
    assert (Solution.objects.get().title, Solution.objects.get().slug) == ("New", "百度")


def test_tags_that_are_made_by_naming_them_have_ascii_slugs() -> None:
    make_site()
    page = make_solution("A")
    page.tags.add("हिन्दी", "C++", "C#", "百度")
    page.save()
    assert dict(Tag.objects.values_list("name", "slug")) == {
        "हिन्दी": "hindi",
        "C++": "c",
        "C#": "c-1",
        "百度": "baidu",
    }


@pytest.mark.parametrize(("title", "slug"), [*NAMES, ("A/B", "a-b-2")])
def test_a_page_that_code_makes_without_a_slug_gets_the_same_one(title: str, slug: str) -> None:
    make_site()
    parent = index_page(SolutionIndex)
    parent.add_child(instance=Solution(title="Taken", slug="a-b", summary="S", category=make_category()))
    page = parent.add_child(instance=Solution(title=title, summary="S", category=make_category()))
    assert (page.title, page.slug) == (title, slug)


@pytest.mark.parametrize("name", ["@azure/openai", "azure.openai", "azure_openai", "azure+openai:"])
def test_a_tag_that_is_made_by_naming_it_has_hyphens_in_its_slug(name: str) -> None:
    assert Tag().slugify(name) == "azure-openai"
    assert Tag().slugify(name, 2) == "azure-openai-2"
