"""Starting without collecting garbage: what is imported then stays, so looking for garbage among it finds none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["postponed_collection", "resume_collection"]

OBJECTS = 50_000
"""New objects after which Python looks for garbage, 700 by default. A page of the admin makes hundreds of thousands,
which are gone without a search when it is sent; what a search finds are rare cycles, which may wait."""


@contextmanager
def postponed_collection() -> Iterator[None]:
    """Collect no garbage inside, and never look at what was made inside again."""
    gc.disable()
    try:
        yield
    finally:
        resume_collection()


def resume_collection() -> None:
    """Collect garbage again, less often than by default, but for what was made until now."""
    gc.freeze()
    gc.set_threshold(OBJECTS)
    gc.enable()
