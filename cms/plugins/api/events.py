"""What happened, as frozen records of keys. They cross processes as JSON, so they hold plain values only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

__all__ = [
    "EVENTS",
    "ContentPublished",
    "ContentUnpublished",
    "Event",
    "ReviewPublished",
    "ReviewSubmitted",
    "RowsChanged",
    "VendorReplyPublished",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. `hook` is the name of the notify hook that carries it. `happened_at`: when it was written
    down, a moment before its commit, in ISO 8601 and UTC; every delivery of an event has the same. Events with the same
    keys are equal at all times. Since 1.4."""

    hook: ClassVar[str]
    happened_at: str = field(default="", kw_only=True, compare=False)

    def payload(self) -> dict[str, Any]:
        """The event as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Event:
        """The event that `payload()` came from; keys that a later version added are left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})


@dataclass(frozen=True, slots=True)
class ContentPublished(Event):
    """A page, snippet, menu or settings of a site went live, or live ones changed; a file changed, or what a review
    shows. `kind` is the model label ("solutions.solution", "pages.menu", "media.image")."""

    hook = "content_published"
    kind: str
    key: int
    locale: str = ""


@dataclass(frozen=True, slots=True)
class ContentUnpublished(Event):
    """A page, snippet, menu or review is no longer live, or a file was deleted."""

    hook = "content_unpublished"
    kind: str
    key: int
    locale: str = ""


@dataclass(frozen=True, slots=True)
class RowsChanged(Event):
    """What is shown of rows of a kind changed without a publication of each of them, of any number at once. `kind` is a
    model label, or one of "reviews.vote", "reviews.rating", "analytics.trending" and "analytics.viewed".
    Since 1.5."""

    hook = "rows_changed"
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewSubmitted(Event):
    """A review was written or edited and waits for a decision."""

    hook = "review_submitted"
    review: int
    solution: int


@dataclass(frozen=True, slots=True)
class ReviewPublished(Event):
    """A moderator published a review."""

    hook = "review_published"
    review: int
    solution: int


@dataclass(frozen=True, slots=True)
class VendorReplyPublished(Event):
    """A moderator published a vendor's reply."""

    hook = "vendor_reply_published"
    reply: int
    review: int


EVENTS: dict[str, type[Event]] = {each.hook: each for each in Event.__subclasses__()}
"""By the name of their hook."""
