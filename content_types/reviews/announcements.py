"""Notify plugins, moderators and authors of events of reviews, after commit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction

from cms.plugins.api.events import (
    ContentPublished,
    ContentUnpublished,
    ReviewPublished,
    ReviewSubmitted,
    RowsChanged,
    VendorReplyPublished,
)
from cms.publishing.outbox import publish
from cms.publishing.receivers import build_event
from content_types.reviews import mails, screening
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import Report, Review, VendorReply

QUIET = 15 * 60
"""Seconds in which moderators get one mail about what waits, however much comes in."""


def announce_submission(review: Review) -> None:
    """A review was written or edited, and waits."""
    publish(ReviewSubmitted(review=review.pk, solution=review.solution_id))
    screening.ask_on_commit(review)
    tell_moderators("waiting", review.pk)


def announce_decisions(reviews: Iterable[Review]) -> None:
    """Moderators decided, or an author withdrew."""
    for review in reviews:
        if review.state == ReviewState.PUBLISHED:
            publish(ReviewPublished(review=review.pk, solution=review.solution_id))
        if review.state in (ReviewState.PUBLISHED, ReviewState.REJECTED):
            after_commit(mails.tell_author, review.pk, review.state)


def announce_removals(reviews: Iterable[Review]) -> None:
    """Published reviews are hidden, withdrawn, edited or deleted: what shows them has to forget them."""
    for review in reviews:
        publish(build_event(ContentUnpublished, review))


def announce_changes(reviews: Iterable[Review]) -> None:
    """What published reviews show has changed, without a decision of a moderator."""
    for review in reviews:
        publish(build_event(ContentPublished, review))


def announce_vote() -> None:
    """A reader voted on a review. Its kind is not that of reviews, which all that shows a rating depends on."""
    publish(RowsChanged("reviews.vote"))


def announce_report(report: Report) -> None:
    """A reader complained about a review."""
    tell_moderators("reported", report.review_id)


def announce_reply(reply: VendorReply) -> None:
    """A vendor answered, and the answer waits."""
    tell_moderators("reply", reply.review_id)


def announce_reply_decisions(replies: Iterable[VendorReply]) -> None:
    """Moderators decided about vendors' answers."""
    for reply in replies:
        if reply.state == ReviewState.PUBLISHED:
            publish(VendorReplyPublished(reply=reply.pk, review=reply.review_id))
            after_commit(mails.tell_author, reply.review_id, "replied")


def tell_moderators(what: str, review: int) -> None:
    transaction.on_commit(partial(_tell_moderators, what, review))


def _tell_moderators(what: str, review: int) -> None:
    if cache.add(f"reviews:told:{what}", 1, QUIET):
        mails.tell_moderators.enqueue(what, review)


def after_commit(task: object, *arguments: object) -> None:
    transaction.on_commit(partial(task.enqueue, *arguments))  # type: ignore[attr-defined]
