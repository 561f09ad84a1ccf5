"""The admin works under its own Content-Security-Policy: a browser reports nothing that it had to refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from content_types.events.models import Event
from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import (
    make_category,
    make_event,
    make_user,
    png,
)

pytestmark = [pytest.mark.browser, pytest.mark.alone]


@pytest.fixture
def editor(sign_in: SignIn, complaints: Complaints) -> Admin:
    admin = sign_in(make_user("edith", groups=("Editor",)))
    complaints.listen(admin.page)
    admin.page.reload()
    return admin


def test_an_editor_writes_with_blocks_and_pictures_and_nothing_is_refused(
    editor: Admin, complaints: Complaints, tmp_path: Path
) -> None:
    picture = tmp_path / "harbour.png"
    picture.write_bytes(png().getvalue())
    make_category("Assistants")
    editor.menu("Directory", "Solutions")
    editor.follow("Add solution")
    form = PageForm(editor.page)
    form.fill("Title", "Lighthouse")
    form.fill("Summary", "Shows the way.")
    form.choose("Choose category", "Assistants")
    form.tab("Description")
    form.add_text("It has a lamp.")
    form.add_picture(picture, "A harbour")
    form.publish()
    editor.expect_message("Lighthouse")
    page = Solution.objects.get()
    assert [block.block_type for block in page.body] == ["paragraph", "image"]
    for path in (
        "",
        "images/",
        "documents/",
        "reports/site-history/",
        f"pages/{page.pk}/edit/",
        f"pages/{page.pk}/history/",
    ):
        editor.page.goto(f"{editor.address}/admin/{path}")
        expect(editor.page.get_by_role("main")).to_be_visible()
    assert complaints == []


def test_dates_and_lists_start_without_inline_scripts(editor: Admin, complaints: Complaints) -> None:
    event = make_event("Fair")
    editor.page.goto(f"{editor.address}/admin/pages/{event.pk}/edit/")
    starts = editor.page.locator("cms-start")
    names = set(starts.evaluate_all("all => all.map(each => each.getAttribute('name'))"))
    assert "initDateTimeChooser" in names, names
    assert all(starts.evaluate_all("all => all.map(each => each.started)"))
    form = PageForm(editor.page)
    form.tab("Time")
    editor.page.locator("input[name=starts_at]").click()
    expect(editor.page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    assert Event.objects.count() == 1
    assert complaints == []


def test_an_inline_script_would_be_refused(editor: Admin, complaints: Complaints) -> None:
    editor.page.evaluate(
        "() => { const script = document.createElement('script'); script.text = 'window.owned = 1';"
        " document.body.append(script); document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src=x onerror="window.owned = 1"><cms-start name="alert" arguments="[1]"></cms-start>\'); }'
    )
    editor.page.wait_for_timeout(300)
    assert editor.page.evaluate("window.owned") is None
    assert any("inline script" in each for each in complaints), complaints
    assert any("There is no widget alert" in each for each in complaints)


def test_rows_that_are_added_start_their_choosers(editor: Admin, complaints: Complaints) -> None:
    event = make_event("Fair")
    editor.page.goto(f"{editor.address}/admin/pages/{event.pk}/edit/")
    form = PageForm(editor.page)
    form.tab("Speakers")
    for name in ("Ada", "Bob"):
        editor.page.get_by_role("button", name="Add speaker").click()
        editor.page.locator("[id^=id_speakers-][id$=-name]:visible").last.fill(name)
    editor.page.get_by_role("button", name="Choose an image").last.click()
    expect(form.dialog.get_by_role("tab", name="Upload")).to_be_visible()
    form.dialog.get_by_role("button", name="Close").click()
    form.publish()
    editor.expect_message("Fair")
    assert [speaker.name for speaker in Event.objects.get().speakers.all()] == ["Ada", "Bob"]
    assert complaints == []


def test_a_block_may_be_previewed_in_a_frame_of_the_admin(editor: Admin, complaints: Complaints) -> None:
    quote = Event._meta.get_field("body").stream_block.child_blocks["quote"]
    address = f"{reverse('wagtailadmin_block_preview')}?id={quote.definition_prefix}"
    editor.page.evaluate(
        "address => document.body.append(Object.assign(document.createElement('iframe'), {id: 'shown', src: address}))",
        address,
    )
    expect(editor.page.frame_locator("#shown").locator("blockquote")).to_be_visible()
    assert complaints == []
