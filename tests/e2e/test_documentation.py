"""The documentation site in a browser: search and colours work under the site's own policy, without other hosts."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, expect

from cms.config import urls
from cms.site import docs, docs_site
from tests.e2e.conftest import PATIENCE_MS, Complaints

pytestmark = [pytest.mark.browser, pytest.mark.alone]


@pytest.fixture
def requests() -> list[str]:
    return []


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built documentation."""
    folder = tmp_path_factory.mktemp("docs") / "docs-site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docs_site, "SITE", folder)
        docs_site.build_site(strict=True)
    return folder


@pytest.fixture
def reader(
    browser: Browser, live_server: Any, settings: Any, documentation: Path, monkeypatch: pytest.MonkeyPatch,
    complaints: Complaints, requests: list[str],
) -> Iterator[Page]:  # fmt: skip
    """The start page of the built documentation, served as while developing."""
    monkeypatch.setattr(docs, "SITE", documentation)
    settings.DEBUG = True
    importlib.reload(urls)
    clear_url_caches()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints.listen(page)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{live_server.url}/docs/")
    yield page
    context.close()
    settings.DEBUG = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.parametrize(
    ("words", "title"),
    [("redirect", "Redirects"), ("idempotency", "Write reviews"), ("reverse proxy", "Reverse proxy")],
)
def test_search_finds_pages_and_asks_no_other_host(
    reader: Page, live_server: Any, complaints: Complaints, requests: list[str], words: str, title: str
) -> None:
    reader.locator(".md-search__button").click()
    reader.keyboard.type(words)
    expect(reader.get_by_role("option").filter(has_text=title).first).to_be_visible()
    reader.keyboard.press("Enter")
    expect(reader.locator("article h1")).to_be_visible()
    assert complaints == []
    assert [each for each in requests if not each.startswith((live_server.url, "data:", "blob:"))] == []


def test_cards_lead_to_pages_and_colours_can_be_changed(reader: Page, complaints: Complaints) -> None:
    expect(reader.locator(".grid > .card")).to_have_count(5)
    reader.locator("label[title='Use dark colours']").click()
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    reader.locator(".card").filter(has_text="Run a site").get_by_role("link", name="Settings").click()
    expect(reader.locator("article h1")).to_contain_text("Settings")
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert complaints == []
