"""Settings of the analytics in PostgreSQL."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """kept_months: whole months, before the current one, of which single events are kept. Counts by the hour stay."""

    kept_months: int = Field(default=3, ge=1, le=120)
