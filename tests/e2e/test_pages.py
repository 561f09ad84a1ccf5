"""Pages in a browser: translating, saving what has expired, and publishing while the form saves itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Request, expect
from wagtail.models import PageLogEntry

from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import SignIn
from tests.factories.content import make_category, make_language, make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]
WATCH = """document.addEventListener("w-unsaved:watch-edits", () => { document.documentElement.id = "watches-edits" })"""
"""Wagtail's form takes what it holds two seconds after it was loaded as unchanged, and saves what is typed after."""


@pytest.fixture(params=["Editor", "Administrator"])
def translator(request: pytest.FixtureRequest, sign_in: SignIn) -> Admin:
    make_language("de")
    return sign_in(make_user("tara", groups=(request.param,)))


@pytest.fixture
def editor(sign_in: SignIn) -> Admin:
    return sign_in(make_user("edith", groups=("Editor",)))


def edit(admin: Admin, page: Solution) -> PageForm:
    admin.page.goto(f"{admin.address}/admin/pages/{page.pk}/edit/")
    return PageForm(admin.page)


def test_a_page_is_translated_by_the_buttons_of_its_form(translator: Admin) -> None:
    edit(translator, make_solution("Kite"))
    translator.page.get_by_role("navigation", name="Actions").get_by_role("button").first.click()
    translator.follow("Translate")
    translator.page.get_by_label("Deutsch").check()
    translator.page.get_by_role("button", name="Submit").click()
    translator.expect_message("The page 'Kite' was successfully created in Deutsch")
    form = PageForm(translator.page)
    form.fill("Title", "Drachen")
    translator.page.keyboard.press("Tab")  # the slug follows when the field is left
    expect(translator.page.locator("#id_slug")).to_have_value("drachen")
    form.publish()
    made = Solution.objects.get(locale__language_code="de")
    assert (made.title, made.live, made.url) == ("Drachen", True, "/de/solutions/drachen/")
    view = translator.page.locator(".messages").get_by_role("link", name="View live")
    expect(view).to_have_attribute("href", "/de/solutions/drachen/")


def test_a_page_that_has_expired_is_saved_and_the_way_to_publish_it_is_said(editor: Admin) -> None:
    now = datetime.now(UTC)
    past: dict[str, Any] = {"go_live_at": now - timedelta(days=9), "expire_at": now - timedelta(days=2)}
    page = make_solution("Old", live=False, expired=True, **past)
    form = edit(editor, page)
    form.fill("Title", "New")
    editor.page.get_by_role("button", name="Save draft").click()
    editor.expect_message("has been updated")
    form.publish()
    editor.expect_message(
        "The expiry date has passed: change or clear it under “Set schedule”, then publish again."
    )
    page.refresh_from_db()
    assert (page.get_latest_revision_as_object().title, page.live) == ("New", False)


def open_new_solution(editor: Admin) -> PageForm:
    """The form of a new profile that saves itself, once it watches what is typed."""
    make_category("Models")
    editor.page.add_init_script(WATCH)
    editor.menu("Directory", "Solutions")
    editor.follow("Add solution")
    expect(editor.page.locator("#watches-edits")).to_be_attached()
    form = PageForm(editor.page)
    form.choose("Choose category", "Models")
    form.fill("Summary", "It flies.")
    return form


def saves_a_new_page(request: Request) -> bool:
    asks_for_json = request.headers.get("accept") == "application/json"
    return request.method == "POST" and asks_for_json and "/add/" in request.url


def test_a_new_page_saves_itself(editor: Admin, settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    form = open_new_solution(editor)
    form.fill("Title", "Kite")
    expect(editor.page.locator("#w-autosave-indicator")).to_contain_text("Saved")
    expect(editor.page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))
    page = Solution.objects.get()
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Kite")


def test_a_new_page_is_published_once_while_it_saves_itself(editor: Admin, settings: Any) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    form = open_new_solution(editor)
    with editor.page.expect_request(saves_a_new_page):
        form.fill("Title", "Kite")
    editor.page.get_by_role("button", name="More actions").click()
    publish = editor.page.get_by_role("button", name="Publish", exact=True)
    publish.click(no_wait_after=True)  # the autosave changes the address meanwhile, which is no answer
    expect(editor.page.locator(".messages")).to_contain_text("Kite", timeout=60_000)
    page = Solution.objects.get()
    assert (page.title, page.slug, page.summary, page.live) == ("Kite", "kite", "It flies.", True)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 1
