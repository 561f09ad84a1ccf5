"""The tests that a review goes through, and what is remembered of it."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.plugin_api import Proposal, ReviewText, settings_of
from plugins.spam_screen.language import detect_language
from plugins.spam_screen.models import Seen
from plugins.spam_screen.settings import Settings

LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|io|ai|biz|info|shop|xyz|top|ru|cn)\b", re.IGNORECASE
)
SHORT = 30
"""Characters below which the same text twice is no wonder ("Works well.")."""


def propose(review: ReviewText) -> Proposal | None:
    """The first test that a review fails, as a proposal; it is remembered either way. Three or four statements."""
    settings = settings_of(Settings)
    found = check_links(review, settings) or check_duplicate(review) or too_many_today(review, settings)
    found = found or check_language(review, settings)
    remember(review)
    return found


def check_links(review: ReviewText, settings: Settings) -> Proposal | None:
    links = len(LINK.findall(review.text))
    if links <= settings.max_links:
        return None
    return Proposal(
        "SPAM", "ADVERTISING", f"It contains {links} links; at most {settings.max_links} are allowed."
    )


def check_duplicate(review: ReviewText) -> Proposal | None:
    if len(normalise_words(review.text)) < SHORT:
        return None
    others = Seen.objects.filter(digest=digest(review.text)).exclude(review=review.review)
    first = others.order_by("written_at").values_list("review", flat=True).first()
    return Proposal("SPAM", "DUPLICATE", f"Review {first} has the same text.") if first else None


def too_many_today(review: ReviewText, settings: Settings) -> Proposal | None:
    if review.author is None:
        return None
    since = review.created_at - timedelta(days=1)
    others = Seen.objects.filter(author=review.author, written_at__gt=since).exclude(review=review.review)
    count = others.count() + 1
    if count <= settings.per_day:
        return None
    return Proposal("REJECTED", "FAKE", f"Its author wrote {count} reviews within a day.")


def check_language(review: ReviewText, settings: Settings) -> Proposal | None:
    found = detect_language(review.text) if settings.check_language else None
    if found is None or found == review.language.partition("-")[0]:
        return None
    return Proposal(
        "REJECTED", "OFF_TOPIC", f"It is marked as “{review.language}”, but its text looks like “{found}”."
    )


def remember(review: ReviewText) -> None:
    values = {"author": review.author, "digest": digest(review.text), "written_at": review.created_at}
    Seen.objects.update_or_create(review=review.review, defaults=values)


def normalise_words(text: str) -> str:
    """The words of a text alone: neither case, punctuation nor spaces make it another one."""
    return " ".join(re.findall(r"\w+", text.lower()))


def digest(text: str) -> str:
    return hashlib.blake2b(normalise_words(text).encode(), digest_size=32).hexdigest()


def tidy() -> str:
    """Forget what is older than the settings say; a line for the log."""
    oldest = timezone.now() - timedelta(days=settings_of(Settings).kept_days)
    return f"{Seen.objects.filter(written_at__lt=oldest).delete()[0]} fingerprints deleted"


def export_reviews(user: int) -> dict[str, Any]:
    """What is remembered of a person's reviews."""
    rows = Seen.objects.filter(author=user).order_by("written_at")
    return {"reviews": [{"review": row.review, "written_at": row.written_at.isoformat()} for row in rows]}


def forget(user: int) -> int:
    return Seen.objects.filter(author=user).update(author=None)
