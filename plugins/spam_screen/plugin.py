"""Hooks of the spam screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Job, Proposal, ReviewText, hookimpl
from plugins.spam_screen import services
from plugins.spam_screen.language import WORDS


@hookimpl
def ready() -> None:
    """Refuse word lists of which two are equal: their languages could not be told apart."""
    known: dict[frozenset[str], str] = {}
    for code, words in WORDS.items():
        if known.setdefault(words, code) != code:
            raise ValueError(
                f"“{code}” has the same small words as “{known[words]}”: change one of the lists."
            )


@hookimpl
def moderate_review(review: ReviewText) -> Proposal | None:
    return services.propose(review)


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="tidy",
            run=services.tidy,
            every=timedelta(days=1),
            description=_("Deletes old fingerprints."),
        )
    ]


@hookimpl
def export_personal_data(user: int) -> dict[str, Any]:
    return services.export_reviews(user)


@hookimpl
def erase_personal_data(user: int) -> int:
    return services.forget(user)
