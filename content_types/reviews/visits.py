"""Published reviews as events of visits: for what is trending, and for how many visitors write one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.analytics.events import OLDEST
from cms.analytics.recording import record_event
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job
from content_types.reviews.choices import ReviewState, Verification
from content_types.reviews.models import Review

__all__ = ["record_reviews", "register"]

SOLUTION = "solutions.Solution"


def register() -> None:
    declare_job(
        Job(
            name="record_reviews", run=record_reviews, every=timedelta(minutes=10),
            description=_("Counts reviews that were published as events of visits."),
        )
    )  # fmt: skip


def record_reviews() -> str:
    """Record reviews that were published within a day, by whatever road; each counts once, however often this runs.

    So none is lost while the server with the stream is away for less than a day. One statement.
    """
    if not settings.COLLECT_EVENTS:
        return "The site collects no events."
    rows = Review.objects.filter(state=ReviewState.PUBLISHED, published_at__gt=timezone.now() - OLDEST)
    found = list(
        rows.order_by("published_at", "pk").values_list("pk", "solution", "published_at", "verification")
    )
    for key, solution, published, verification in found:
        record_event("review_published", SOLUTION, solution, name=str(key), time=published)
        if verification != Verification.NONE:
            record_event("verified_review", SOLUTION, solution, name=str(key), time=published)
    return f"{len(found):,} reviews of the last day recorded."
