"""Pages in a browser: translating, saving what has expired, and publishing while the form saves itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import SignIn
from tests.factories.content import make_language, make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]


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
    translator.said("The page 'Kite' was successfully created in Deutsch")
    form = PageForm(translator.page)
    form.fill("Title", "Drachen")
    form.publish()
    made = Solution.objects.get(locale__language_code="de")
    assert (made.title, made.live, made.url) == ("Drachen", True, "/de/solutions/drachen/")
    view = translator.page.locator(".messages").get_by_role("link", name="View live")
    expect(view).to_have_attribute("href", "/de/solutions/drachen/")


def test_a_page_that_has_expired_is_saved_and_the_way_to_publish_it_is_said(editor: Admin) -> None:
    now = datetime.now(UTC)
    past = {"go_live_at": now - timedelta(days=9), "expire_at": now - timedelta(days=2)}
    page = make_solution("Old", live=False, expired=True, **past)
    form = edit(editor, page)
    form.fill("Title", "New")
    editor.page.get_by_role("button", name="Save draft").click()
    editor.said("has been updated")
    form.publish()
    editor.said("The expiry date has passed: change or clear it under “Set schedule”, then publish again.")
    page.refresh_from_db()
    assert (page.get_latest_revision_as_object().title, page.live) == ("New", False)
