"""The home page of the admin: cards for those whom they concern, at a bounded cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.exchange.models import ImportRun
from cms.plugins.api.contributions import DashboardPanel as Contributed
from cms.plugins.runtime.current import platform
from cms.site.dashboard import DashboardPanel
from cms.site.wagtail_hooks import LastImportsPanel
from content_types.events.wagtail_hooks import NextEventsPanel
from content_types.reviews.wagtail_hooks import WaitingPanel
from content_types.solutions.wagtail_hooks import DuePanel
from tests.factories.content import make_event, make_review, make_site, make_solution
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db


def cards(client: Client) -> dict[str, str]:
    """Heading and text of every card of the home page."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    return {
        card.select("h2")[0].get_text(strip=True): card.get_text(" ", strip=True)
        for card in page.select(".cms-card")
    }


@pytest.fixture(autouse=True)
def content() -> None:
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


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        ("Editor", {"Profiles to check", "Next events"}),
        ("Moderator", {"Reviews waiting"}),
        ("Vendor", set()),
    ],
)
def test_everyone_sees_their_own_cards(role: str, headings: set[str]) -> None:
    shown = set(cards(sign_in_client(role)))
    assert shown - {found.item.title for found in platform().contributions(Contributed)} == headings
    assert ({"Activity", "Embargoes"} <= shown) == (role == "Editor")  # they name what others do not publish


def test_an_administrator_sees_what_waits_and_what_comes() -> None:
    shown = cards(sign_in_client("Administrator"))
    assert "1 review waits for a decision The oldest was written 4" in shown["Reviews waiting"]
    assert "2 live solutions without a check" in shown["Profiles to check"]
    assert "Checked lately" not in shown["Profiles to check"]
    assert shown["Next events"].index("Weekly") > 0
    assert "Coming soon" in shown["Next events"]
    assert "vendors.ndjson: 3 new, 0 changed, 1 rejected" in shown["Last imports"]
    assert "Long over" not in shown["Next events"]


@pytest.mark.parametrize(
    ("panel", "statements"), [(WaitingPanel, 1), (DuePanel, 2), (NextEventsPanel, 1), (LastImportsPanel, 1)]
)
def test_a_card_costs_at_most_two_statements(
    panel: type[DashboardPanel], statements: int, django_assert_num_queries: object, rf: object
) -> None:
    with django_assert_num_queries(statements):  # type: ignore[operator]
        list(panel().get_data(rf.get("/admin/")).get("rows", []))  # type: ignore[attr-defined]
