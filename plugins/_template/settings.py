"""Settings, from the environment, a file or the admin; checked at start."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """kept_days: how long a note is kept."""

    kept_days: int = Field(default=30, ge=1, le=3650)
