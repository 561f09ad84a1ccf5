"""A deadline for requests to other servers: their connections are closed when the time is over.

A socket timeout limits a single read. A server that sends one byte shortly before each timeout, in its TLS
handshake, its headers or its body, could keep the caller waiting for hours.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Lock, Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

__all__ = ["BoundedAdapter", "Deadline"]


class Deadline:
    """A context in which connections live for so many seconds; `over` says whether they were shut."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._watched: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self.end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._watched:
                each.close()
            self._watched.clear()

    def watch(self, opened: socket.socket) -> None:
        """Shut this connection, too, when the time is over. A handle of our own survives its being wrapped by TLS."""
        with self._lock:
            self._watched.append(opened.dup())
        if self.over:
            self.end()

    def end(self) -> None:
        """Close all connections; threads that wait for one of them continue at once."""
        with self._lock:
            self.over = True
            for each in self._watched:
                with suppress(OSError):  # the other side was faster
                    each.shutdown(socket.SHUT_RDWR)


class BoundedAdapter(HTTPAdapter):
    """Opens connections under a deadline."""

    def __init__(self, deadline: Deadline, **options: Any) -> None:
        super().__init__(**options)
        self._deadline = deadline

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        kind: Any = pool.ConnectionCls  # HTTPConnection or its subclass, though urllib3 promises less
        pool.ConnectionCls = build_watched_connection(kind, self._deadline)
        return pool


def build_watched_connection(kind: type[HTTPConnection], deadline: Deadline) -> type[HTTPConnection]:
    """A kind of connection that tells the deadline of each socket, before anything is sent over it."""

    class Watched(kind):  # type: ignore[misc, valid-type]
        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            deadline.watch(opened)
            return opened

    return Watched
