"""How a process is told to end: by SIGTERM, or by Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

__all__ = ["end_when_told", "watch_for_end"]

TOLD = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def watch_for_end() -> Iterator[Event]:
    """An event that is set by SIGTERM and Ctrl-C, which end nothing themselves as long as the block runs."""
    over = Event()
    before = {each: signal.signal(each, lambda *_: over.set()) for each in TOLD}
    try:
        yield over
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def end_when_told() -> None:
    """Let SIGTERM end this process also as the first one of a container, where the kernel passes over a signal that is
    not handled: it would be killed once the time to stop is over."""
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
