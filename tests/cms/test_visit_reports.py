"""Reports of visits in the admin: what stands there, for whom, and what is hidden from members of vendors."""

from __future__ import annotations

import csv
from base64 import b64encode
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.plugins.api.analytics import EventSubject
from cms.testing.breaking import break_plugin
from content_types.testing.factories import make_site, make_solution, make_user, make_vendor
from tests.support.admin import ROLES, sign_in_client
from tests.support.visits import build_subject, store_visits

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/visits/"
HIDDEN = "fewer than 5"
STATEMENTS, ROW_STATEMENTS = 23, 16
"""The session, the person and permissions; each call of the plugin is one, and each kind has one for its titles."""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site(hostname="testserver")


def read_table(client: Client, name: str, address: str = ADDRESS, **query: str) -> list[list[str]]:
    """The cells of a table of a report."""
    page = BeautifulSoup(client.get(address, query).content, "html.parser")
    rows = page.select(f"#data-{name} tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]


def read_totals(client: Client, address: str = ADDRESS) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [each.get_text(strip=True) for each in page.select(".visits-totals dd")]


def read_csv(client: Client, name: str, address: str = ADDRESS) -> list[list[str]]:
    answer = client.get(address, {"export": name})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode())))


def make_row_address(row: Any, kind: str) -> str:
    return f"{ADDRESS}{kind.lower()}/{row.pk}/"


def test_the_report_of_the_site_has_what_visitors_did() -> None:
    solution, vendor = make_solution(title="Lighthouse"), make_vendor(name="Harbour Works")
    store_visits(build_subject(solution, "SOLUTION"), 3, referrer="news.example")
    store_visits(build_subject(solution, "SOLUTION"), 2, type="outbound_click", host="a.example")
    store_visits(build_subject(vendor, "VENDOR"), 1, days_ago=2)
    store_visits(EventSubject(path="/about/"), 2)
    store_visits(EventSubject(), 6, type="search_without_result", query="speeech")
    client = sign_in_client("Editor")
    assert read_totals(client) == ["6", "6", "2"]
    days = read_table(client, "days", period="7")
    assert [row[1:] for row in days] == [["0"] * 3] * 4 + [["1", "1", "0"], ["5", "5", "2"], ["0"] * 3]
    assert read_table(client, "kind-solution") == [["Lighthouse", "3", "3"]]
    assert read_table(client, "kind-vendor") == [["Harbour Works", "1", "1"]]
    assert read_table(client, "paths") == [["/about/", "2", "2"]]
    assert read_table(client, "referrers") == [["news.example", "3", "3"]]
    assert read_table(client, "searches") == [["speeech", "6", "6", "Add a synonym Pin pages"]]
    page = client.get(ADDRESS).content.decode()
    assert "?word=speeech" in page and "?text=speeech" in page


def test_searches_of_few_visitors_are_not_shown_to_anybody() -> None:
    store_visits(EventSubject(), 4, type="search_without_result", query="my own name")
    store_visits(EventSubject(), 5, type="search_without_result", query="speeech")
    client = sign_in_client("Administrator")
    assert [row[0] for row in read_table(client, "searches")] == ["speeech"]
    assert "my own name" not in client.get(ADDRESS).content.decode()
    assert [row[0] for row in read_csv(client, "searches")[1:]] == ["speeech"]


@pytest.mark.parametrize(
    ("query", "days", "error"),
    [
        ({}, 30, ""),
        ({"period": "7"}, 7, ""),
        ({"period": "90"}, 90, ""),
        ({"period": "custom", "begins": "2026-10-01", "ends": "2026-10-01"}, 1, ""),
        ({"period": "custom", "begins": "2026-10-02", "ends": "2026-10-01"}, 30, "in this order"),
        ({"period": "custom"}, 30, "Enter a first"),
        ({"period": "custom", "begins": "2020-01-01", "ends": "2026-10-01"}, 30, "at most 400 days"),
        ({"period": "custom", "begins": "x", "ends": "2026-10-01"}, 30, "valid date"),
        ({"period": "365000"}, 30, "valid choice"),
    ],
)
def test_days_are_chosen(query: dict[str, str], days: int, error: str) -> None:
    client = sign_in_client("Editor")
    assert len(read_table(client, "days", **query)) == days
    page = BeautifulSoup(client.get(ADDRESS, query).content, "html.parser")
    assert error in " ".join(each.get_text() for each in page.select(".error-message")) if error else True


@pytest.mark.parametrize("role", ROLES)
def test_the_report_of_the_site_is_for_those_with_the_permission(role: str) -> None:
    client, allowed = sign_in_client(role), role in ("Editor", "Administrator")
    answer = client.get(ADDRESS)
    assert (answer.status_code == 200) is allowed
    if not allowed:
        assert answer.status_code == 302 and answer["Location"] == "/admin/"
        assert client.get(ADDRESS, {"export": "days"}).status_code == 302
    assert (ADDRESS in client.get("/admin/").content.decode()) is allowed


