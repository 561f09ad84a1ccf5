"""An editor builds a rule from choices, sees the dates it means, and publishes them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from content_types.events.models import Event, EventOccurrence
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_event, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]


@pytest.fixture
def editor(sign_in: SignIn, complaints: Complaints) -> Admin:
    made = sign_in(make_user("edith", groups=("Editor",)))
    complaints.listen(made.page)
    return made


def open_times(editor: Admin, rule: str = "") -> tuple[PageForm, Locator]:
    """The times of an event on Tuesday 6 April 2027, and the dates shown under its rule."""
    event = make_event(
        "Meetup", starts_at=datetime(2027, 4, 6, 16, tzinfo=UTC), time_zone="Europe/Berlin", recurrence=rule
    )
    editor.page.goto(f"{editor.address}/admin/pages/{event.pk}/edit/")
    form = PageForm(editor.page)
    form.tab("Time")
    return form, editor.page.locator("[data-dates] li")


def test_a_rule_is_built_from_choices_and_its_dates_are_shown(
    editor: Admin, complaints: Complaints, tmp_path: Path
) -> None:
    form, dates = open_times(editor)
    page = editor.page
    expect(dates).to_have_text(["Tuesday 6 April 2027, 18:00–20:00"])
    page.get_by_label("Frequency").select_option(label="Weekly")
    expect(dates).to_have_count(10)
    page.get_by_label("Interval").fill("2")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Thursday").check()
    page.get_by_label("After a number of times").check()
    page.get_by_label("Number of times", exact=True).fill("3")
    expect(dates).to_have_text(
        [f"{day} April 2027, 18:00–20:00" for day in ("Tuesday 6", "Thursday 8", "Tuesday 20")]
    )
    form.fill("Days left out", "2027-04-08")
    expect(dates).to_have_count(2)
    page.locator("events-recurrence").screenshot(path=tmp_path / "builder.png")
    form.publish()
    assert Event.objects.get().recurrence == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3"
    assert [str(row.first_day) for row in EventOccurrence.objects.order_by("starts_at")] == [
        "2027-04-06", "2027-04-20",
    ]  # fmt: skip
    assert complaints == []


@pytest.mark.parametrize(
    ("rule", "frequency", "end"),
    [
        ("FREQ=DAILY;UNTIL=20270410", "DAILY", "UNTIL"),
        ("FREQ=MONTHLY;COUNT=3", "MONTHLY", "COUNT"),
        ("FREQ=YEARLY", "YEARLY", ""),
    ],
)
def test_a_stored_rule_is_shown_as_choices(
    editor: Admin, complaints: Complaints, rule: str, frequency: str, end: str
) -> None:
    open_times(editor, rule)
    expect(editor.page.get_by_label("Frequency")).to_have_value(frequency)
    assert editor.page.locator("[data-part=end]:checked").get_attribute("value") == end
    expect(editor.page.locator("[name=recurrence]")).to_have_value(rule)
    assert complaints == []


def test_experts_write_a_rule_and_are_told_what_is_wrong(editor: Admin, complaints: Complaints) -> None:
    _, dates = open_times(editor, "FREQ=MONTHLY;BYDAY=1TU;COUNT=2")
    page = editor.page
    expect(page.get_by_label("Frequency")).to_have_value("OTHER")
    expect(dates).to_have_text([f"Tuesday {day} 2027, 18:00–20:00" for day in ("6 April", "4 May")])
    page.locator("[name=recurrence]").fill("FREQ=HOURLY")
    expect(page.locator("[data-message]")).to_contain_text("can repeat no more than once a day")
    expect(dates).to_have_count(0)
    page.locator("[name=recurrence]").fill("FREQ=WEEKLY;COUNT=4")
    expect(page.get_by_label("Frequency")).to_have_value("WEEKLY")
    expect(dates).to_have_count(4)
    assert complaints == []


def test_a_rule_is_built_by_keyboard(editor: Admin, complaints: Complaints) -> None:
    """Tab leads through the controls that the frequency needs, in the order of the page, and through no hidden one."""
    form, dates = open_times(editor)
    page, keyboard = editor.page, editor.page.keyboard
    page.get_by_label("Frequency").focus()
    keyboard.press("W")
    expect(page.get_by_label("Frequency")).to_have_value("WEEKLY")
    keyboard.press("Tab")
    expect(page.get_by_label("Interval")).to_be_focused()
    keyboard.press("ArrowUp")
    for day in ("Monday", "Tuesday"):
        keyboard.press("Tab")
        expect(page.get_by_label(day)).to_be_focused()
    keyboard.press("Space")
    for _ in range(6):  # over the other days to the end
        keyboard.press("Tab")
    expect(page.get_by_label("Never")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(page.get_by_label("After a number of times")).to_be_checked()
    keyboard.press("Tab")
    expect(page.get_by_label("Number of times", exact=True)).to_be_focused()
    keyboard.press("Control+a")
    keyboard.type("2")
    expect(dates).to_have_text([f"Tuesday {day} April 2027, 18:00–20:00" for day in (6, 20)])
    form.publish()
    assert Event.objects.get().recurrence == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2"
    assert complaints == []
