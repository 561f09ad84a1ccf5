"""From the keyboard to the API: an editor publishes, a moderator decides, and anonymous callers read both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from content_types.reviews.models import ModerationAction
from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm, ReviewQueue
from tests.e2e.conftest import Ask, Complaints, SignIn
from tests.factories.content import make_category, make_review, make_solution, make_user, png

pytestmark = [pytest.mark.browser, pytest.mark.alone]
COLUMNS = (
    "Title", "Solution", "Author", "Relation", "Incentive", "Language", "Written", "Updated", "Proposed", "Reports", "State",
)  # fmt: skip
PROFILE = """{ solution(slug: "lighthouse") {
  title summary category { name }
  body { ... on ParagraphBlock { text } ... on ImageBlock { image { title url } } __typename }
  reviews { nodes { rating title body } }
} }"""


@pytest.fixture
def editor(sign_in: SignIn) -> Admin:
    return sign_in(make_user("edith", groups=("Editor",)))


@pytest.fixture
def moderator(sign_in: SignIn) -> Admin:
    return sign_in(make_user("mo", groups=("Moderator",)))


def new_solution(editor: Admin) -> PageForm:
    """A profile with all it must have but a summary, not sent yet."""
    make_category("Assistants")
    editor.menu("Directory", "Solutions")
    editor.follow("Add solution")
    form = PageForm(editor.page)
    form.fill("Title", "Lighthouse")
    form.choose("Choose category", "Assistants")
    return form


def test_what_is_missing_is_said_at_its_field(editor: Admin) -> None:
    form = new_solution(editor)
    form.publish()
    editor.expect_message("The page could not be created due to validation errors")
    expect(form.error_at("Summary")).to_have_text("This field is required.")
    assert not Solution.objects.exists()
    form.fill("Summary", "Shows the way.")
    form.publish()
    editor.expect_message("Lighthouse")
    assert Solution.objects.get().live


def test_stars_are_hidden_until_somebody_has_decided(site: Site, moderator: Admin) -> None:
    review = make_review(make_solution("Atlas"), title="It sinks", rating=1, state="pending")
    queue, seen = ReviewQueue(moderator), moderator.page.get_by_role("main")
    queue.has_columns(*COLUMNS)
    queue.open("It sinks")
    expect(seen).to_contain_text("The stars are hidden until somebody has decided")
    expect(seen).not_to_contain_text("1 / 5")
    queue.approve("Meets the policy")
    moderator.expect_message("1 review published.")
    queue.open("It sinks")
    expect(seen).to_contain_text("1 / 5")
    decision = ModerationAction.objects.get(review=review)
    assert (decision.moderator_name, decision.reason) == ("mo", "ok")


def test_a_queue_is_worked_through_by_keys(site: Site, moderator: Admin, complaints: Complaints) -> None:
    complaints.listen(moderator.page)
    solution = make_solution("Atlas")
    for month, title in enumerate(("Oldest", "Middle", "Newest"), 1):
        written = datetime(2026, month, 1, tzinfo=UTC)
        make_review(solution, make_user(), title=title, state="pending", created_at=written)
    queue, main = ReviewQueue(moderator), moderator.page.get_by_role("main")
    queue.open("Oldest")
    queue.press("a")
    moderator.expect_message("1 review published.")
    expect(main).to_contain_text("1 other review waits for a decision.")
    reason = moderator.page.get_by_label("Reason to reject")
    queue.press("r")
    expect(reason).to_be_focused()  # a rejection needs a reason, which the browser asks for
    reason.select_option(label="Not a genuine experience")
    queue.press("r")
    moderator.expect_message("1 review rejected.")
    queue.press("u")
    moderator.expect_message("Your decision is undone: “Middle” is pending again.")
    log = ModerationAction.objects.order_by("pk").values_list("to_state", "reason")
    assert list(log) == [("published", "ok"), ("rejected", "fake"), ("pending", "mistake")]
    assert complaints == []


def test_strangers_read_what_both_published(
    editor: Admin, moderator: Admin, ask_anonymously: Ask, tmp_path: Path
) -> None:
    picture = tmp_path / "harbour.png"
    picture.write_bytes(png().getvalue())
    publish_solution(editor, picture)
    make_review(Solution.objects.get(), title="It shines", body="Far and wide.", state="pending")
    assert ask_anonymously(PROFILE)["solution"]["reviews"]["nodes"] == []
    ReviewQueue(moderator).open("It shines").approve("Meets the policy")
    moderator.expect_message("1 review published.")
    read = ask_anonymously(PROFILE)["solution"]
    text, image = read.pop("body")
    assert read == {
        "title": "Lighthouse",
        "summary": "Shows the way.",
        "category": {"name": "Assistants"},
        "reviews": {"nodes": [{"rating": 4, "title": "It shines", "body": "Far and wide."}]},
    }
    assert (text["__typename"], image["__typename"]) == ("ParagraphBlock", "ImageBlock")
    assert "It has a lamp." in text["text"] and image["image"]["title"] == "A harbour"
    with urlopen(image["image"]["url"]) as answer:
        assert answer.read() == picture.read_bytes()


def publish_solution(editor: Admin, picture: Path) -> None:
    form = new_solution(editor)
    form.fill("Summary", "Shows the way.")
    form.tab("Description")
    form.add_text("It has a lamp.")
    form.add_picture(picture, "A harbour")
    form.publish()
    editor.expect_message("Lighthouse")
