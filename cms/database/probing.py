"""Whether a PostgreSQL server answers, asked in a fraction of a second and without signing in."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

__all__ = ["is_reachable"]

SSL_REQUEST = bytes((0, 0, 0, 8, 4, 210, 22, 47))
"""The message SSLRequest of the PostgreSQL protocol: any client gets one byte as the answer."""


def is_reachable(parameters: Mapping[str, Any], seconds: float) -> bool:
    """Whether one of the hosts of these connection parameters answers in time; True where they do not name any."""
    found, deadline = list(addresses(parameters)), time.monotonic() + seconds
    return not found or any(ask(each, deadline) for each in found)


def addresses(parameters: Mapping[str, Any]) -> Iterator[tuple[str, int] | str]:
    """Host and port, or the path of a socket, for each host that libpq would try."""
    hosts = str(parameters.get("hostaddr") or parameters.get("host") or "").split(",")
    ports = str(parameters.get("port") or 5432).split(",")
    for number, host in enumerate(hosts):
        port = int(ports[number] if len(ports) == len(hosts) else ports[0])
        if host:
            yield f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)


def ask(address: tuple[str, int] | str, deadline: float) -> bool:
    with suppress(OSError), connect(address, remaining(deadline)) as connected:
        connected.settimeout(remaining(deadline))
        connected.sendall(SSL_REQUEST)
        return connected.recv(1) in (b"S", b"N")
    return False


def remaining(deadline: float) -> float:
    """Seconds that are left, of which a last host gets some as well."""
    return max(0.05, deadline - time.monotonic())


def connect(address: tuple[str, int] | str, seconds: float) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=seconds)
    connected = socket.socket(socket.AF_UNIX)
    connected.settimeout(seconds)
    connected.connect(address)
    return connected
