"""Settings of the bookmarks."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """shown_from: how many people have to keep a solution before strangers are told the number; 5 keeps a single
    person from being found out. most: bookmarks of one person."""

    shown_from: int = Field(default=5, ge=1)
    most: int = Field(default=1000, ge=1)
