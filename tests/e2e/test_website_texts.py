"""Pages of the website with unexpected texts, on paper, and without scripts."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from cms.services.processes import accepts
from tests.support.poison import POISONS, poisoned_api
from tests.support.website import COPY, Website

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
Open = Callable[..., Page]
PORT = 3464
NEXT = ("node", "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", str(PORT))
PATHS = (
    "/", "/solutions/", "/solutions/?openSource=true", "/solutions/chatgpt/", "/solutions/scikit-learn/reviews/",
    "/compare/?s=chatgpt&s=claude&s=whisper", "/vendors/openai/", "/categories/", "/categories/language-models/", "/topics/", "/tags/rag/",
    "/use-cases/customer-support/", "/collections/", "/collections/models-on-your-own-machine/", "/events/",
    "/events/retrieval-office-hour/", "/search/?q=assistant", "/about/",
)  # fmt: skip
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const { width, right, left } = element.getBoundingClientRect();
  if (!width || (right <= innerWidth + 1 && left >= -1) || element.closest('.sr-only, .skip, svg')) return false;
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== 'visible') return false;
  return true;
}).slice(0, 3).map((element) => `${element.tagName}.${element.className}`)"""
LINKS = "() => [...document.querySelectorAll('a[href], form[action]')].map((each) => each.getAttribute('href') ?? each.getAttribute('action'))"
SAFE = re.compile(r"https?://|/(?![/\\])|#|\?|mailto:")


@pytest.fixture(params=sorted(POISONS))
def poisoned_website(request: Any, website: Website) -> Iterator[str]:
    """The same build beside an API whose texts are none that editors write; its address."""
    with ExitStack() as stack:
        api = stack.enter_context(poisoned_api(website.site, request.param))
        environment = {
            **os.environ, "API_URL": api, "API_KEY": website.key, "NEXT_TELEMETRY_DISABLED": "1", "API_TIMEOUT_MS": "30000",
        }  # fmt: skip
        process = subprocess.Popen(
            NEXT, cwd=COPY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(process.wait, 30)
        stack.callback(process.terminate)
        end = time.monotonic() + 60
        while not accepts(PORT):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.2)
        yield f"http://127.0.0.1:{PORT}"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_breaks_a_page_or_runs_in_it(poisoned_website: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.set_default_navigation_timeout(90_000)  # the API may be busy with the visits of tests before
    page, found = context.new_page(), dict[str, Any]()
    for path in PATHS:
        answer = page.goto(poisoned_website + path)
        assert answer is not None and answer.status == 200, path
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        links: list[str] = page.evaluate(LINKS)
        faults = [
            *page.evaluate(OUTSIDE),
            *(each for each in links if not SAFE.match(each)),
            *page.evaluate("window.broken ? ['a script ran'] : []"),
        ]
        found |= {path: faults} if faults else {}
    context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_printed_black_on_white_and_whole(open_website: Open, scheme: str) -> None:
    page = open_website("/solutions/chatgpt/", color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    for hidden in ("header form", "header nav", "header details", "footer nav"):
        for each in page.locator(f"body > {hidden}").all():
            expect(each).to_be_hidden()
    expect(page.get_by_text("How this rating is made").locator("xpath=following-sibling::p")).to_be_visible()
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate(OUTSIDE) == []
    page.goto("/compare/?s=chatgpt&s=claude&s=whisper")
    assert page.evaluate(OUTSIDE) == []


def test_nothing_is_offered_that_only_scripts_can_do(open_website: Open) -> None:
    page = open_website("/", java_script_enabled=False)
    page.locator("header summary").click()
    expect(page.get_by_role("radio", name="Dark")).to_be_hidden()
    page.get_by_role("banner").get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto("/events/retrieval-office-hour/")
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()
    page.goto("/solutions/?page=2")
    page.get_by_label("Sort by").select_option("TITLE_ASC")
    page.get_by_role("button", name="Go").click()
    expect(page).to_have_url(re.compile("sort=TITLE_ASC"))
    page.goto("/missing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")


def test_a_page_that_takes_its_time_is_said_to_be_loading(open_website: Open) -> None:
    page = open_website("/solutions/")

    def delay(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/*_rsc=*", delay)
    link = page.locator("main article").first.get_by_role("link").first
    title = link.inner_text()
    link.click()
    loading = page.get_by_role("banner").get_by_role("status")
    expect(loading).to_have_text("Loading…")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(loading).to_have_text("")
