"""Starting without collecting garbage: what is imported then stays, so looking for garbage among it finds none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["postponed_collection", "resume_collection"]


@contextmanager
def postponed_collection() -> Iterator[None]:
    """Collect no garbage inside, and never look at what was made inside again."""
    gc.disable()
    try:
        yield
    finally:
        resume_collection()


def resume_collection() -> None:
    """Collect garbage again, but for what was made until now."""
    gc.freeze()
    gc.enable()
