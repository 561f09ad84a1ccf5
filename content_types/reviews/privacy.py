"""What reviews hold of people. A review outlives its author's account, without a name: others rely on its rating."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders
from content_types.reviews import announcements
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import Report, Review, ReviewVersion, ReviewVote, VendorReply

REVIEW = (
    "solution__title", "title", "body", "pros", "cons", "rating", "ease_of_use", "features", "support",
    "value_for_money", "reviewer_role", "company_size", "relationship", "incentive", "language", "state",
    "created_at",
)  # fmt: skip
DESCRIPTION = ("reviewer_role", "company_size", "evidence_hash")


COLUMNS = (
    "reviews.Review.author",
    "reviews.Review.verified_by",
    "reviews.ReviewVote.voter",
    "reviews.VendorReply.author",
    "reviews.Report.reporter",
)

NOTE = DataNote(
    what="reviews with role, size of the company and relationship, their earlier versions, votes, reports and replies",
    why="to show what people think of a solution",
    kept="until they are deleted",
    erased="votes are deleted; reviews, replies and reports stay without name, role and company",
)


def register() -> None:
    holders["reviews"] = DataHolder(export, erase, NOTE, columns=COLUMNS)


def export(user: User) -> dict[str, Any]:
    return {
        "written": list(Review.objects.filter(author=user).order_by("pk").values(*REVIEW)),
        "votes": list(votes(user).values("review", "helpful", "created_at")),
        "reports": list(reports(user).values("review", "reason", "comment", "created_at")),
        "replies": list(VendorReply.objects.filter(author=user).values("review", "body", "created_at")),
    }


def erase(user: User) -> int:
    """Reviews, reports and replies lose their author, and reviews what describes the author; votes go."""
    for version in ReviewVersion.objects.filter(review__author=user):
        version.content |= {name: "" for name in DESCRIPTION if name in version.content}
        version.save(update_fields=["content"])
    shown = list(Review.objects.filter(author=user, state=ReviewState.PUBLISHED).defer("body"))
    announcements.announce_changes(shown)
    changed = Review.objects.filter(author=user).update(author=None, **dict.fromkeys(DESCRIPTION, ""))
    changed += reports(user).update(reporter=None)
    changed += VendorReply.objects.filter(author=user).update(author=None)
    return changed + votes(user).delete()[0]


def votes(user: User) -> QuerySet[ReviewVote]:
    return ReviewVote.objects.filter(voter=user).order_by("pk")


def reports(user: User) -> QuerySet[Report]:
    return Report.objects.filter(reporter=user).order_by("pk")
