"""What pages of the website tell search engines, social networks and calendars, and in whose time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_website_changes import read_page
from tests.support.website import Website, read_status

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
Open = Callable[..., Page]
TYPES = {
    "/": {"WebSite"}, "/solutions/": {"ItemList"}, "/solutions/chatgpt/": {"SoftwareApplication", "BreadcrumbList"},
    "/vendors/openai/": {"Organization", "BreadcrumbList", "ItemList"}, "/events/retrieval-office-hour/": {"Event", "BreadcrumbList"},
    "/events/": {"ItemList"}, "/categories/language-models/": {"BreadcrumbList", "ItemList"},
    "/collections/models-on-your-own-machine/": {"BreadcrumbList", "ItemList"}, "/about/": {"BreadcrumbList"},
    "/de/solutions/chatgpt/": {"SoftwareApplication", "BreadcrumbList"},
}  # fmt: skip
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SITEMAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read_data(html: str) -> list[dict[str, Any]]:
    """The structured data of a page."""
    return [json.loads(each) for each in DATA.findall(html)]


@pytest.mark.parametrize("path", TYPES)
def test_a_page_says_what_it_is_about(website: Website, path: str) -> None:
    html = read_page(website.address + path)
    assert {each["@type"] for each in read_data(html)} == TYPES[path]
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', html)
    assert canonical == [website.address + path] or (
        path == "/" and canonical[0].rstrip("/") == website.address
    )
    for language in ("en", "de", "x-default"):
        assert f'hrefLang="{language}"' in html or f'hreflang="{language}"' in html, language


@pytest.mark.parametrize("path", ["/", "/solutions/", "/solutions/chatgpt/", "/de/solutions/chatgpt/", "/events/retrieval-office-hour/"])  # fmt: skip
def test_a_page_has_a_picture_for_cards(website: Website, path: str) -> None:
    (address,) = re.findall(r'<meta property="og:image" content="([^"]*)"', read_page(website.address + path))
    with urlopen(address.replace("&amp;", "&"), timeout=30) as answer:
        assert answer.headers["Content-Type"] == "image/png" and len(answer.read()) > 5_000
    assert read_status(f"{website.address}/api/card/?path=/solutions/none/") == 404


def test_stars_for_search_engines_are_those_that_are_shown(website: Website, open_website: Open) -> None:
    data = read_data(read_page(f"{website.address}/solutions/chatgpt/"))
    (rating,) = [each["aggregateRating"] for each in data if "aggregateRating" in each]
    page = open_website("/solutions/chatgpt/")
    shown = page.locator("#reviews").locator("xpath=../..").locator(".card").first
    expect(shown).to_contain_text(f"{float(rating['ratingValue']):.1f}")
    expect(shown).to_contain_text(f"{rating.get('reviewCount', rating.get('ratingCount'))} reviews")
    assert not any(
        "aggregateRating" in each for each in read_data(read_page(f"{website.address}/solutions/"))
    )


def test_the_sitemap_names_pages_that_are_there(website: Website) -> None:
    index = ElementTree.fromstring(read_page(f"{website.address}/sitemap.xml"))
    parts = [each.text or "" for each in index.iterfind(".//loc", SITEMAP)]
    assert parts and all(each.startswith(f"{website.address}/sitemap/") for each in parts)
    pages = [
        each.text or ""
        for part in parts
        for each in ElementTree.fromstring(read_page(part)).iterfind(".//loc", SITEMAP)
    ]
    assert f"{website.address}/solutions/chatgpt/" in pages and len(set(pages)) == len(pages)
    for address in pages[:: max(len(pages) // 12, 1)]:
        assert read_status(address) == 200, address


def test_an_event_is_shown_in_its_own_time_and_the_visitors(open_website: Open) -> None:
    page = open_website("/events/retrieval-office-hour/", timezone_id="America/New_York")
    card = page.locator("aside").first
    expect(card).to_contain_text(re.compile(r"17:00\W{1,3}18:00\sCES?T"))
    expect(card).to_contain_text(re.compile(r"Your time: .*1[012]:00 \(America/New_York\)"))
    page = open_website("/events/retrieval-office-hour/", timezone_id="Europe/Berlin")
    expect(page.get_by_text("Add to calendar")).to_be_visible()
    expect(page.get_by_text("Your time")).to_have_count(0)


def test_a_kept_page_is_compressed_and_not_sent_twice(open_website: Open, website: Website) -> None:
    page = open_website("/solutions/chatgpt/")
    headers: dict[str, str] = {}
    for _ in range(5):
        answer = page.goto("/solutions/chatgpt/")
        headers = answer.headers if answer else {}
        if headers.get("content-encoding") == "br":
            break
    assert headers["content-encoding"] == "br"
    again = page.context.request.get(
        f"{website.address}/solutions/chatgpt/", headers={"If-None-Match": headers["etag"]}
    )
    assert (again.status, again.body()) == (304, b"")
