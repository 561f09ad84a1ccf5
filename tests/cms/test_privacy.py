"""Export and erasure of all personal data, of apps and plugins: complete, or not at all."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, ModelLogEntry

from cms.identity import privacy_checks
from cms.identity.privacy import holders
from cms.identity.privacy_checks import check_user_relations
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from content_types.events.models import Registration
from content_types.reviews.models import Report, Review, ReviewVersion, ReviewVote, VendorReply
from content_types.solutions.models import Solution
from plugins.bookmarks.models import Bookmark
from tests.factories.content import make_event, make_review, make_site, make_solution, make_user, make_vendor

pytestmark = pytest.mark.django_db
HOLDER = """
from cms.plugin_api import hookimpl

@hookimpl
def export_personal_data(user):
    raise OSError("disk full")

@hookimpl
def erase_personal_data(user):
    raise OSError("disk full")
"""


@pytest.fixture
def person() -> Any:
    """Somebody of whom everything is held that can be."""
    make_site()
    user, other = make_user("ada", email="ada@example.org"), make_user("other")
    solution = make_solution("Whisper")
    mine = make_review(solution, author=user, reviewer_role="Only one of Acme", body="Hears me.")
    ReviewVersion.objects.create(
        review=mine, number=1, content={"body": "Old.", "reviewer_role": "Only one of Acme"}
    )
    theirs = make_review(make_solution("Other"), author=other)
    ReviewVote.objects.create(review=theirs, voter=user, helpful=True)
    Report.objects.create(review=theirs, reporter=user, reason="fake", comment="I know them.")
    VendorReply.objects.create(review=theirs, author=user, body="Thanks.")
    event = make_event("Meeting")
    Registration.objects.create(event=event, name="Ada", email="ADA@example.org")
    Registration.objects.create(event=event, user=other, name="Other", email="other@example.org")
    Bookmark.objects.create(user=user, solution=solution)
    return user


def write_holder(workshop: Workshop, code: str) -> None:
    workshop.write("holder", code, capabilities=["pii"])
    manifest = workshop.folder / "holder" / "manifest.toml"
    manifest.write_text(f'{manifest.read_text()}\n[[personal_data]]\nwhat = "all"\npurpose = "none"\n')


def answer(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_a_copy_holds_everything_of_the_person_and_nothing_of_others(person: Any) -> None:
    text = answer("export_person", "ada")
    found = json.loads(text)
    assert found["account"]["email"] == "ada@example.org"
    assert [review["body"] for review in found["reviews"]["written"]] == ["Hears me."]
    assert [report["comment"] for report in found["reviews"]["reports"]] == ["I know them."]
    assert [len(found["reviews"][name]) for name in ("votes", "replies")] == [1, 1]
    assert [registration["name"] for registration in found["registrations"]] == ["Ada"]
    assert len(found["plugins"]["bookmarks"]["bookmarks"]) == 1
    assert "other@example.org" not in text and person.password not in text


def test_a_copy_in_a_file_is_for_its_owner_alone(person: Any, tmp_path: Path) -> None:
    answer("export_person", "Ada@Example.org", "--out", str(tmp_path / "ada.json"))
    assert stat.S_IMODE((tmp_path / "ada.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "ada.json").read_text())["account"]["username"] == "ada"


def test_erasing_leaves_reviews_without_a_trace_of_their_author(person: Any) -> None:
    told = answer("erase_person", "ada", "--no-input")
    assert "plugin bookmarks: 1\n" in told and "account: 1\n" in told
    assert not get_user_model().objects.filter(username="ada").exists()
    assert not Bookmark.objects.exists() and not ReviewVote.objects.exists()
    review = Review.objects.get(body="Hears me.")
    assert (review.author, review.reviewer_role, review.state) == (None, "", "published")
    assert review.versions.get().content == {"body": "Old.", "reviewer_role": ""}
    assert Report.objects.get().reporter is None and VendorReply.objects.get().author is None
    assert [each.name for each in Registration.objects.all()] == ["Other"]


def test_a_copy_holds_what_a_person_wrote_in_the_admin(person: Any) -> None:
    page = Solution.objects.get(title="Whisper")
    comment = Comment.objects.create(page=page, user=person, text="Is that so?", contentpath="title")
    CommentReply.objects.create(comment=comment, user=person, text="It is.")
    Solution.objects.filter(pk=page.pk).update(owner=person)
    vendor = make_vendor("Acme")
    vendor.members.add(person)
    vendor.save()
    found = json.loads(answer("export_person", "ada"))
    assert [row["title"] for row in found["editing"]["pages"]] == ["Whisper"]
    assert [row["text"] for row in found["editing"]["comments"]] == ["Is that so?"]
    assert [row["text"] for row in found["editing"]["replies_to_comments"]] == ["It is."]
    assert found["memberships"] == [{"name": "Acme"}]


def test_erasing_leaves_no_name_in_the_history_of_the_account(person: Any) -> None:
    log(person, "wagtail.edit")
    assert "ada" in ModelLogEntry.objects.get(object_id=str(person.pk)).label
    answer("erase_person", "ada", "--no-input")
    assert ModelLogEntry.objects.get(object_id=str(person.pk)).label == f"User {person.pk}"


def test_every_relation_to_users_is_answered_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_user_relations() == []
    kept = {name: holder for name, holder in holders.items() if name != "reviews"}
    monkeypatch.setattr(privacy_checks, "holders", kept)
    missing = [error.msg.partition(" ")[0] for error in check_user_relations()]
    assert "reviews.Review.author" in missing and len(missing) == 5


def test_erasing_asks_first(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("erase_person", "ada")
    assert get_user_model().objects.filter(username="ada").exists()


@pytest.mark.parametrize("name", ["nobody", "", "@"])
def test_nobody_is_found_by_a_wrong_name(person: Any, name: str) -> None:
    with pytest.raises(CommandError, match="No user has the user name"):
        call_command("erase_person", name, "--no-input")


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
def test_a_plugin_that_does_not_answer_stops_it_and_nothing_is_changed(
    command: str, person: Any, plugin_workshop: Workshop, site_with_plugins: Callable[..., Platform]
) -> None:
    write_holder(plugin_workshop, HOLDER)
    site_with_plugins()
    options = {"no_input": True} if command == "erase_person" else {}
    with pytest.raises(CommandError, match=r"The plugin holder failed in \w+: it raised OSError: disk full"):
        call_command(command, "ada", **options)
    assert get_user_model().objects.filter(username="ada").exists()
    assert Registration.objects.count() == 2 and Review.objects.filter(author=person).exists()


def test_a_refused_plugin_with_personal_data_stops_it(
    person: Any, plugin_workshop: Workshop, site_with_plugins: Callable[..., Platform]
) -> None:
    write_holder(plugin_workshop, "1 / 0")
    site_with_plugins()
    with pytest.raises(CommandError, match="The plugin holder stores personal data but was not loaded"):
        call_command("erase_person", "ada", no_input=True)
    assert Registration.objects.count() == 2
