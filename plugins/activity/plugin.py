"""Hooks of the activity plugin."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import (
    ContentPublished,
    ContentUnpublished,
    DashboardPanel,
    Job,
    Metric,
    ReviewPublished,
    ReviewSubmitted,
    VendorReplyPublished,
    hookimpl,
    permission,
)
from plugins.activity import services


@hookimpl
def content_published(event: ContentPublished) -> None:
    if event.kind in services.UNNAMED:
        return
    services.note(event, event.kind, event.key)


@hookimpl
def content_unpublished(event: ContentUnpublished) -> None:
    if event.kind in services.UNNAMED:
        return
    services.note(event, event.kind, event.key)


@hookimpl
def review_submitted(event: ReviewSubmitted) -> None:
    services.note(event, "reviews.review", event.review)


@hookimpl
def review_published(event: ReviewPublished) -> None:
    services.note(event, "reviews.review", event.review)


@hookimpl
def vendor_reply_published(event: VendorReplyPublished) -> None:
    services.note(event, "reviews.vendorreply", event.reply)


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="tidy",
            run=services.tidy,
            every=timedelta(days=1),
            description=_("Deletes the oldest entries."),
        )
    ]


@hookimpl
def metrics() -> list[Metric]:
    return [Metric(name="entries", help="Entries of the activity list.", read=services.measure_depth)]


@hookimpl
def dashboard_panels() -> list[DashboardPanel]:
    return [
        DashboardPanel(
            name="latest",
            title=_("Activity"),
            data=services.show_latest,
            icon="history",
            policy=permission("solutions.change_solution"),
            order=220,
        )
    ]
