"""A change of what many pages name is seen on all of them."""

from __future__ import annotations

import re
import time
from urllib.request import urlopen

import pytest

from tests.e2e.admin import Admin, PageForm
from tests.e2e.test_website import Record, recording_wait
from tests.support.website import Website

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
NAMING = (
    "/", "/solutions/", "/solutions/?categories=chat-assistants", "/solutions/claude/", "/vendors/anthropic/",
    "/categories/language-models/", "/compare/?s=claude", "/search/?q=claude", "/collections/first-week-with-assistants/",
    "/use-cases/content-writing/", "/tags/chat/", "/de/solutions/claude/", "/de/vendors/anthropic/",
)  # fmt: skip


def read_page(address: str) -> str:
    with urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def fill_vendor(staff: Admin, name: str) -> PageForm:
    """Write a new name for the vendor of Claude into its form."""
    staff.page.goto(f"{staff.address}/admin/snippets/vendors/vendor/")
    staff.page.get_by_role("link", name="Anthropic").click()
    staff.page.get_by_role("textbox", name=re.compile(r"^Name\*?$")).fill(name)
    return PageForm(staff.page)


def test_a_vendor_is_renamed_on_every_page_that_names_it(
    website: Website, staff: Admin, record_property: Record
) -> None:
    named = [path for path in NAMING if "Anthropic" in read_page(website.address + path)]
    assert len(named) >= len(NAMING) - 2, set(NAMING) - set(named)
    name = f"Anthropic {time.time_ns()}"

    def is_everywhere() -> bool:
        return all(name in read_page(website.address + path) for path in named)

    form = fill_vendor(staff, name)
    with recording_wait(staff, f"name of a vendor on {len(named)} pages", is_everywhere, record_property):
        form.publish()
    staff.expect_message(name)
