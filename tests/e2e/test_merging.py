"""Duplicates in a browser: a warning when one is made, and merging two by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from cms.merging.models import Merge
from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_solution, make_user, make_vendor
from tests.support.merging import undo_page

pytestmark = [pytest.mark.browser, pytest.mark.alone]
TakePicture = Callable[[Page, str], None]


@pytest.fixture
def editor(sign_in: SignIn, complaints: Complaints) -> Admin:
    editor = sign_in(make_user("edith", groups=("Editor",)))
    complaints.listen(editor.page)
    return editor


def press(admin: Admin, target: Locator, key: str = "Enter") -> None:
    """Go to an element by the tab key, and press a key there."""
    expect(target).to_be_visible()
    for _step in range(120):
        if target.evaluate("each => each === document.activeElement"):
            admin.page.keyboard.press(key)
            return
        admin.page.keyboard.press("Tab")
    raise AssertionError(f"The tab key does not reach {target}.")


def test_duplicates_are_merged_and_separated_by_keyboard(
    editor: Admin, complaints: Complaints, take_picture: TakePicture
) -> None:
    vendor = make_vendor("OpenAI")
    kept = make_solution("ChatGPT", slug="chatgpt", vendor=vendor, tags=("chat",))
    other = make_solution("Chat-GPT", slug="chat-gpt", vendor=vendor, tags=("assistant",))
    main, address = editor.page.get_by_role("main"), reverse("merging:merge", args=["solutions", "solution"])
    editor.page.goto(f"{editor.address}{address}?merge={kept.pk}&merge={other.pk}")
    press(editor, main.get_by_role("radio").first, "Space")
    expect(main.get_by_role("radio", name="ChatGPT", exact=True)).to_be_checked()
    press(editor, main.get_by_role("button", name="Continue"))
    expect(main).to_contain_text("“ChatGPT” stays as it is.")
    take_picture(editor.page, "admin-merge")
    press(editor, main.get_by_role("button", name="Merge"))
    expect(editor.page.locator(".messages")).to_be_visible()
    assert list(Solution.objects.values_list("slug", flat=True)) == ["chatgpt"]
    assert sorted(Solution.objects.get().tags.names()) == ["assistant", "chat"]
    editor.page.goto(f"{editor.address}{undo_page(Merge.objects.get().pk)}")
    press(editor, main.get_by_role("button", name="Undo this merge"))
    expect(editor.page.locator(".messages")).to_be_visible()
    assert sorted(Solution.objects.values_list("slug", flat=True)) == ["chat-gpt", "chatgpt"]
    assert complaints == []


def test_a_likely_duplicate_is_named_when_it_is_published(
    editor: Admin, complaints: Complaints, take_picture: TakePicture
) -> None:
    made = make_solution("ChatGPT", vendor=make_vendor("OpenAI"))
    editor.menu("Directory", "Solutions")
    editor.follow("Add solution")
    form = PageForm(editor.page)
    form.fill("Title", "Chat GPT")
    form.fill("Summary", "An assistant.")
    form.choose("Choose category", made.category.name)
    form.publish()
    editor.expect_message("“Chat GPT” may be on the site already: “ChatGPT” (OpenAI).")
    take_picture(editor.page, "admin-duplicate-warning")
    assert complaints == []
