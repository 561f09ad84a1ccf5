"""Rows of the listings of pages are those that Wagtail's own templates write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element, parse_html
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import timezone
from wagtail.admin import wagtail_hooks
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.ui.menus import pages as menus
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.widgets.button import BaseButton, Button, ButtonWithDropdownFromHook
from wagtail.models import PageViewRestriction

from cms.base.paths import build_path
from cms.compat import wagtail_markup, wagtail_rows
from tests.factories.content import (
    make_event,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
OURS: tuple[tuple[Any, str, Any], ...] = (
    (PageTitleColumn, "render_cell_html", wagtail_rows.library_title),
    (PageStatusColumn, "render_cell_html", wagtail_rows.library_state),
    (ButtonWithDropdownFromHook, "render_html", wagtail_rows.library_dropdown),
    (BaseButton, "render_html", wagtail_markup.library_button),
    (menus, "reverse", reverse),
    (wagtail_hooks, "reverse", reverse),
)


def read_rows(client: Client, address: str) -> list[Element]:
    """The table bodies of a page."""
    page, found = parse_html(client.get(address).content.decode()), []

    def walk(element: Any) -> None:
        if getattr(element, "name", "") == "tbody":
            found.append(element)
        for child in getattr(element, "children", ()):
            walk(child)

    walk(page)
    assert found
    return found


def plant_pages() -> None:
    make_solution("Plain <b>")
    make_solution("Draft", live=False)
    changed = make_solution("Changed")
    changed.title = "Changed & waiting"
    changed.save_revision()
    scheduled = make_solution("Scheduled", live=False, go_live_at=timezone.now() + timedelta(days=1))
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)
    make_solution("Locked", locked=True)
    PageViewRestriction.objects.create(page=make_solution("Private"))
    make_standard_page("With a child")
    make_event("Meetup")


LISTINGS = ("/admin/solutions/", "/admin/solutions/results/?q=a", "/admin/events/", "/admin/pages/")


@pytest.mark.parametrize("role", ["Administrator", "Editor"])
def test_listings_are_written_as_wagtail_writes_them(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = (*LISTINGS, f"/admin/pages/{make_site().root_page.pk}/")
    make_language("de")
    plant_pages()
    client = sign_in_client(role)
    found = [read_rows(client, each) for each in places]
    for owner, name, library in OURS:
        monkeypatch.setattr(owner, name, library)
    assert found == [read_rows(client, each) for each in places]


def test_columns_with_a_template_of_their_own_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class OwnTitle(PageTitleColumn):
        cell_template_name = "wagtailadmin/pages/listing/_privacy_indicator.html"

    seen: list[Any] = []
    monkeypatch.setattr(wagtail_rows, "library_title", lambda *given: seen.append(given))
    make_site()
    page, user = make_solution("One"), make_user(groups=("Editor",))
    request = type("Request", (), {"user": user})
    OwnTitle("title").render_cell_html(page, {"row": 1, "table": 2, "request": request})
    assert seen


def test_hooks_change_the_buttons_of_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def add_button(buttons: list[Any], page: Any, user: Any, context: Any) -> None:
        buttons.append(Button(f"Extra {context['page'].title} {page.pk}", "/x/"))

    make_site()
    page = make_solution("One")
    library = wagtailadmin_tags.hooks.get_hooks
    monkeypatch.setattr(
        wagtailadmin_tags.hooks,
        "get_hooks",
        lambda name: [add_button] if name == "construct_page_listing_buttons" else library(name),
    )
    assert f"Extra One {page.pk}" in sign_in_client("Editor").get("/admin/solutions/").content.decode()


def test_addresses_are_those_of_django() -> None:
    for name in ("edit", "copy", "delete"):
        found = build_path(f"wagtailadmin_pages:{name}", 7)
        assert found == reverse(f"wagtailadmin_pages:{name}", args=[7])
    found = build_path("audience:row", "solution", 12)
    assert found == reverse("audience:row", args=["solution", 12])
    assert found != build_path("audience:row", "event", 12)
    assert build_path("wagtailadmin_home") == reverse("wagtailadmin_home")
    assert build_path("wagtailadmin_pages:edit", "7") == build_path("wagtailadmin_pages:edit", 7)
    with pytest.raises(NoReverseMatch):
        build_path("wagtailadmin_pages:edit", -1)


def test_addresses_follow_the_prefix_of_the_site() -> None:
    try:
        set_script_prefix("/below/")
        assert build_path("wagtailadmin_pages:edit", 7).startswith("/below/")
    finally:
        set_script_prefix("/")
    assert build_path("wagtailadmin_pages:edit", 7).startswith("/admin/")
