"""What waits for moderators, for metrics: reviews, replies of vendors, and reports."""

from __future__ import annotations

from cms.base.work_queues import Waiting, count_rows, declare_queue
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import Report, Review, VendorReply

__all__ = ["register"]


def register() -> None:
    declare_queue("reviews", read_reviews)
    declare_queue("replies", read_replies)
    declare_queue("reports", read_reports)


def read_reviews() -> Waiting:
    return count_rows(Review.objects.filter(state=ReviewState.PENDING), "created_at")


def read_replies() -> Waiting:
    return count_rows(VendorReply.objects.filter(state=ReviewState.PENDING), "created_at")


def read_reports() -> Waiting:
    """Reports that no decision has resolved."""
    return count_rows(Report.objects.filter(resolved_at=None), "created_at")
