"""The site with vectors of a real model next to its words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["use_meaning"]

EMBEDDER = "embedding_minilm"


@contextmanager
def use_meaning() -> Iterator[bool]:
    """Have the embedder fill its slot, with the vectors of all rows; False, after saying why, where it cannot run."""
    from cms.config.settings.env import CODE_DIR
    from cms.indexing.vector_rebuilding import rebuild_vectors
    from cms.indexing.vectors import find_vector_index
    from cms.plugins.loader.discovery import discover
    from cms.plugins.loader.resolution import Selection
    from cms.plugins.runtime.current import platform
    from cms.plugins.runtime.platform import Platform
    from content_api.testing.fixtures import install

    before = platform()
    selection = Selection(("*",), {**before.selection.slots, "embedding": EMBEDDER}, before.selection.core)
    made = install(Platform(discover(CODE_DIR / "plugins", "plugins"), selection, before.sources))
    made.load()
    try:
        if (index := find_vector_index()) is None:
            print(f"{EMBEDDER} does not run, and is left out: {made.plugins[EMBEDDER].reason}")
            yield False
            return
        started = time.perf_counter(), time.process_time()
        count = rebuild_vectors(index, lambda done, total: None)
        passed, worked = time.perf_counter() - started[0], time.process_time() - started[1]
        print(f"{count:,} vectors made in {passed:.0f} s, {worked:.0f} s of CPU")
        yield True
    finally:
        install(before)
