"""Settings of the activity plugin."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """shown: lines on the home page. kept: entries kept in the table."""

    shown: int = Field(default=6, ge=1, le=50)
    kept: int = Field(default=1000, ge=10, le=100_000)
