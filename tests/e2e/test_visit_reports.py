"""The reports of visits in a browser: their chart, its numbers for those who do not see it, and nothing refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cms.plugins.api.analytics import EventSubject
from cms.testing.breaking import break_plugin
from tests.e2e.accessibility import UPSTREAM, find_faults
from tests.e2e.admin import Admin
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_solution, make_user, make_vendor
from tests.support.visits import build_subject, store_visits

pytestmark = [pytest.mark.browser, pytest.mark.alone]
TITLES = ("Lighthouse", "Anchor", "Compass", "Sextant")


@pytest.fixture
def editor(sign_in: SignIn, complaints: Complaints) -> Admin:
    admin = sign_in(make_user("edith", groups=("Editor",)))
    complaints.listen(admin.page)
    return admin


def plant_visits() -> Any:
    """A month of visits to a vendor's solutions, addresses and searches; the first solution."""
    vendor = make_vendor(name="Harbour Works")
    solutions = [make_solution(title=title, vendor=vendor) for title in TITLES]
    for day in range(1, 30):
        for place, solution in enumerate(solutions):
            subject = build_subject(solution, "SOLUTION")
            store_visits(
                subject, (day * 7 + place * 5) % 19 + 12 - place * 2, days_ago=day, referrer="news.example"
            )
        store_visits(
            build_subject(solutions[0], "SOLUTION"), day % 5 + 2, type="outbound_click", days_ago=day
        )
    store_visits(build_subject(vendor, "VENDOR"), 9, referrer="search.example")
    store_visits(EventSubject(path="/about/"), 14)
    store_visits(EventSubject(), 8, type="search_without_result", query="speech to txt")
    store_visits(EventSubject(), 6, type="search_without_result", query="langchian")
    return solutions[0]


def expect_chart(page: Page) -> None:
    """A chart that is drawn: some of its points have a colour, and its legend has the names of the table."""
    expect(page.locator(".visits-chart canvas")).to_be_visible()
    expect(page.locator(".u-legend")).to_contain_text("Clicks to other sites")
    coloured = page.locator(".visits-chart canvas").evaluate(
        "each => each.getContext('2d').getImageData(0, 0, each.width, each.height).data.some(value => value)"
    )
    assert coloured


NOTE_TEXTS = """window.drawn = []; const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) { window.drawn.push(text); write.call(this, text, ...place); };"""


def read_days(page: Page) -> list[str]:
    """What is written below the chart, such as "Nov 7"."""
    drawn: list[str] = page.evaluate("window.drawn")
    return [text for text in drawn if text.rpartition(" ")[0].isalpha()]


def test_an_editor_reads_the_numbers(editor: Admin, complaints: Complaints, tmp_path: Path) -> None:
    plant_visits()
    page = editor.page
    page.add_init_script(NOTE_TEXTS)
    page.reload()
    editor.menu("Reports", "Visits")
    page.wait_for_load_state()
    assert complaints == []
    expect_chart(page)
    page.screenshot(path=tmp_path / "admin-visits.png", full_page=True)
    page.get_by_text("The numbers of the chart").click()
    expect(page.locator("#data-days tbody tr")).to_have_count(30)
    page.get_by_label("Period").select_option("7")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#data-days tbody tr")).to_have_count(7)
    expect_chart(page)
    assert len(read_days(page)) == len(set(read_days(page))) > 3
    editor.follow("Lighthouse")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lighthouse")
    expect_chart(page)
    page.screenshot(path=tmp_path / "admin-visits-solution.png", full_page=True)
    editor.follow("Visits of Harbour Works")
    expect_chart(page)
    assert complaints == []


def test_a_table_is_downloaded(editor: Admin) -> None:
    plant_visits()
    editor.page.goto(f"{editor.address}/admin/reports/visits/")
    with editor.page.expect_download() as started:
        editor.page.get_by_role("link", name="Download as CSV : Searches without result").click()
    text = Path(started.value.path()).read_text()
    assert text.splitlines() == ["Search,Searches,Visitors", "speech to txt,8,8", "langchian,6,6"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reports_have_no_serious_fault(editor: Admin, scheme: Any, tmp_path: Path) -> None:
    solution = plant_visits()
    page = editor.page
    page.emulate_media(color_scheme=scheme)
    for path in ("", f"solution/{solution.pk}/"):
        page.goto(f"{editor.address}/admin/reports/visits/{path}")
        page.get_by_text("The numbers of the chart").click()
        page.screenshot(path=tmp_path / f"{scheme}{len(path)}.png", full_page=True)
        assert {each for each in find_faults(page) if each[1] not in UPSTREAM} == set()


def test_the_report_says_so_when_it_is_empty_or_the_plugin_away(editor: Admin, tmp_path: Path) -> None:
    page = editor.page
    page.goto(f"{editor.address}/admin/reports/visits/")
    expect(page.get_by_role("status").filter(has_text="No visits were counted")).to_be_visible()
    page.screenshot(path=tmp_path / "empty.png", full_page=True)
    assert find_faults(page) == set()
    with break_plugin("analytics_postgres", "analytics.timeline", error=OSError("disk full")):
        page.reload()
        expect(page.get_by_role("status").filter(has_text="does not answer")).to_be_visible()
    page.screenshot(path=tmp_path / "away.png", full_page=True)
    assert find_faults(page) == set()
