"""The website beside its demo: a visitor's way through it, and what editors change is seen at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.admin import Admin, PageForm
from tests.support.website import Website, read_status

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website]
Open = Callable[..., Page]
Record = Callable[[str, object], None]
VISIBLE_SECONDS = 60.0
"""How long a change is waited for on a busy machine. What lies on its way is tested by tests/plugins/test_time_to_tell.py,
and the two seconds are measured by `make bench-theme`."""


def test_a_visitor_finds_compares_and_notes_a_date(open_website: Open) -> None:
    page = open_website("/")
    search_for(page, "language model")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/solutions/")
    choose_facet(page, "Open source", "Yes")
    solution = page.locator("main article").first.get_by_role("link").first
    title = solution.inner_text()
    solution.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("main").get_by_role("link", name="Compare").first.click()
    expect(page.get_by_role("columnheader", name=title)).to_be_visible()
    add_to_comparison(page, "clau", "Claude")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    note_a_date(page)


def add_to_comparison(page: Page, text: str, title: str) -> None:
    """Type the beginning of a title into the field of the comparison, and choose it."""
    page.get_by_role("combobox", name="Solution to add").fill(text)
    page.get_by_role("option", name=title, exact=True).click()
    expect(page.get_by_role("columnheader", name=title)).to_be_visible()


def search_for(page: Page, text: str) -> None:
    """Search by the field of the header, and expect results."""
    page.get_by_role("banner").get_by_role("combobox").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    expect(page.get_by_role("main").get_by_role("article").first).to_be_visible()


def choose_facet(page: Page, name: str, value: str) -> None:
    """Choose a value of a filter, and show its results."""
    before = page.locator("main article").count()
    page.get_by_role("group", name=name).get_by_label(value).check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("link", name="Remove filter")).to_have_count(1)
    assert 0 < page.locator("main article").count() <= before


def note_a_date(page: Page) -> None:
    """Open the next event, and download it for a calendar."""
    page.goto("/events/")
    event = page.locator("main article").first.get_by_role("link").first
    title = event.inner_text()
    event.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    with page.expect_download() as started:
        page.get_by_role("link", name="Add to calendar").click()
    text = Path(started.value.path()).read_text()
    assert text.startswith("BEGIN:VCALENDAR") and "DTSTART" in text and f"SUMMARY:{title}"[:60] in text


def test_a_solution_appears_and_goes(
    website: Website, staff: Admin, open_website: Open, record_property: Record
) -> None:
    title = f"Night Ferry {time.time_ns()}"
    address = f"/solutions/{title.lower().replace(' ', '-')}/"

    def has_status(status: int) -> bool:
        return read_status(website.address + address) == status

    assert has_status(404)
    form = fill_solution(staff, title)
    with recording_wait(
        staff, "publication of a page that was 404", lambda: has_status(200), record_property
    ):
        form.publish()
    staff.expect_message(title)
    page = open_website(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto("/solutions/?sort=UPDATED_DESC")
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    ask_to_unpublish(staff)
    with recording_wait(staff, "removal of a page", lambda: has_status(404), record_property):
        staff.page.get_by_role("button", name="Yes, unpublish it").click()
    staff.expect_message("unpublished")
    for path in ("/solutions/?sort=UPDATED_DESC", "/search/?q=night+ferry", "/categories/language-models/"):
        page.goto(path)
        expect(page.get_by_role("link", name=title, exact=True)).to_have_count(0)


def fill_solution(staff: Admin, title: str) -> PageForm:
    """Fill in a new profile from the menu, as an editor does."""
    staff.menu("Directory", "Solutions")
    staff.follow("Add solution")
    form = PageForm(staff.page)
    form.choose("Choose category", "Language models")
    form.fill("Title", title)
    form.fill("Summary", "Carries words over at night.")
    return form


def ask_to_unpublish(staff: Admin) -> None:
    """Ask to take down the page that the last message names; the admin asks back."""
    staff.page.locator(".messages").get_by_role("link", name="Edit").click()
    staff.page.get_by_role("navigation", name="Actions").get_by_role("button", name="More actions").click()
    staff.page.get_by_role("link", name="Unpublish").click()


@contextmanager
def recording_wait(staff: Admin, change: str, holds: Callable[[], bool], record: Record) -> Iterator[None]:
    """Expect something after what the block sends in the admin; the report says how long it took.

    Seconds count from the admin's answer, which comes right after the commit, while another thread looks.
    """
    answered: list[float] = []

    def note(answer: Response) -> None:
        if answer.request.method == "POST" and answer.request.is_navigation_request():
            answered.append(time.monotonic())

    staff.page.on("response", note)
    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(wait_until, holds)
        yield
        at = seen.result()
    staff.page.remove_listener("response", note)
    record(f"{change}: visible after", f"{max(at - answered[0], 0):.2f} s")


def wait_until(holds: Callable[[], bool]) -> float:
    """Expect something within the seconds that a change may take; when it was seen, by the monotonic clock."""
    end = time.monotonic() + VISIBLE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"not within {VISIBLE_SECONDS:g} s"
        time.sleep(0.05)
    return time.monotonic()


def test_german(open_website: Open) -> None:
    page = open_website("/de/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("banner").get_by_role("combobox").fill("Sprachmodelle")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/de/(suche|search)/\?q="))
    page.goto("/de/solutions/")
    expect(page.get_by_role("button", name="Treffer zeigen")).to_be_visible()
    page.locator("main article").first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/de/"))
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_filters_and_pages_work_without_scripts(open_website: Open) -> None:
    page = open_website("/solutions/", java_script_enabled=False)
    choose_facet(page, "Open source", "Yes")
    page.goto("/solutions/")
    first = page.locator("main article h3").first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2"))
    assert page.locator("main article h3").first.inner_text() != first
    page.goto("/compare/?s=chatgpt")
    page.get_by_label("Solution to add").fill("claude")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Claude", exact=True).click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    page.locator("details summary").filter(has_text="Menu").click()
    page.get_by_role("navigation", name="Browse by field").get_by_role("link", name="Topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")
