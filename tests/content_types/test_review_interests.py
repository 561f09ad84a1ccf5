"""Moderators cannot decide in their own matters, by any road; all others can."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from content_types.reviews import actions
from content_types.reviews.models import ModerationAction, Report, Review, VendorReply
from content_types.reviews.reading import fingerprint
from tests.factories.content import make_review, make_site, make_solution, make_user, make_vendor

pytestmark = pytest.mark.django_db
CASES = {
    "you wrote it": "author",
    "you belong to the vendor": "member",
    "you reported it": "reporter",
}


@pytest.fixture
def person() -> Any:
    make_site()
    return make_user("judge", groups=("Moderator",))


def make_case(interest: str, person: Any) -> Review:
    """A review that waits, in which a person has an interest."""
    vendor = make_vendor("Ours")
    review = make_review(make_solution("Own", vendor=vendor), title="Mine", state="pending")
    if interest == "author":
        Review.objects.filter(pk=review.pk).update(author=person)
    elif interest == "member":
        vendor.members.add(person)
        vendor.save()
    else:
        Report.objects.create(review=review, reporter=person, reason="fake")
    review.refresh_from_db()
    return review


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(person: Any, verb: str, *rows: Any) -> Any:
    kind = rows[0]._meta.model_name
    address = (
        f"/admin/bulk/reviews/{kind}/{verb}/?" + "&".join(f"id={row.pk}" for row in rows) + "&next=/admin/"
    )
    seen = "{" + ",".join(f'"{row.pk}": "{fingerprint(row)}"' for row in rows) + "}"
    return signed_in(person).post(address, {"reason": "ok", "seen": seen}, follow=True)


@pytest.mark.parametrize("why", CASES)
@pytest.mark.parametrize("verb", ["approve", "reject", "spam"])
def test_a_direct_decision_is_refused_with_the_reason(person: Any, why: str, verb: str) -> None:
    review = make_case(CASES[why], person)
    text = post(person, verb, review).content.decode()
    assert f"You cannot decide about “Mine” ({why}). Leave it to another moderator." in text
    review.refresh_from_db()
    assert (review.state, ModerationAction.objects.count()) == ("pending", 0)


@pytest.mark.parametrize("why", CASES)
def test_the_verb_itself_refuses_all_of_them(person: Any, why: str) -> None:
    mine, other = make_case(CASES[why], person), make_review(make_solution("Other"), state="pending")
    with pytest.raises(PermissionDenied, match="Mine"):
        actions.moderate([other.pk, mine.pk], "published", reason="ok", by=person)
    assert set(Review.objects.values_list("state", flat=True)) == {"pending"}


def test_in_bulk_the_others_are_decided(person: Any) -> None:
    mine, other = make_case("author", person), make_review(make_solution("Other"), state="pending")
    text = post(person, "approve", mine, other).content.decode()
    assert "You cannot decide about “Mine” (you wrote it)." in text
    states = dict(Review.objects.values_list("pk", "state"))
    assert states == {mine.pk: "pending", other.pk: "published"}


@pytest.mark.parametrize("why", CASES)
def test_its_page_offers_no_decision(person: Any, why: str) -> None:
    review = make_case(CASES[why], person)
    page = signed_in(person).get(f"/admin/reviews/inspect/{review.pk}/").content.decode()
    assert f"({why})" in page and "/admin/bulk/reviews/review/approve/" not in page


def test_another_moderator_and_a_settled_report_are_no_obstacle(person: Any) -> None:
    review = make_case("reporter", person)
    post(make_user("other", groups=("Moderator",)), "approve", review)
    review.refresh_from_db()
    assert review.state == "published"
    actions.moderate([review.pk], "rejected", reason="fake", by=person)
    assert Review.objects.get().state == "rejected"


@pytest.mark.parametrize("superuser", [False, True])
def test_no_right_lifts_the_rule(person: Any, superuser: bool) -> None:
    person.is_superuser = superuser
    person.save()
    review = make_case("author", person)
    post(person, "approve", review)
    assert Review.objects.get(pk=review.pk).state == "pending"


@pytest.mark.parametrize("why", ["you wrote it", "it answers your review", "you belong to the vendor"])
def test_replies_of_ones_own_concern_are_left_to_others(person: Any, why: str) -> None:
    vendor = make_vendor("Ours")
    solution = make_solution("Own", vendor=vendor)
    review = make_review(solution, person if "answers" in why else None)
    author = person if "wrote" in why else make_user()
    reply = VendorReply.objects.create(review=review, vendor=vendor, author=author, body="Thanks")
    if "vendor" in why:
        vendor.members.add(person)
        vendor.save()
    text = post(person, "approve", reply).content.decode()
    assert f"You cannot decide about “Thanks” ({why})." in text
    assert VendorReply.objects.get().state == "pending"
    post(make_user("other", groups=("Moderator",)), "approve", reply)
    assert VendorReply.objects.get().state == "published"


def test_authors_still_withdraw_their_review(person: Any) -> None:
    review = make_case("author", person)
    actions.withdraw(review, person)
    assert Review.objects.get().state == "withdrawn"
