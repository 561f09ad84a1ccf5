"""Settings of the spam screen."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """max_links: links that a review may have. per_day: reviews of one author in 24 hours. kept_days: how long a
    fingerprint is kept. check_language: whether a text in another language than it says is noticed."""

    max_links: int = Field(default=1, ge=0)
    per_day: int = Field(default=5, ge=1)
    kept_days: int = Field(default=365, ge=1)
    check_language: bool = True
