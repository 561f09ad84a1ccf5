"""The demo builds the documentation site when it is out of date, after it has begun to answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from cms.demo.processes import wait_for_port
from cms.site.docs_site import BuildError, build_site, is_stale

__all__ = ["building_docs"]

DELAY_SECONDS = 5.0
"""Leaves the processors to the first pages that a visitor opens; the plain pages are shown meanwhile."""


@contextmanager
def building_docs(port: int) -> Iterator[None]:
    """Build in a thread once the server answers at `port`; the end of the block ends waiting for that."""
    over = Event()
    thread = Thread(target=build_when_ready, args=(port, over), name="documentation", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def build_when_ready(port: int, over: Event) -> None:
    if not wait_for_port(port, over) or over.wait(DELAY_SECONDS):
        return
    try:
        if is_stale():
            build_site(strict=False)
    except (BuildError, OSError) as error:
        print(
            f"The documentation site was not built: {error}\nPlain pages are shown instead.", file=sys.stderr
        )
