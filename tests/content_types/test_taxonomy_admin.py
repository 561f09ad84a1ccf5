"""Categories, tags and use cases in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from content_types.solutions.models import Solution
from content_types.taxonomy.models import AttributeDefinition, Category, Tag
from tests.factories.content import make_category, make_site, make_solution
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "w-editor-form"


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def category_page(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_taxonomy_category:{view}", args=args)


def send(client: Client, address: str, **changes: Any) -> HttpResponse:
    return client.post(address, form_at(client, address, FORM, **changes))


def tree() -> list[tuple[str, int]]:
    assert Category.find_problems() == ([], [], [], [], [])
    return list(Category.objects.order_by("path").values_list("name", "depth"))


def test_a_new_category_stands_at_its_place_with_its_attributes(editor: Client) -> None:
    top = make_category("Models")
    make_category("Zeta", parent=top)
    row = {
        "name": "Context",
        "key": "context",
        "type": "number",
        "unit": "tokens",
        "choices": "",
        "ORDER": "1",
    }
    rows = {"attribute_definitions-TOTAL_FORMS": "1"} | {
        f"attribute_definitions-0-{key}": value for key, value in row.items()
    }
    send(editor, category_page("add"), name="Alpha", slug="alpha", parent=top.pk, **rows)
    send(editor, category_page("add"), name="Agents", slug="agents", parent="")
    assert tree() == [("Agents", 1), ("Models", 1), ("Alpha", 2), ("Zeta", 2)]
    assert AttributeDefinition.objects.get().category.name == "Alpha"


def test_a_category_moves_with_all_below_it(editor: Client) -> None:
    models, search = make_category("Models"), make_category("Search")
    make_category("Chat", parent=models)
    models.refresh_from_db()
    response = send(editor, category_page("edit", models.pk), parent=search.pk)
    assert response.status_code == 302, find_errors(response)
    assert tree() == [("Search", 1), ("Models", 2), ("Chat", 3)]
    send(editor, category_page("edit", models.pk), parent="", name="Zoo")
    assert tree() == [("Search", 1), ("Zoo", 1), ("Chat", 2)]


def test_a_category_does_not_move_below_itself(editor: Client) -> None:
    models = make_category("Models")
    chat = make_category("Chat", parent=models)
    for below in (models, chat):
        response = send(editor, category_page("edit", models.pk), parent=below.pk)
        assert "cannot be its own descendant" in find_errors(response)
    assert tree() == [("Models", 1), ("Chat", 2)]


def test_a_choice_attribute_needs_its_choices(editor: Client) -> None:
    row = {"name": "Size", "key": "size", "type": "choice", "unit": "", "choices": "", "ORDER": "1"}
    rows = {"attribute_definitions-TOTAL_FORMS": "1"} | {
        f"attribute_definitions-0-{key}": value for key, value in row.items()
    }
    response = send(editor, category_page("add"), name="Alpha", slug="alpha", **rows)
    assert "Give the values to choose from" in find_errors(response)
    assert tree() == []


def test_the_listing_is_the_tree(editor: Client) -> None:
    make_category("Chat", parent=make_category("Models"))
    make_category("Agents")
    make_solution(category=Category.objects.get(name="Chat"))
    response = editor.get(category_page("list"))
    assert rows_in(response) == ["Agents", "Models", "Chat"]
    export = b"".join(editor.get(category_page("list") + "?export=csv")).decode().splitlines()
    assert [line.rsplit(",", 1)[-1] for line in export] == ["solutions", "0", "0", "1"]


@pytest.mark.parametrize("bulk", [False, True])
def test_a_category_with_others_below_it_is_not_deleted(editor: Client, bulk: bool) -> None:
    top = make_category("Models")
    make_category("Chat", parent=top)
    page = (
        f"/admin/bulk/taxonomy/category/delete/?id={top.pk}&next=/admin/"
        if bulk
        else category_page("delete", top.pk)
    )
    response = editor.post(page, follow=True)
    assert "Move or delete the categories below Models first." in response.content.decode()
    assert Category.objects.count() == 2


def test_a_tag_is_renamed_where_it_is_used(editor: Client) -> None:
    solution = make_solution(tags=("llm",))
    address = reverse("wagtailsnippets_taxonomy_tag:edit", args=[Tag.objects.get().pk])
    assert send(editor, address, name="Language models").status_code == 302
    assert list(Solution.objects.get(pk=solution.pk).tags.names()) == ["Language models"]
