"""A menu shows a caller the entries that lead somewhere for them, and no word of the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content_types.pages.models import Menu, MenuItem
from tests.content_api.client import ask, statements
from tests.factories.content import make_event, make_site, make_solution, make_standard_page, make_user

pytestmark = pytest.mark.django_db
QUERY = '{ site { menu(handle: "main") { title items { label url page { path } } } } }'
LABELS = '{ site { menu(handle: "main") { items { label } } } }'


@pytest.fixture
def menu() -> Menu:
    site = make_site()
    return Menu.objects.create(handle="main", title="Main", locale=site.root_page.locale)


def add(menu: Menu, label: str, **link: Any) -> None:
    MenuItem.objects.create(menu=menu, label=label, sort_order=MenuItem.objects.count(), **link)


def labels(client: Client) -> list[str]:
    return [item["label"] for item in ask(client, LABELS)["site"]["menu"]["items"]]


def below_a_private_page() -> Any:
    private = make_standard_page("Private")
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    return make_standard_page("Below", under=private)


HIDDEN = {
    "draft": lambda: make_solution("Hidden", live=False),
    "expired": lambda: make_event("Hidden", expire_at=timezone.now()),
    "private": below_a_private_page,
    "of another site": lambda: make_standard_page(
        "Hidden", under=make_site("other.example", default=False).root_page
    ),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_an_entry_is_left_out_with_its_page(menu: Menu, kind: str) -> None:
    add(menu, "Secret", page=HIDDEN[kind]())
    add(menu, "About", page=make_standard_page("About"))
    add(menu, "Code", link_url="https://example.org/")
    assert ask(Client(), QUERY)["site"]["menu"] == {
        "title": "Main",
        "items": [
            {"label": "About", "url": "", "page": {"path": "/about/"}},
            {"label": "Code", "url": "https://example.org/", "page": None},
        ],
    }


def test_an_entry_is_shown_to_those_who_may_see_its_page(menu: Menu) -> None:
    page = make_standard_page("Members")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    add(menu, "For members", page=page)
    person = Client()
    person.force_login(make_user())
    assert (labels(Client()), labels(person)) == ([], ["For members"])


def test_an_entry_without_a_link_is_left_out(menu: Menu) -> None:
    add(menu, "Nowhere")
    assert labels(Client()) == []


def test_a_long_menu_costs_the_statements_of_a_short_one(menu: Menu) -> None:
    add(menu, "First", page=make_standard_page("First"))
    ask(Client(), QUERY)  # fills the caches of content types
    short = len(statements(Client(), QUERY))
    for number in range(10):
        add(menu, f"{number}", page=make_standard_page(f"Page {number}"))
        add(menu, f"Hidden {number}", page=make_standard_page(f"Hidden {number}", live=False))
    assert len(statements(Client(), QUERY)) == short


def test_menus_below_menus_are_shown_by_the_same_rules(menu: Menu) -> None:
    """Two levels below the top one; what is hidden is left out at each."""
    products, tools = (
        Menu.objects.create(handle=handle, title=handle.title(), locale=menu.locale)
        for handle in ("products", "tools")
    )
    kite = make_solution("Kite")
    add(menu, "Products", page=make_standard_page("About"), submenu=products)
    add(products, "Tools", submenu=tools)
    add(products, "Hidden", page=make_solution("Draft", live=False), submenu=tools)
    add(tools, "Kite", page=kite)
    add(tools, "Hidden", page=HIDDEN["private"]())
    query = """{ site { menu(handle: "main") { items { label page { path } submenu { title
        items { label page { path } submenu { title items { label page { path } submenu { title } } } } } } } } }"""
    [top] = ask(Client(), query)["site"]["menu"]["items"]
    below = {"label": "Kite", "page": {"path": "/solutions/kite/"}, "submenu": None}
    inner = {"label": "Tools", "page": None, "submenu": {"title": "Tools", "items": [below]}}
    assert top == {
        "label": "Products",
        "page": {"path": "/about/"},
        "submenu": {"title": "Products", "items": [inner]},
    }
