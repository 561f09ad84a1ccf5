"""Deciding on one page: fitting reasons, the next review, two moderators at once, and taking a decision back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cms.plugins.api.moderation import Proposal
from content_types.reviews import actions
from content_types.reviews.choices import REASONS, ReasonCode
from content_types.reviews.models import ModerationAction, Report, Review, VendorReply
from content_types.reviews.screening import build_proposal
from content_types.solutions.models import Solution
from tests.factories.content import make_review, make_site, make_solution, make_user, make_vendor
from tests.support.admin import find_errors, sign_in_client

pytestmark = pytest.mark.django_db
VERBS = {"approve": "published", "reject": "rejected", "spam": "spam", "restore": "pending"}


@pytest.fixture
def solution() -> Solution:
    make_site()
    return make_solution("Atlas")


@pytest.fixture
def person() -> Any:
    return make_user("mo", groups=("Moderator",))


@pytest.fixture
def moderator(person: Any) -> Client:
    return sign_in_client(user=person)


def open_desk(client: Client, review: Review) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse("reviews:inspect", args=[review.pk])).content, "html.parser")


def send(client: Client, page: BeautifulSoup, verb: str, **changes: str) -> Any:
    """Press the button of a decision on a page that was read."""
    form = next(each for each in page.select("form.cms-verdict") if f"/{verb}/" in str(each["action"]))
    chosen = form.select_one("option[selected]")
    data = {
        "reason": str(chosen["value"]) if chosen else "",
        "seen": str(form.select("[name=seen]")[0]["value"]),
    }
    return client.post(str(form["action"]), data | changes)


@pytest.mark.parametrize(
    ("verb", "before", "offered", "preset"),
    [
        ("approve", "pending", ["ok", "appeal"], "ok"),
        ("reject", "pending", ["", *(each.value for each in REASONS["rejected"])], ""),
        ("spam", "published", [each.value for each in REASONS["spam"]], "advertising"),
        ("restore", "rejected", ["mistake", "appeal", "author"], "mistake"),
    ],
)
def test_a_decision_offers_the_reasons_that_fit_it(
    moderator: Client, solution: Solution, verb: str, before: str, offered: list[str], preset: str
) -> None:
    review = make_review(solution, state=before)
    bulk = moderator.get(f"/admin/bulk/reviews/review/{verb}/?id={review.pk}&next=/admin/")
    for page in (open_desk(moderator, review), BeautifulSoup(bulk.content, "html.parser")):
        select = page.select_one(f"[id=id_{verb}_reason]") or page.select_one("[id=id_reason]")
        assert select is not None
        assert [each["value"] for each in select.select("option")] == offered
        assert [each["value"] for each in select.select("option[selected]") if each["value"]] == [preset][
            : bool(preset)
        ]


UNFIT = [
    (verb, reason)
    for verb, state in VERBS.items()
    for reason in ReasonCode.values
    if reason not in REASONS[state]
]


@pytest.mark.parametrize(("verb", "reason"), [*UNFIT, ("approve", "nonsense"), ("reject", "")])
def test_a_reason_that_does_not_fit_changes_nothing(
    moderator: Client, person: Any, solution: Solution, verb: str, reason: str
) -> None:
    before = "rejected" if verb == "restore" else "pending"
    reviews = [make_review(solution, make_user(), state=before) for _ in range(2)]
    answer = send(moderator, open_desk(moderator, reviews[0]), verb, reason=reason)
    keys = "&".join(f"id={row.pk}" for row in reviews)
    bulk = moderator.post(
        f"/admin/bulk/reviews/review/{verb}/?{keys}&next=/admin/", {"reason": reason, "seen": "{}"}
    )
    for each in (answer, bulk):
        expected = "This reason does not fit the decision" if reason else "This field is required"
        assert each.status_code == 200 and expected in find_errors(each)
    with pytest.raises(ValidationError) as raised:
        actions.moderate([reviews[0].pk], VERBS[verb], reason=reason, by=person)
    assert "is not a reason for this decision. Choose one of these: “" in raised.value.messages[0]
    assert {row.state for row in Review.objects.all()} == {before}
    assert not ModerationAction.objects.exists()


@pytest.mark.parametrize(("verb", "reason"), [("approve", "fake"), ("reject", "ok"), ("reject", "mistake")])
def test_a_reply_takes_fitting_reasons_as_well(
    moderator: Client, solution: Solution, verb: str, reason: str
) -> None:
    reply = VendorReply.objects.create(review=make_review(solution), vendor=make_vendor(), body="Thank you")
    address = f"/admin/bulk/reviews/vendorreply/{verb}/?id={reply.pk}&next=/admin/"
    assert "does not fit" in find_errors(moderator.post(address, {"reason": reason, "seen": "{}"}))
    assert VendorReply.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("state", "reason", "kept"),
    [
        ("PUBLISHED", "ABUSE", "ok"),
        ("REJECTED", "OK", "off_topic"),
        ("SPAM", "APPEAL", "advertising"),
        ("SPAM", "DUPLICATE", "duplicate"),
        ("REJECTED", "unknown", "off_topic"),
    ],
)
def test_a_plugin_proposes_fitting_reasons(solution: Solution, state: str, reason: str, kept: str) -> None:
    found = build_proposal(make_review(solution), "screen", Proposal(state, reason, "Because."))
    assert (found.state, found.reason) == (state.lower(), kept)


@pytest.fixture
def queue(solution: Solution) -> list[Review]:
    """Three that wait, the oldest first."""
    now = datetime.now(UTC)
    return [
        make_review(solution, make_user(), title=name, state="pending", created_at=now - timedelta(days=days))
        for name, days in (("Oldest", 9), ("Middle", 5), ("Newest", 1))
    ]


def test_a_decision_leads_to_the_next_review_until_none_is_left(
    moderator: Client, queue: list[Review]
) -> None:
    shown, address = [], reverse("reviews:next")
    for verb, changes in (("approve", {}), ("reject", {"reason": "fake"}), ("spam", {})):
        page = moderator.get(address, follow=True)
        shown.append(page.context["review"].title)
        address = send(moderator, BeautifulSoup(page.content, "html.parser"), verb, **changes).url
    end = moderator.get(address, follow=True)
    assert shown == ["Oldest", "Middle", "Newest"]
    assert end.request["PATH_INFO"] == reverse("reviews:index")
    assert "No other review is waiting for your decision." in end.content.decode()
    log = ModerationAction.objects.order_by("pk").values_list("review", "to_state", "reason")
    states = zip(
        [row.pk for row in queue],
        ["published", "rejected", "spam"],
        ["ok", "fake", "advertising"],
        strict=True,
    )
    assert list(log) == list(states)


def test_a_review_that_is_passed_over_comes_last(moderator: Client, queue: list[Review]) -> None:
    first, second, third = queue
    for after, expected in ((first, second), (second, third), (third, first)):
        answer = moderator.get(reverse("reviews:next"), {"after": after.pk})
        assert answer.url == reverse("reviews:inspect", args=[expected.pk])
    for odd in ("", "x", "99999999", "-1", "½"):
        assert moderator.get(reverse("reviews:next"), {"after": odd}).url.endswith(f"/{first.pk}/")


def test_the_next_review_is_none_of_ones_own_concern(
    moderator: Client, person: Any, queue: list[Review]
) -> None:
    own, reported, other = queue
    Review.objects.filter(pk=own.pk).update(author=person)
    Report.objects.create(review=reported, reporter=person, reason="fake")
    assert moderator.get(reverse("reviews:next")).url == reverse("reviews:inspect", args=[other.pk])
    vendor = make_vendor()
    vendor.members.add(person)
    vendor.save()
    Solution.objects.update(vendor=vendor)
    assert moderator.get(reverse("reviews:next")).url == reverse("reviews:index")


def test_one_page_shows_text_solution_and_history_without_stars(
    moderator: Client, solution: Solution
) -> None:
    author = make_user()
    review = make_review(solution, author, title="Mine", body="It works.", state="pending", rating=2)
    make_review(make_solution("Beta"), author, title="Earlier", state="spam", rating=1)
    page = open_desk(moderator, review)
    text = page.get_text(" ", strip=True)
    for words in ("It works.", "The author's other reviews", "Spam: 1", "Earlier – Beta (Spam"):
        assert words in text, words
    link = page.find("a", string="Atlas")
    assert link is not None and str(link["href"]).endswith("/atlas/")
    assert "/ 5" not in text
    keys = [each["data-w-kbd-key-value"] for each in page.select("form.cms-verdict button")]
    assert keys == ["a", "r", "s"] and [each.get_text() for each in page.select("button kbd")] == [
        "A",
        "R",
        "S",
    ]


@pytest.mark.parametrize(("count", "heading"), [(1, "Approve 1 review"), (3, "Approve 3 reviews")])
def test_the_heading_says_how_many(moderator: Client, queue: list[Review], count: int, heading: str) -> None:
    keys = "&".join(f"id={row.pk}" for row in queue[:count])
    page = moderator.get(f"/admin/bulk/reviews/review/approve/?{keys}&next=/admin/").content
    title = BeautifulSoup(page, "html.parser").select_one("h1")
    assert title is not None and title.get_text(" ", strip=True) == heading


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [("approve", "reject", "Published"), ("reject", "approve", "Rejected"), ("spam", "approve", "Spam")],
)
def test_the_second_of_two_moderators_is_told_and_overwrites_nothing(
    moderator: Client, queue: list[Review], first: str, second: str, word: str
) -> None:
    other = sign_in_client(user=make_user("ada", groups=("Moderator",)))
    page = open_desk(moderator, queue[0])
    assert (
        send(
            other, open_desk(other, queue[0]), first, reason="ok" if first == "approve" else "fake"
        ).status_code
        == 302
    )
    state = Review.objects.get(pk=queue[0].pk).state
    answer = send(moderator, page, second, reason="fake" if second == "reject" else "ok")
    assert answer.status_code == 200
    assert f"Decided since you opened this page: “{queue[0]}” ({word} by ada, " in answer.content.decode()
    assert Review.objects.get(pk=queue[0].pk).state == state
    assert ModerationAction.objects.get().moderator_name == "ada"


@pytest.mark.parametrize(
    ("verb", "before", "reason"),
    [
        ("approve", "pending", "ok"),
        ("reject", "published", "abuse"),
        ("spam", "pending", "fake"),
        ("restore", "rejected", "appeal"),
    ],
)
def test_the_last_decision_is_undone_by_a_new_one(
    moderator: Client, solution: Solution, verb: str, before: str, reason: str
) -> None:
    review = make_review(solution, state=before)
    send(moderator, open_desk(moderator, review), verb, reason=reason)
    undo = open_desk(moderator, review).select_one("form[action*='/undo/']")
    assert undo is not None and [each.get_text() for each in undo.select("kbd")] == ["U"]
    assert moderator.post(str(undo["action"])).url == reverse("reviews:inspect", args=[review.pk])
    assert Review.objects.get().state == before
    log = ModerationAction.objects.order_by("pk").values_list("from_state", "to_state", "reason")
    assert list(log) == [(before, VERBS[verb], reason), (VERBS[verb], before, "mistake")]


def edit_again(review: Review, person: Any) -> None:
    actions.edit(review, {"body": "Second thoughts"})


def decide_again(review: Review, person: Any) -> None:
    actions.moderate([review.pk], "rejected", reason="fake", by=make_user("ada", groups=("Moderator",)))


def withdraw_it(review: Review, person: Any) -> None:
    actions.withdraw(review, review.author)


@pytest.mark.parametrize("change", [edit_again, decide_again, withdraw_it])
def test_a_decision_is_not_undone_after_the_review_has_changed(
    moderator: Client, person: Any, solution: Solution, change: Any
) -> None:
    review = make_review(solution, make_user(), state="pending")
    send(moderator, open_desk(moderator, review), "approve")
    decision = ModerationAction.objects.get()
    change(Review.objects.get(), person)
    state, count = Review.objects.get().state, ModerationAction.objects.count()
    answer = moderator.post(reverse("reviews:undo", args=[decision.pk]), follow=True).content.decode()
    assert "Your decision cannot be undone, because the review has changed since: “" in answer
    assert (Review.objects.get().state, ModerationAction.objects.count()) == (state, count)


def test_the_decision_of_somebody_else_is_not_undone(
    moderator: Client, person: Any, solution: Solution
) -> None:
    review = make_review(solution, state="pending")
    send(moderator, open_desk(moderator, review), "approve")
    decision = ModerationAction.objects.get()
    for role in ("Moderator", "Editor", "Vendor"):
        client = sign_in_client(role)
        client.post(reverse("reviews:undo", args=[decision.pk]))
        assert client.get(reverse("reviews:undo", args=[decision.pk])).status_code in (302, 405)
    with pytest.raises(PermissionDenied):
        actions.undo(decision.pk, make_user(groups=("Moderator",)))
    assert (Review.objects.get().state, ModerationAction.objects.count()) == ("published", 1)
