"""Settings of the ratings by recommendation."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """recommend_from: stars from which on a review recommends. kept_days: how long rankings are kept."""

    recommend_from: int = Field(default=4, ge=2, le=5)
    kept_days: int = Field(default=400, ge=1, le=4000)
