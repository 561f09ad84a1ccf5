"""What bookmarks look like in GraphQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cms.plugin_api import KeyOf


@dataclass(frozen=True)
class BookmarkInput:
    """A solution to bookmark, or (keep: false) to remove from the bookmarks."""

    solution: Annotated[int, KeyOf("solutions.Solution")]
    keep: bool = True


@dataclass(frozen=True)
class BookmarkPayload:
    """Whether the solution is kept now."""

    kept: bool | None
