"""What a process of the server knows of its end: `cms.serving.server` tells it some seconds before it stops.

In these seconds the process answers everything, says at /readyz that it is not ready, and asks clients to close their
connections: a proxy that looks at neither finds no connection that is about to break. Shortly before the end no new
connections begin, so that none is lost when the port closes.
"""

from __future__ import annotations

import signal
from threading import Timer, current_thread, main_thread

import structlog

from cms.serving.listeners import drop_new_connections

__all__ = ["NOTICE", "SIGNAL", "is_draining", "listen_for_end"]

NOTICE = 3.0
"""Seconds. With --workers-kill-timeout 22 the end takes 25 at most; Kubernetes kills after 30."""
CLOSING = 0.5
"""Seconds, the last of the notice, in which no new connection begins."""

SIGNAL = signal.SIGUSR1
"""What `cms.serving.server` sends to its processes; until they listen they ignore it."""
logger = structlog.get_logger(__name__)
draining = False


def is_draining() -> bool:
    """Whether this process will stop in a few seconds."""
    return draining


def listen_for_end() -> None:
    """Take the signal, where the server has made this process ignore it: other servers use it for other things."""
    if signal.getsignal(SIGNAL) is signal.SIG_IGN and current_thread() is main_thread():
        signal.signal(SIGNAL, begin_draining)


def begin_draining(*_: object) -> None:
    global draining
    draining = True
    closing = Timer(NOTICE - CLOSING, drop_new_connections)
    closing.daemon = True
    closing.start()
    logger.info("process_draining")
