"""The review desk: blind to the stars, every decision with a reason and in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content_types.reviews import actions
from content_types.reviews.bulk_actions import Approve
from content_types.reviews.models import ModerationAction, Report, Review, VendorReply
from content_types.solutions.models import Solution
from tests.factories.content import make_review, make_site, make_solution, make_user, make_vendor
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
STARS: dict[str, Any] = {"rating": 2, "ease_of_use": 1, "features": 3, "support": 5, "value_for_money": 4}


@pytest.fixture
def solution() -> Solution:
    make_site()
    return make_solution("Atlas")


@pytest.fixture
def moderator() -> Client:
    return sign_in_client("Moderator")


def decide(client: Client, verb: str, *reviews: Any, reason: str = "ok", note: str = "") -> Any:
    kind = reviews[0]._meta.model_name
    keys = "&".join(f"id={row.pk}" for row in reviews)
    address = f"/admin/bulk/reviews/{kind}/{verb}/?{keys}&next={reverse('reviews:index')}"
    return client.post(address, {"reason": reason, "note": note, "seen": seen_at(client, address)})


def seen_at(client: Client, address: str) -> str:
    """What the page of a decision says that it shows."""
    found = BeautifulSoup(client.get(address).content, "html.parser").select_one("[name=seen]")
    return str(found["value"]) if found else ""


def test_what_waits_longest_stands_first_and_the_last_decision_next(
    moderator: Client, solution: Solution
) -> None:
    now = datetime.now(UTC)
    rows = (
        ("decided", "published", 20), ("new", "pending", 1), ("old", "pending", 9), ("later", "rejected", 30),
    )  # fmt: skip
    for name, state, days in rows:
        make_review(
            solution, title=name, state=state, body=f"About {name}", created_at=now - timedelta(days=days)
        )
    page = moderator.get(reverse("reviews:index"))
    assert rows_in(page) == ["old", "new", "later", "decided"]
    excerpts = BeautifulSoup(page.content, "html.parser").select("td.title .cms-excerpt")
    assert [each.get_text() for each in excerpts] == [
        "About old",
        "About new",
        "About later",
        "About decided",
    ]


def test_no_page_for_moderators_shows_or_sorts_by_stars_before_a_decision(
    moderator: Client, solution: Solution
) -> None:
    review = make_review(solution, state="pending", title="Blind", **STARS)
    make_review(solution, state="pending", title="Other", rating=5)
    pages = [
        reverse("reviews:index"),
        reverse("reviews:index") + "?export=csv",
        reverse("reviews:inspect", args=[review.pk]),
        f"/admin/bulk/reviews/review/approve/?id={review.pk}&next=/admin/",
    ]
    for page in pages:
        response = moderator.get(page)
        text = (b"".join(response) if response.streaming else response.content).decode().lower()
        assert "blind" in text
        assert not any(
            word in text for word in (">rating", "/ 5", "ease of use", "value for money", "ease_of_use")
        ), page
    plain, by_stars = (
        rows_in(moderator.get(reverse("reviews:index") + query)) for query in ("", "?ordering=rating")
    )
    assert plain == by_stars
    assert len(rows_in(moderator.get(reverse("reviews:index") + "?rating=5"))) == 2


def test_the_stars_are_shown_after_a_decision_and_hidden_again_after_an_edit(
    moderator: Client, solution: Solution
) -> None:
    review = make_review(solution, state="pending", **STARS)
    page = reverse("reviews:inspect", args=[review.pk])
    decide(moderator, "approve", review)
    assert "2 / 5" in moderator.get(page).content.decode()
    Review.objects.filter(pk=review.pk).update(state="pending")
    assert "2 / 5" not in moderator.get(page).content.decode()


@pytest.mark.parametrize(
    ("verb", "before", "after", "reason"),
    [
        ("approve", "pending", "published", "ok"),
        ("reject", "pending", "rejected", "off_topic"),
        ("spam", "published", "spam", "off_topic"),
        ("restore", "rejected", "pending", "appeal"),
    ],
)
def test_each_decision_changes_the_state_and_is_logged(
    moderator: Client, solution: Solution, verb: str, before: str, after: str, reason: str
) -> None:
    reviews = [make_review(solution, state=before) for _ in range(2)]
    Report.objects.create(review=reviews[0], reason="fake")
    response = decide(moderator, verb, *reviews, reason=reason, note="Talks about the weather")
    assert response.status_code == 302
    assert set(Review.objects.values_list("state", flat=True)) == {after}
    log = ModerationAction.objects.values_list("from_state", "to_state", "reason", "note")
    assert list(log) == [(before, after, reason, "Talks about the weather")] * 2
    assert Report.objects.get().resolved_at is not None


def test_a_decision_needs_a_reason(moderator: Client, solution: Solution) -> None:
    review = make_review(solution, state="pending")
    response = decide(moderator, "approve", review, reason="")
    assert "This field is required" in find_errors(response)
    assert (Review.objects.get().state, ModerationAction.objects.count()) == ("pending", 0)


def test_a_move_that_is_not_possible_leaves_the_review_alone(moderator: Client, solution: Solution) -> None:
    review = make_review(solution, state="withdrawn")
    decide(moderator, "approve", review)
    assert (Review.objects.get().state, ModerationAction.objects.count()) == ("withdrawn", 0)


def test_all_in_the_listing_is_not_a_choice(moderator: Client, solution: Solution) -> None:
    make_review(solution, state="pending")
    moderator.post("/admin/bulk/reviews/review/approve/?id=all&next=/admin/", {"reason": "ok"})
    assert Review.objects.get().state == "pending"


@pytest.mark.parametrize("role", ["Editor", "Vendor"])
def test_nobody_else_decides_or_sees(solution: Solution, role: str) -> None:
    review, client = make_review(solution, state="pending", title="Secret words"), sign_in_client(role)
    response = decide(client, "approve", review)
    assert response.status_code == 302
    assert "Secret words" not in client.get(response.url).content.decode()
    assert Review.objects.get().state == "pending"


@pytest.mark.parametrize("page", ["edit", "delete", "copy"])
def test_there_is_no_form_that_changes_a_review(solution: Solution, page: str) -> None:
    review = make_review(solution)
    assert sign_in_client("Administrator").get(f"/admin/reviews/{page}/{review.pk}/").status_code == 404


def test_the_log_is_listed_exported_and_outlives_the_review(moderator: Client, solution: Solution) -> None:
    review = make_review(solution, state="pending", title="Gone soon")
    decide(moderator, "reject", review, reason="abuse")
    assert "Gone soon" in moderator.get(reverse("decisions:index")).content.decode()
    key = review.pk
    review.delete()
    assert f"Review {key} (deleted)" in moderator.get(reverse("decisions:index")).content.decode()
    export = b"".join(moderator.get(reverse("decisions:index") + "?export=csv")).decode()
    assert "abuse" in export


@pytest.mark.parametrize("change", [{"note": "Rewritten"}, None])
def test_the_database_refuses_to_change_or_delete_a_decision(
    solution: Solution, change: dict[str, str] | None
) -> None:
    review = make_review(solution)
    ModerationAction.objects.create(
        review=review, moderator_name="m", from_state="pending", to_state="published", reason="ok"
    )
    rows = ModerationAction.objects.all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert ModerationAction.objects.get().note == ""


def test_the_queue_costs_the_same_for_5_and_for_50_rows(moderator: Client, solution: Solution) -> None:
    def statements() -> int:
        from django.db import connection

        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert moderator.get(reverse("reviews:index")).status_code == 200
        return len(captured)

    author = [make_user() for _ in range(50)]
    for place in range(5):
        make_review(solution, author[place], state="pending")
    statements()
    few = statements()
    for place in range(5, 50):
        make_review(solution, author[place], state="pending")
    assert statements() == few


def test_a_vendors_reply_is_decided_about_as_well(moderator: Client, solution: Solution) -> None:
    reply = VendorReply.objects.create(review=make_review(solution), vendor=make_vendor(), body="Thank you")
    assert decide(moderator, "approve", reply).status_code == 302
    assert VendorReply.objects.get().state == "published"
    assert "Thank you" in moderator.get(reverse("replies:index")).content.decode()


@pytest.mark.parametrize(
    ("rating", "message"), [("0", "Give 1 to 5 stars."), ("6", "Give 1 to 5 stars."), ("5", "")]
)
def test_an_administrator_enters_a_review_that_came_by_letter(
    solution: Solution, rating: str, message: str
) -> None:
    client, page = sign_in_client("Administrator"), reverse("reviews:add")
    changes = {
        "solution": solution.pk,
        "author": make_user().pk,
        "title": "By letter",
        "body": "Good",
        "rating": rating,
    }
    response = client.post(page, form_at(client, page, "w-editor-form", **changes))
    assert find_errors(response) == message if message else response.status_code == 302
    assert list(Review.objects.values_list("state", flat=True)) == ([] if message else ["pending"])


def test_one_person_has_one_live_review_of_a_solution(solution: Solution) -> None:
    client, page, author = sign_in_client("Administrator"), reverse("reviews:add"), make_user()
    make_review(solution, author)
    changes = {"solution": solution.pk, "author": author.pk, "title": "Again", "body": "Good", "rating": "4"}
    response = client.post(page, form_at(client, page, "w-editor-form", **changes))
    assert "has a live review of this solution already" in find_errors(response)
    assert Review.objects.count() == 1


def test_a_members_review_by_letter_has_to_say_so(solution: Solution) -> None:
    client, page, author = sign_in_client("Administrator"), reverse("reviews:add"), make_user()
    vendor = make_vendor("Maker")
    vendor.members.add(author)
    vendor.save()
    tool = make_solution("Tool", vendor=vendor)
    given = {"solution": tool.pk, "author": author.pk, "title": "Ours", "body": "Good", "rating": "5"}
    response = client.post(page, form_at(client, page, "w-editor-form", **given))
    assert "The author belongs to the vendor of this solution" in find_errors(response)
    assert not Review.objects.exists()
    given["relationship"] = "employee"
    assert client.post(page, form_at(client, page, "w-editor-form", **given)).status_code == 302


def test_a_text_that_was_changed_after_it_was_read_is_not_published(
    moderator: Client, solution: Solution
) -> None:
    author = make_user()
    review, other = (
        make_review(solution, state="pending", title="Fine", author=author),
        make_review(make_solution("Other"), state="pending"),
    )
    keys = f"id={review.pk}&id={other.pk}"
    address = f"/admin/bulk/reviews/review/approve/?{keys}&next={reverse('reviews:index')}"
    seen = seen_at(moderator, address)
    actions.edit(review, {"body": "Buy at spam.example"})
    answer = moderator.post(address, {"reason": "ok", "seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 200 and "Changed since you opened this page: “Fine" in text
    assert "Buy at spam.example" in text, "what is there now is shown to be read"
    assert {each.state for each in Review.objects.all()} == {"pending"}
    again = BeautifulSoup(text, "html.parser").select_one("[name=seen]")
    assert again is not None
    assert moderator.post(address, {"reason": "ok", "seen": again["value"]}).status_code == 302
    assert {each.state for each in Review.objects.all()} == {"published"}


@pytest.mark.parametrize("field", ["title", "body", "pros", "cons"])
def test_the_page_of_a_decision_shows_all_that_becomes_public(
    moderator: Client, solution: Solution, field: str
) -> None:
    review = make_review(solution, state="pending", **dict[str, Any]({field: "Words <b>of</b> the author"}))
    page = moderator.get(f"/admin/bulk/reviews/review/approve/?id={review.pk}&next=/admin/").content.decode()
    assert "Words &lt;b&gt;of&lt;/b&gt; the author" in page


def test_a_text_that_changes_while_the_page_is_made_was_not_read(
    moderator: Client, solution: Solution, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = make_review(solution, state="pending", body="Fine")
    address = f"/admin/bulk/reviews/review/approve/?id={review.pk}&next=/admin/"
    read = Approve.get_queryset

    def read_and_edit(model: Any, keys: Any) -> list[Any]:
        rows = read(model, keys)
        actions.edit(review, {"body": "Buy at spam.example"})
        return rows

    with monkeypatch.context() as patch:
        patch.setattr(Approve, "get_queryset", staticmethod(read_and_edit))
        page = moderator.get(address).content.decode()
    assert "Fine" in page and "spam.example" not in page
    seen = BeautifulSoup(page, "html.parser").select_one("[name=seen]")
    assert seen is not None
    assert moderator.post(address, {"reason": "ok", "seen": seen["value"]}).status_code == 200
    assert Review.objects.get().state == "pending"


def test_the_log_says_which_version_was_judged(moderator: Client, solution: Solution) -> None:
    review, other = make_review(solution, state="pending"), make_review(solution, state="pending")
    decide(moderator, "approve", review, other)
    actions.edit(review, {"body": "Second thoughts"})
    decide(moderator, "reject", review, reason="fake")
    log = ModerationAction.objects.order_by("pk").values_list("review", "version")
    assert list(log) == [(review.pk, 1), (other.pk, 1), (review.pk, 2)]
    inspected = moderator.get(reverse("reviews:inspect", args=[review.pk])).content.decode()
    assert "version 1, " in inspected and "version 2, " in inspected
    export = b"".join(moderator.get(reverse("decisions:index") + "?export=csv")).decode()
    assert "version" in export.splitlines()[0].lower()


@pytest.mark.parametrize("seen", ["", "{}", "[]", "nonsense", '{"x": 1}'])
def test_what_nobody_has_read_is_not_decided(moderator: Client, solution: Solution, seen: str) -> None:
    review = make_review(solution, state="pending")
    address = f"/admin/bulk/reviews/review/approve/?id={review.pk}&next=/admin/"
    assert moderator.post(address, {"reason": "ok", "seen": seen}).status_code == 200
    review.refresh_from_db()
    assert review.state == "pending"


def test_a_second_moderator_is_told_that_it_was_decided(moderator: Client, solution: Solution) -> None:
    review = make_review(solution, state="pending", title="Fine")
    address = f"/admin/bulk/reviews/review/reject/?id={review.pk}&next={reverse('reviews:index')}"
    seen = seen_at(moderator, address)
    decide(sign_in_client("Moderator"), "reject", review, reason="fake")
    told = moderator.post(address, {"reason": "fake", "seen": seen}, follow=True).content.decode()
    name = ModerationAction.objects.get().moderator_name
    assert "Already decided, and left unchanged: “Fine" in told and f"(Rejected by {name}, " in told
    assert "0 reviews" not in told
    assert review.moderation_actions.count() == 1
