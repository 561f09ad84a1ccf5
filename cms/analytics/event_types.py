"""The types of events: those of the site, and those that plugins add."""

from __future__ import annotations

from cms.plugins.api.analytics import EventProp, EventType
from cms.plugins.runtime.current import platform

__all__ = ["SITE_TYPES", "find_event_type", "list_weights"]

MOST_RESULTS = 10_000_000
SITE_TYPES = (
    EventType(name="view", description="Saw a page or a row of the catalogue.", weight=1),
    EventType(
        name="outbound_click",
        description="Followed a link to another site.",
        props=[EventProp("host", most=253)],
        weight=4,
    ),
    EventType(name="review_published", description="Wrote a review, which was published.", server=True),
    EventType(
        name="verified_review",
        description="Wrote a review, which was published and is verified.",
        weight=15,
        server=True,
    ),
    EventType(
        name="search",
        description="Searched, and found something.",
        props=[
            EventProp("query", required=True),
            EventProp("results", int, required=True, most=MOST_RESULTS),
        ],
        subject=False,
    ),
    EventType(
        name="search_without_result",
        description="Searched, and found nothing.",
        props=[EventProp("query", required=True)],
        subject=False,
    ),
)
BY_NAME = {each.name: each for each in SITE_TYPES}


def find_event_type(name: str) -> EventType | None:
    """The type of this name: "view", or "bookmarks.shared" of a plugin; None for one that does not exist."""
    plugin, dot, own = name.partition(".")
    if not dot:
        return BY_NAME.get(name)
    found = platform().contributions(EventType)
    return next((each.item for each in found if each.plugin == plugin and each.item.name == own), None)


def list_weights() -> dict[str, float]:
    """What events add to their subject, by the names of those types that add anything."""
    own = {each.name: each.weight for each in SITE_TYPES}
    added = {
        f"{each.plugin}.{each.item.name}": each.item.weight for each in platform().contributions(EventType)
    }
    return {name: float(weight) for name, weight in {**own, **added}.items() if weight}
