"""Marking and editing solutions from their listing, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from content_types.solutions.models import Solution
from tests.e2e.conftest import SignIn
from tests.factories.content import make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]


def test_a_profile_is_marked_by_its_button_and_by_the_menu_of_its_form(sign_in: SignIn) -> None:
    first, second = make_solution("Atlas"), make_solution("Bolt")
    admin = sign_in(make_user("edith", groups=("Editor",)))
    page = admin.page
    page.goto(f"{admin.address}/admin/solutions/")
    page.get_by_role("button", name="Mark “Atlas” as checked").press("Enter")
    admin.expect_message("1 solution marked as checked.")
    expect(page).to_have_url(f"{admin.address}/admin/solutions/")
    page.goto(f"{admin.address}/admin/pages/{second.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.press("Enter")
    page.get_by_role("button", name="Mark “Bolt” as checked").press("Enter")
    admin.expect_message("1 solution marked as checked.")
    assert not Solution.objects.filter(verified_at=None, pk__in=[first.pk, second.pk]).exists()


def test_ticked_solutions_are_edited_together(sign_in: SignIn) -> None:
    for name in ("Atlas", "Bolt"):
        make_solution(name)
    admin = sign_in(make_user("edith", groups=("Editor",)))
    page = admin.page
    page.goto(f"{admin.address}/admin/solutions/")
    page.get_by_role("checkbox", name="Select all").first.press("Space")
    page.get_by_role("link", name="Change category, tags or life cycle of the selected solutions").press(
        "Enter"
    )
    expect(page.get_by_role("heading", name="Edit 2 solutions")).to_be_visible()
    page.get_by_label("Life cycle").select_option("Beta")
    page.get_by_role("button", name="Edit", exact=True).press("Enter")
    admin.expect_message("2 solutions changed.")
    assert set(Solution.objects.values_list("status", flat=True)) == {"beta"}
