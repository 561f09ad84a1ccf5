"""The admin works under its own Content-Security-Policy: a browser reports nothing that it had to refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from content_types.events.models import Event
from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import (
    make_category,
    make_document,
    make_event,
    make_image,
    make_review,
    make_solution,
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


ELSEWHERE = re.compile(r"/logout/|/export|/delete/|/bulk/")
NUMBER = re.compile(r"\d+")


def links(page: Page) -> list[str]:
    """Where the links of a page of the admin lead within it."""
    found: list[str] = page.locator("a[href^='/admin/']").evaluate_all(
        "all => all.map(each => each.pathname)"
    )
    return [path for path in found if not ELSEWHERE.search(path)]


def test_every_page_of_the_admin_is_shown_without_a_complaint(
    sign_in: SignIn, complaints: Complaints
) -> None:
    """From the home page by its links, each kind of page once; errors of scripts are complaints as well."""
    solution = make_solution("Lighthouse")
    make_review(solution, make_user("rita"))
    make_event("Fair")
    make_image("Harbour")
    make_document("Plan")
    admin = sign_in(make_user("root", is_superuser=True, is_staff=True))
    complaints.listen(admin.page)
    waiting, seen, found = ["/admin/"], set[str](), {}
    while waiting:
        path = waiting.pop(0)
        kind = NUMBER.sub("#", path)
        if kind in seen:
            continue
        seen.add(kind)
        answer = admin.page.goto(admin.address + path)
        if complaints or answer is None or answer.status != 200:
            found[path] = [answer and answer.status, *complaints]
            complaints.clear()
        waiting += links(admin.page)
    assert found == {}
    assert len(seen) > 90 and {"/admin/images/#/", "/admin/pages/#/edit/", "/admin/account/"} <= seen
