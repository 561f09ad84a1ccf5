"""The website while the API is away: its answers say so, and need no script."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from cms.services.processes import accepts
from tests.e2e.accessibility import find_faults
from tests.support.website import COPY, Website

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
PORT = 3462
NEXT = ("node", "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", str(PORT))
PATHS = (
    "/",
    "/solutions/",
    "/solutions/?tags=rag",
    "/solutions/chatgpt/",
    "/tags/rag/?page=2",
    "/compare/?s=a",
    "/feed.xml",
)


@pytest.fixture
def lonely_website(website: Website) -> Iterator[str]:
    """The same build, served where nothing is kept and no API answers; its address."""
    environment = {**os.environ, "API_URL": "http://127.0.0.1:9/graphql", "NEXT_TELEMETRY_DISABLED": "1"}
    process = subprocess.Popen(
        NEXT, cwd=COPY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while not accepts(PORT):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.2)
        address = f"http://127.0.0.1:{PORT}"
        # Next.js listens before it has started; a request of that moment is not watched, and its failure is a 500.
        assert ask(f"{address}/robots.txt")[0] == 200
        yield address
    finally:
        process.terminate()
        process.wait(30)


def ask(address: str, **headers: str) -> tuple[int, str | None, str]:
    """Status, Retry-After and text of an answer."""
    try:
        with urlopen(Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers["Retry-After"], answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers["Retry-After"], error.read().decode()


def test_pages_are_503_with_what_to_do_in_their_language(lonely_website: str) -> None:
    for path in PATHS:
        status, wait, text = ask(lonely_website + path, Accept="text/html")
        assert (status, wait) == (503, "5"), path
        assert "could not be loaded</h1>" in text and "<script" not in text, path
    assert ask(f"{lonely_website}/solutions/", Accept="application/json")[2].startswith(
        "The directory does not answer"
    )
    assert "nicht geladen werden</h1>" in ask(f"{lonely_website}/de/events/", Accept="text/html")[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_retry_page_is_accessible_and_leads_back(
    lonely_website: str, browser: Browser, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
    page = context.new_page()
    address = f"{lonely_website}/solutions/chatgpt/?from=mail"
    page.goto(address)
    assert not find_faults(page, every=True)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    with page.expect_response(address) as answered:
        page.get_by_role("link", name="Try again").click()
    assert answered.value.status == 503
    expect(page).to_have_url(address)
    context.close()
