"""Settings of the bookmarks."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Settings(BaseModel):
    """shown_from: the number of bookmarks from which a solution's count is public; 5 protects single
    people from being identified. most: bookmarks of one person."""

    shown_from: int = Field(default=5, ge=1)
    most: int = Field(default=1000, ge=1)
