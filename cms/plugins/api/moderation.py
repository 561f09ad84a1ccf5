"""What a moderation screen is given, and what it may propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["PROPOSALS", "Proposal", "ReviewText"]

PROPOSALS = ("PUBLISHED", "REJECTED", "SPAM")
"""What `Proposal.state` may be."""


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What a review says, without its stars. `author` is the key of the user, None when the account is gone."""

    review: int
    solution: int
    author: int | None
    title: str
    body: str
    pros: str
    cons: str
    language: str
    created_at: datetime

    @property
    def text(self) -> str:
        """Everything that was written, one part a line."""
        return "\n".join(part for part in (self.title, self.body, self.pros, self.cons) if part)


@dataclass(frozen=True, slots=True)
class Proposal:
    """state: "PUBLISHED", "REJECTED" or "SPAM". reason: a code of docs/reference/moderation.md, such as "DUPLICATE".
    explanation: one sentence for the moderator."""

    state: str
    reason: str
    explanation: str

    def __post_init__(self) -> None:
        if self.state not in PROPOSALS:
            raise ValueError(f"Proposal.state is {self.state!r}: use one of {', '.join(PROPOSALS)}.")
