"""An editor gives a solution typed attributes by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from content_types.taxonomy.models import AttributeDefinition
from tests.e2e.accessibility import UPSTREAM, find_faults
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_category, make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]
GIVEN = [
    ("Licence", "choice", "Open", "Open"),
    ("Offline", "boolean", "Yes", "true"),
    ("Window", "number", "128", "128"),
]


def test_attributes_of_each_type_are_given_by_keyboard(sign_in: SignIn, complaints: Complaints) -> None:
    category = make_category("Models")
    for label, kind, _typed, _stored in GIVEN:
        AttributeDefinition.objects.create(
            category=category, name=label, key=label.lower(), type=kind,
            choices=["Closed", "Open"] if kind == "choice" else [], unit="k tokens" if kind == "number" else "",
        )  # fmt: skip
    solution = make_solution("Atlas", category=category)
    admin = sign_in(make_user("edith", groups=("Editor",)))
    page, keyboard = admin.page, admin.page.keyboard
    complaints.listen(page)
    page.goto(f"{admin.address}/admin/pages/{solution.pk}/edit/")
    page.get_by_role("tab", name="Facts").press("Enter")
    adder = page.get_by_role("button", name="Add attribute")
    for place, (label, _kind, typed, _stored) in enumerate(GIVEN):
        adder.press("Enter")
        row = page.locator("[data-inline-panel-child]:has(cms-attribute-value)").nth(place)
        row.locator("select[data-attributes]").focus()
        keyboard.type(label)
        value = row.locator("cms-attribute-value :is(select, input:not([type=hidden]))")
        for _ in range(2):  # over the button for comments, where there is one
            keyboard.press("Tab")
            if value.evaluate("each => each === document.activeElement"):
                break
        expect(value).to_be_focused()
        keyboard.type(typed)
        expect(value).to_have_value({"Yes": "true"}.get(typed, typed))
    expect(page.get_by_text("k tokens", exact=True)).to_be_visible()
    assert find_faults(page) - set(UPSTREAM.items()) == set()
    page.get_by_role("button", name="Save draft").press("Enter")
    admin.expect_message("has been")
    solution.refresh_from_db()
    draft = solution.get_latest_revision_as_object()
    found = [(row.definition.name, row.value) for row in draft.attribute_values.all()]
    assert found == [(label, stored) for label, _kind, _typed, stored in GIVEN]
    assert not complaints
