"""Pages in a browser: translating, saving what has expired, and publishing while the form saves itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Request, expect
from wagtail.models import PageLogEntry

from content_types.solutions.models import Solution
from content_types.taxonomy.models import AttributeDefinition
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


def start_new_solution(editor: Admin) -> PageForm:
    """The form of a new profile that does not save itself, without a summary."""
    make_category("Models")
    editor.page.add_init_script(WATCH)
    editor.menu("Directory", "Solutions")
    editor.follow("Add solution")
    form = PageForm(editor.page)
    form.choose("Choose category", "Models")
    form.fill("Title", "Kite")
    return form


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(("Quotation",), marks=pytest.mark.slow),
        pytest.param(("Quotation", "Code"), marks=pytest.mark.slow),
        ("Quotation", "Image"),
    ],
)
def test_errors_in_blocks_are_counted_on_their_tab(editor: Admin, blocks: tuple[str, ...]) -> None:
    form = start_new_solution(editor)
    form.tab("Description")
    for block in blocks:
        editor.page.get_by_role("button", name="Insert a block").last.click()
        editor.page.get_by_role("option", name=block, exact=True).click()
    form.publish()
    editor.expect_message("The page could not be created due to validation errors")
    errors = editor.page.locator("#tab-description").locator(
        ":is(.error-message, .help-critical):not([hidden])"
    )
    counter = editor.page.locator("#tab-label-description .w-tabs__errors > span").first
    expect(counter).to_have_text(re.compile("[1-9]"))
    assert int(counter.inner_text()) == errors.count() >= len(blocks)
    assert not Solution.objects.exists()


def test_a_draft_that_saves_itself_is_not_said_to_have_failed(editor: Admin, settings: Any) -> None:
    form = start_new_solution(editor)
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    form.publish()
    messages = editor.page.locator(".messages")
    editor.expect_message("The page could not be created due to validation errors")
    expect(editor.page.locator("#watches-edits")).to_be_attached()
    form.fill("Title", "Kites")
    expect(editor.page.locator("#w-autosave-indicator")).to_contain_text("Saved")
    expect(messages).to_have_text(re.compile("Saved as a draft. Correct the errors below, then publish."))
    expect(messages).not_to_contain_text("could not be created")
    assert not Solution.objects.get().live


@pytest.mark.parametrize(
    ("kind", "fields", "value", "kept"),
    [
        pytest.param("boolean", {}, "Yes", "true", marks=pytest.mark.slow),
        ("choice", {"choices": ["EU", "US"]}, "US", "US"),
        ("number", {"unit": "tokens"}, "128000", "128000"),
        pytest.param("text", {}, "As text", "As text", marks=pytest.mark.slow),
    ],
)
def test_an_attribute_is_asked_for_in_the_way_of_its_type(
    editor: Admin, kind: str, fields: dict[str, Any], value: str, kept: str
) -> None:
    solution = make_solution("Kite", category=make_category("Models"))
    AttributeDefinition.objects.create(
        category=make_category("Search"), key="index", name="Index", type="text"
    )
    AttributeDefinition.objects.create(
        category=solution.category, key="asked", name="Asked", type=kind, **fields
    )
    form = edit(editor, solution)
    form.tab("Facts")
    editor.page.get_by_role("button", name="Add attribute").click()
    picker = editor.page.locator("#id_attribute_values-0-definition")
    expect(picker.locator("option")).to_have_count(2)
    picker.select_option(label="Asked (tokens)" if fields.get("unit") else "Asked")
    cell = editor.page.locator("cms-attribute-value:visible")
    if kind in ("boolean", "choice"):
        cell.locator("select").select_option(label=value)
        expect(cell.locator("input:visible")).to_have_count(0)
    else:
        cell.locator("input").fill(value)
        expect(cell.locator("input")).to_have_attribute("type", kind)
    expect(cell.locator(".cms-attribute__unit")).to_have_count(int("unit" in fields))
    form.publish()
    editor.expect_message("Kite")
    assert list(solution.attribute_values.values_list("value", flat=True)) == [kept]


def test_an_attribute_is_added_by_keyboard(editor: Admin) -> None:
    solution = make_solution("Kite", category=make_category("Models"))
    AttributeDefinition.objects.create(
        category=solution.category, key="place", name="Place", type="choice", choices=["EU", "US"]
    )
    form, keyboard = edit(editor, solution), editor.page.keyboard
    form.tab("Facts")
    editor.page.get_by_role("button", name="Add attribute").focus()
    keyboard.press("Enter")
    picker = editor.page.locator("#id_attribute_values-0-definition")
    picker.focus()
    keyboard.press("P")
    expect(picker.locator("option:checked")).to_have_text("Place")
    values = editor.page.locator("cms-attribute-value:visible select")
    expect(values).to_have_attribute("aria-label", "Place")
    for _ in range(4):  # Wagtail's button for comments may stand in between
        keyboard.press("Tab")
        if values.evaluate("element => element === document.activeElement"):
            break
    expect(values).to_be_focused()
    keyboard.press("U")
    form.publish()
    editor.expect_message("Kite")
    assert list(solution.attribute_values.values_list("value", flat=True)) == ["US"]


def leave_out_form_errors(editor: Admin) -> None:
    editor.page.route("**/form_errors*.js", lambda route: route.abort())


def test_wagtail_alone_counts_the_errors_of_a_tab_too_early(editor: Admin) -> None:
    """Fails when Wagtail counts those in blocks: then countAgain in static/cms/form_errors.js can go."""
    leave_out_form_errors(editor)
    form = start_new_solution(editor)
    form.tab("Description")
    editor.page.get_by_role("button", name="Insert a block").last.click()
    editor.page.get_by_role("option", name="Quotation", exact=True).click()
    form.publish()
    editor.expect_message("The page could not be created due to validation errors")
    found = editor.page.locator("#tab-description").locator(
        ":is(.error-message, .help-critical):not([hidden])"
    )
    expect(found.first).to_be_attached()
    counter = editor.page.locator("#tab-label-description .w-tabs__errors > span").first
    assert counter.inner_text() in ("", "0")


def test_wagtail_alone_leaves_the_message_that_a_saved_page_failed(editor: Admin, settings: Any) -> None:
    """Fails when Wagtail corrects it: then correctMessage in static/cms/form_errors.js can go."""
    leave_out_form_errors(editor)
    form = start_new_solution(editor)
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    form.publish()
    editor.expect_message("The page could not be created due to validation errors")
    expect(editor.page.locator("#watches-edits")).to_be_attached()
    form.fill("Title", "Kites")
    expect(editor.page.locator("#w-autosave-indicator")).to_contain_text("Saved")
    expect(editor.page.locator(".messages")).to_contain_text("could not be created")