def test_visitors_are_sent_to_sign_in() -> None:
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={ADDRESS}")


def test_members_of_a_vendor_see_their_own_numbers_without_small_ones() -> None:
    member = make_user(groups=("Vendor",))
    vendor = make_vendor(name="Harbour Works")
    vendor.members.add(member)
    vendor.save()
    own, other = make_solution(title="Lighthouse", vendor=vendor), make_solution(title="Anchor")
    subject = build_subject(own, "SOLUTION")
    store_visits(subject, 4, days_ago=1, referrer="few.example")
    store_visits(subject, 5, days_ago=2, referrer="many.example")
    client = sign_in_client(user=member)
    address = make_row_address(own, "SOLUTION")
    assert [row[1:] for row in read_table(client, "days", address, period="7")][-2:] == [
        ["5", "5", "0"], [HIDDEN, HIDDEN, "0"],
    ]  # fmt: skip
    assert read_table(client, "referrers", address) == [
        ["many.example", "5", "5"],
        ["few.example", HIDDEN, HIDDEN],
    ]
    assert read_csv(client, "days", address)[-1][1:] == [HIDDEN, HIDDEN, "0"]
    assert read_totals(client, address) == ["5", "5", "0"]  # 9 would tell of the 4
    store_visits(subject, 3, days_ago=3)
    assert read_totals(client, address) == ["10", "10", "0"]  # seven on days of few count as five
    assert (
        len(read_table(client, "days", address, period="custom", begins="2026-10-01", ends="2026-10-01"))
        == 30
    )
    assert client.get(make_row_address(other, "SOLUTION")).status_code == 302
    assert client.get(make_row_address(vendor, "VENDOR")).status_code == 200
    assert make_row_address(vendor, "VENDOR") in client.get(address).content.decode()
    assert client.get(make_row_address(make_vendor(name="Other"), "VENDOR")).status_code in (302, 404)
    seen = read_table(sign_in_client("Editor"), "days", address, period="7")
    assert seen[-2][1:] == ["4", "4", "0"]


def test_a_row_that_is_hidden_or_unknown_has_no_report() -> None:
    draft = make_solution(title="Secret", live=False)
    member = sign_in_client("Vendor")
    for address in (make_row_address(draft, "SOLUTION"), f"{ADDRESS}solution/999999/", f"{ADDRESS}user/1/"):
        answer = member.get(address)
        assert (answer.status_code, b"Secret" in answer.content) == (404, False)


def test_titles_that_a_person_may_not_see_are_left_out() -> None:
    hidden = build_subject(make_solution(title="Gone"), "SOLUTION")
    store_visits(EventSubject("SOLUTION", "U29sdXRpb246OTk5OTk5"), 3)
    store_visits(hidden, 1)
    assert read_table(sign_in_client("Editor"), "kind-solution") == [["Gone", "1", "1"]]


def test_a_table_is_downloaded_without_formulas() -> None:
    store_visits(build_subject(make_solution(title="=HYPERLINK(1)"), "SOLUTION"), 2)
    store_visits(EventSubject(), 5, type="search_without_result", query="+1+cmd")
    client = sign_in_client("Editor")
    assert read_csv(client, "kind-solution") == [["Title", "Views", "Visitors"], ["'=HYPERLINK(1)", "2", "2"]]
    assert read_csv(client, "searches")[1] == ["'+1+cmd", "5", "5"]
    answer = client.get(
        ADDRESS, {"export": "days", "period": "custom", "begins": "2026-10-01", "ends": "2026-10-02"}
    )
    assert answer["Content-Disposition"] == 'attachment; filename="visits-days-2026-10-01-2026-10-02.csv"'
    assert client.get(ADDRESS, {"export": "nothing"}).status_code == 404


def test_the_plugin_is_away() -> None:
    store_visits(EventSubject(path="/"), 1)
    client = sign_in_client("Editor")
    with break_plugin("analytics_postgres", "analytics.timeline", error=OSError("disk full")):
        page = client.get(ADDRESS).content.decode()
    assert "does not answer" in page and "disk full" not in page and "data-days" not in page


def test_an_empty_period_says_so() -> None:
    client = sign_in_client("Editor")
    assert "No visits were counted" in client.get(ADDRESS).content.decode()
    store_visits(EventSubject(path="/"), 1)
    assert "No visits were counted" not in client.get(ADDRESS).content.decode()


