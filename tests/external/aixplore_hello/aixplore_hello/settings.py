"""Settings of the plugin."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """word: what a greeting says."""

    word: str = Field(default="Hello", min_length=1, max_length=40)
