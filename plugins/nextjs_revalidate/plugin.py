"""Hooks of the calls to the theme."""

from __future__ import annotations

from cms.plugin_api import (
    ContentPublished,
    ContentUnpublished,
    Metric,
    ReviewPublished,
    RowsChanged,
    VendorReplyPublished,
    hookimpl,
    settings_of,
)
from plugins.nextjs_revalidate import services
from plugins.nextjs_revalidate.settings import Settings


@hookimpl
def ready() -> None:
    """Refuse a secret that could be guessed."""
    given = settings_of(Settings)
    if given.addresses and len(given.secret.get_secret_value()) < services.SHORTEST_SECRET:
        raise ValueError(f"`secret` needs at least {services.SHORTEST_SECRET} characters.")


@hookimpl
def content_published(event: ContentPublished) -> None:
    services.gatherer.add(event.kind)


@hookimpl
def content_unpublished(event: ContentUnpublished) -> None:
    services.gatherer.add(event.kind)


@hookimpl
def review_published(event: ReviewPublished) -> None:
    services.gatherer.add("reviews.review")


@hookimpl
def vendor_reply_published(event: VendorReplyPublished) -> None:
    services.gatherer.add("reviews.review")


@hookimpl
def rows_changed(event: RowsChanged) -> None:
    services.gatherer.add(event.kind)


@hookimpl
def metrics() -> list[Metric]:
    return [
        Metric(
            name="waiting",
            help="Kinds of content whose change the theme was not told.",
            read=services.measure,
        )
    ]