def test_listings_and_forms_lead_to_the_report() -> None:
    solution, vendor = make_solution(), make_vendor()
    client = sign_in_client("Editor")
    assert (
        make_row_address(solution, "SOLUTION")
        in client.get(f"/admin/pages/{solution.pk}/edit/").content.decode()
    )
    listing = client.get("/admin/snippets/vendors/vendor/").content.decode()
    assert make_row_address(vendor, "VENDOR") in listing
    form = BeautifulSoup(
        client.get(f"/admin/snippets/vendors/vendor/edit/{vendor.pk}/").content, "html.parser"
    )
    assert form.select_one(f'a[href="{make_row_address(vendor, "VENDOR")}"]')


def test_a_report_costs_the_same_for_one_row_and_for_many() -> None:
    client, counts = sign_in_client("Editor"), []
    for number in range(12):
        solution = make_solution(title=f"Tool {number}")
        store_visits(build_subject(solution, "SOLUTION"), 1)
        store_visits(EventSubject(path=f"/{number}/"), 1, referrer=f"n{number}.example")
        if number in (0, 1, 11):
            with CaptureQueriesContext(connection) as asked:
                client.get(ADDRESS)
            counts.append(len(asked))
    assert counts[1:] == [STATEMENTS, STATEMENTS]
    client.get(make_row_address(solution, "SOLUTION"))  # what is read once a process is not counted
    with CaptureQueriesContext(connection) as asked:
        client.get(make_row_address(solution, "SOLUTION"))
    assert len(asked) == ROW_STATEMENTS


@pytest.mark.parametrize(
    "name",
    ["Solution:99999999999999999999", "Vendor:{key}", "Solution:0{key}", "Solution:9223372036854775808"],
)
def test_events_about_forged_ids_change_no_table(name: str) -> None:
    """Anybody can send events; none may stop the report, or take the place of a row."""
    solution = make_solution(title="Lighthouse")
    forged = b64encode(name.format(key=solution.pk).encode()).decode()
    store_visits(build_subject(solution, "SOLUTION"), 3)
    store_visits(EventSubject("SOLUTION", forged), 9)
    assert read_table(sign_in_client("Editor"), "kind-solution") == [["Lighthouse", "3", "3"]]


def make_own_solution(name: str = "Harbour Works") -> tuple[Client, Any]:
    member = make_user(groups=("Vendor",))
    vendor = make_vendor(name=name)
    vendor.members.add(member)
    vendor.save()
    return sign_in_client(user=member), make_solution(title=f"Tool of {name}", vendor=vendor)


@pytest.mark.parametrize(("older", "seen"), [(1, "5"), (3, "5"), (4, "10")])
def test_two_periods_do_not_tell_members_of_the_days_between(older: int, seen: str) -> None:
    """In totals, in referrers, and in CSV alike."""
    client, own = make_own_solution()
    subject, address = build_subject(own, "SOLUTION"), make_row_address(own, "SOLUTION")
    for days_ago, visitors in ((1, 3), (2, 3), (20, older)):
        store_visits(subject, visitors, days_ago=days_ago, referrer="news.example")
    page = BeautifulSoup(client.get(address, {"period": "7"}).content, "html.parser")
    assert [each.get_text(strip=True) for each in page.select(".visits-totals dd")] == ["5", "5", "0"]
    assert read_totals(client, address) == [seen, seen, "0"]
    assert read_table(client, "referrers", address, period="7") == [["news.example", "5", "5"]]
    assert read_csv(client, "referrers", address)[1:] == [["news.example", seen, seen]]


def test_members_do_not_see_today() -> None:
    client, own = make_own_solution()
    store_visits(build_subject(own, "SOLUTION"), 9, days_ago=0)
    address = make_row_address(own, "SOLUTION")
    assert read_totals(client, address) == ["0", "0", "0"]
    assert {tuple(row[1:]) for row in read_table(client, "days", address)} == {("0", "0", "0")}
    assert read_totals(sign_in_client("Editor"), address) == ["9", "9", "0"]


def test_the_share_of_visitors_who_write_a_review() -> None:
    client, own = make_own_solution()
    subject, address = build_subject(own, "SOLUTION"), make_row_address(own, "SOLUTION")
    store_visits(subject, 8)
    store_visits(subject, 2, type="review_published")
    assert read_totals(client, address) == ["8", "8", "0", "2", "25.0 %"]
    assert read_totals(sign_in_client("Editor")) == ["8", "8", "0", "2", "25.0 %"]
    client, own = make_own_solution("Anchor Works")
    store_visits(build_subject(own, "SOLUTION"), 4)
    store_visits(build_subject(own, "SOLUTION"), 1, type="review_published")
    assert read_totals(client, make_row_address(own, "SOLUTION")) == [HIDDEN, HIDDEN, "0", "1", "–"]
