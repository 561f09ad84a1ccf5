"""The home page of the admin: cards for those whom they concern, at a bounded cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Workflow

from cms.exchange.models import ImportRun
from cms.plugins.api.contributions import DashboardPanel as Contributed
from cms.plugins.runtime.current import platform
from cms.site.dashboard import DashboardPanel
from cms.site.wagtail_hooks import LastImportsPanel
from content_types.events.wagtail_hooks import NextEventsPanel
from content_types.reviews.wagtail_hooks import WaitingPanel
from content_types.solutions.cards import DuePanel
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.models import Vendor
from content_types.vendors.wagtail_hooks import ClaimsPanel
from tests.factories.content import (
    make_event,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db


def cards(client: Client) -> dict[str, str]:
    """Heading and text of every card of the home page."""
    page = BeautifulSoup(
        client.get("/admin/").content, "html.parser", parse_only=SoupStrainer(class_="cms-card")
    )
    return {
        card.select("h2")[0].get_text(strip=True): card.get_text(" ", strip=True)
        for card in page.select(".cms-card")
    }


@pytest.fixture(scope="module", autouse=True)
def _content(make_once: Any) -> None:
    make_once(make_content)


def make_content() -> None:
    make_site()
    now = datetime.now(UTC)
    make_solution("Never checked")
    make_solution("Checked long ago", verified_at=now - timedelta(days=91))
    fresh = make_solution("Checked lately", verified_at=now - timedelta(days=89))
    make_review(fresh, state="pending", created_at=now - timedelta(days=4))
    make_review(fresh, state="published")
    make_event("Coming soon", starts_at=now + timedelta(days=2))
    make_event("Weekly", starts_at=now - timedelta(days=20), recurrence="FREQ=WEEKLY")
    make_event("Long over", starts_at=now - timedelta(days=20))
    ImportRun.objects.create(file_name="vendors.ndjson", created=3, refused=1)
    make_claims(now)


def make_claims(now: datetime) -> None:
    """Two wait for the team: one is proven, one has no domain. The others are open, expired and withdrawn."""
    end, vendor = now + timedelta(days=9), make_vendor("Claimed")
    wanted: list[dict[str, Any]] = [
        {"state": "proven", "expires_at": now},
        {"expires_at": end},
        {"expires_at": end, "domain": "claimed.example"},
        {"expires_at": now},
        {"expires_at": end, "state": "withdrawn"},
    ]
    for number, each in enumerate(wanted):
        VendorClaim.objects.create(claimant=make_user(f"claimant{number}"), vendor=vendor, **each)
    VendorClaim.objects.update(created_at=now - timedelta(days=3))


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        ("Editor", {"Profiles to check", "Next events"}),
        ("Moderator", {"Reviews waiting", "Vendor claims waiting"}),
        ("Vendor", set()),
    ],
)
def test_everyone_sees_their_own_cards(role: str, headings: set[str]) -> None:
    shown = set(cards(sign_in_client(role)))
    assert shown - {found.item.title for found in platform().contributions(Contributed)} == headings
    assert ({"Activity", "Embargoes"} <= shown) == (role == "Editor")  # they name what others do not publish


def test_an_administrator_sees_what_waits_and_what_comes() -> None:
    shown = cards(sign_in_client("Administrator"))
    assert "1 review waits for a decision Age of the oldest: 4" in shown["Reviews waiting"]
    assert "2 claims wait for a decision Age of the oldest: 3" in shown["Vendor claims waiting"]
    assert "1 published solution is due again 1 was never checked." in shown["Profiles to check"]
    assert "Checked lately" not in shown["Profiles to check"]
    assert shown["Next events"].index("Weekly") > 0
    assert "Coming soon" in shown["Next events"]
    assert "vendors.ndjson: 3 new, 0 changed, 1 rejected" in shown["Last imports"]
    assert "Long over" not in shown["Next events"]


@pytest.mark.parametrize(
    ("panel", "statements"),
    [(WaitingPanel, 1), (DuePanel, 2), (NextEventsPanel, 1), (LastImportsPanel, 1), (ClaimsPanel, 1)],
)
def test_a_card_costs_at_most_two_statements(
    panel: type[DashboardPanel], statements: int, django_assert_num_queries: object, rf: object
) -> None:
    with django_assert_num_queries(statements):  # type: ignore[operator]
        request = rf.get("/admin/")  # type: ignore[attr-defined]
        request.user = AnonymousUser()
        list(panel().get_data(request).get("rows", []))


def add_imported(count: int) -> None:
    for number in range(count):
        make_solution(f"Imported {number}", popularity=number)


def test_an_import_does_not_hide_the_checks_that_ran_out() -> None:
    add_imported(8)
    shown = cards(sign_in_client("Editor"))["Profiles to check"]
    assert "1 published solution is due again 9 were never checked." in shown
    assert shown.index("Checked long ago") < shown.index("Imported 7") < shown.index("Imported 6")
    assert "Imported 3" not in shown


@pytest.fixture
def member() -> Client:
    """A vendor with a published profile, one that was changed since, a draft, and one that waits for moderation."""
    person, vendor = make_user(groups=("Vendor",)), make_vendor("Ours")
    vendor.members.add(person)
    vendor.save()
    make_solution("Fine", vendor=vendor)
    changed = make_solution("Changed", vendor=vendor)
    changed.title = "Changed"
    changed.save_revision()
    make_solution("Draft", vendor=vendor, live=False)
    sent = make_solution("Sent", vendor=vendor, live=False)
    sent.save_revision()
    Workflow.objects.get().start(sent, person)
    return sign_in_client(user=person)


def test_a_vendor_sees_the_own_solutions_and_what_to_do_about_them(member: Client) -> None:
    make_solution("Foreign", vendor=make_vendor("Theirs"))
    shown = cards(member)["Your solutions"]
    assert "2 of your solutions are published 2 to submit for moderation, 1 waiting for a decision." in shown
    places = [
        shown.index(text)
        for text in ("Changed changed: submit it", "Draft draft: submit it", "Fine published")
    ]
    assert places == sorted(places) and "Sent waits for a decision" in shown
    assert "Foreign" not in shown and "Checked lately" not in shown
    assert not {"Top rated", "Activity", "Profiles to check"} & set(cards(member))


@pytest.mark.parametrize("role", ["Vendor", "Editor", "Moderator", "Administrator"])
def test_who_has_no_own_solutions_has_no_card_of_them(role: str) -> None:
    assert "Your solutions" not in cards(sign_in_client(role))


@pytest.mark.parametrize(("role", "is_there"), [("Editor", True), ("Moderator", False)])
def test_only_people_with_rights_to_pages_are_offered_a_search_of_pages(role: str, is_there: bool) -> None:
    page = sign_in_client(role).get("/admin/").content.decode()
    assert ("wagtail.sidebar.SearchModule" in page) == is_there


@pytest.mark.parametrize("role", ["Vendor", "Editor", "Administrator"])
def test_the_home_page_costs_the_same_for_more_content(role: str, member: Client) -> None:
    client = member if role == "Vendor" else sign_in_client(role)

    def count_statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        return len(captured)

    add_imported(6)
    count_statements()
    few = count_statements()
    vendor = Vendor.objects.get(name="Ours")
    for _ in range(4):
        make_review(make_solution(vendor=vendor), state="pending")
        make_event()
    assert count_statements() == few
