"""Settings of the analytics in PostgreSQL."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """kept_months: whole months, before the current one, of which single events are kept. kept_count_months: the same
    for counts by the hour and by the day."""

    kept_months: int = Field(default=3, ge=1, le=120)
    kept_count_months: int = Field(default=36, ge=1, le=600)
