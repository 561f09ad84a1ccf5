"""Every kind of page of the website, by axe-core in light and dark, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import find_faults

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
Open = Callable[..., Page]
EMPTY_MONTH = f"/events/?month={datetime.now(UTC).year - 1}-12"
PAGES = (
    "/", "/solutions/", "/solutions/?openSource=true&sort=RATING_DESC", "/solutions/?page=900", "/solutions/chatgpt/",
    "/solutions/scikit-learn/reviews/", "/compare/", "/compare/?s=chatgpt&s=claude&s=gone", "/compare/?s=chatgpt&find=xqzw", "/vendors/openai/",
    "/categories/", "/categories/language-models/", "/topics/", "/tags/rag/", "/use-cases/customer-support/",
    "/collections/", "/collections/models-on-your-own-machine/", "/events/", "/events/?month=1999-01", EMPTY_MONTH,
    "/events/retrieval-office-hour/", "/search/", "/search/?q=assistant", "/search/?q=xqzw", "/about/",
    "/de/", "/de/solutions/chatgpt/",
)  # fmt: skip
"""One of each kind, and those that say that there is nothing."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_have_no_fault_and_do_not_overflow(open_website: Open, scheme: str, width: int) -> None:
    page = open_website(
        "/", color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 900}
    )
    found: dict[str, Any] = {}
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        if faults := find_faults(page, every=True):
            found[path] = faults
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{path} overflows"] = width
    assert found == {}


def test_a_comparison_is_scrolled_by_keyboard_inside_its_card(open_website: Open) -> None:
    page = open_website("/compare/?s=chatgpt&s=claude&s=whisper", viewport={"width": 320, "height": 700})
    table = page.get_by_role("region", name="Compare")
    press_until(page, "Tab", "[role=region]")
    expect(table).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert page.evaluate("[scrollX, document.documentElement.scrollWidth - innerWidth]") == [0, 0]
    row = page.get_by_role("rowheader", name="Vendor", exact=True)
    assert row.evaluate("row => row.getBoundingClientRect().left") >= 20, "the names of rows stay in sight"


def press_until(page: Page, key: str, selector: str, most: int = 60) -> None:
    """Press a key until what matches has the focus, visibly."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            break
    expect(page.locator(selector).and_(page.locator(":focus-visible"))).to_have_count(1)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", f"{selector} shows no focus"


def test_the_header_is_used_by_keyboard(open_website: Open) -> None:
    page = open_website("/solutions/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{page.locator('main').get_attribute('id')}"
    page.goto("/")
    press_until(page, "Tab", "header summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Dark")).to_be_visible()
    press_until(page, "Tab", "header input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Dark")).to_be_hidden()
    expect(page.locator("header summary")).to_be_focused()


def test_search_suggests_by_keyboard(open_website: Open) -> None:
    page = open_website("/")
    press_until(page, "Tab", "#header-search")
    page.keyboard.type("chatg")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_text("ChatGPT")
    expect(page.locator("#header-search")).to_have_attribute(
        "aria-activedescendant", str(chosen.get_attribute("id"))
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/solutions/chatgpt/|/search/"))


def test_filters_and_comparison_are_used_by_keyboard(open_website: Open) -> None:
    page = open_website("/solutions/")
    press_until(page, "Tab", "input[name=categories]", most=120)
    page.keyboard.press("Space")
    press_until(page, "Tab", "main form button.w-full", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("categories="))
    page.goto("/compare/?s=chatgpt")
    press_until(page, "Tab", "#add")
    page.keyboard.type("clau")
    expect(page.get_by_role("option", name="Claude", exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    press_until(page, "Tab", "th a[aria-label^=Remove]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(1)
