"""Hooks of the spam screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cms.plugin_api import Job, Proposal, ReviewText, hookimpl
from plugins.spam_screen import services
from plugins.spam_screen.language import SMALL_WORDS, WORDS


@hookimpl
def ready() -> None:
    """Two languages with the same words could not be told apart."""
    if len(set(WORDS.values())) != len(SMALL_WORDS):
        raise ValueError("two languages have the same small words")


@hookimpl
def moderate_review(review: ReviewText) -> Proposal | None:
    return services.propose(review)


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(name="tidy", run=services.tidy, every=timedelta(days=1), description="Deletes old fingerprints.")
    ]


@hookimpl
def export_personal_data(user: int) -> dict[str, Any]:
    return services.held_of(user)


@hookimpl
def erase_personal_data(user: int) -> int:
    return services.forget(user)
