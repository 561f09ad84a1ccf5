"""Sockets that listen, before they close: what has begun is kept, and nothing begins."""

from __future__ import annotations

import socket
import sys
import time
from threading import Timer

import pytest

from cms.serving.listeners import drop_new_connections

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such filters")


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_new_connections_wait_and_old_ones_are_served(family: socket.AddressFamily, host: str) -> None:
    with socket.create_server((host, 0), family=family) as listener:
        address = listener.getsockname()[:2]
        accepted_before = socket.create_connection(address)
        served, _ = listener.accept()
        not_accepted_yet = socket.create_connection(address)
        not_accepted_yet.sendall(b"request")
        assert drop_new_connections() >= 1
        with pytest.raises(TimeoutError):
            socket.create_connection(address, 0.2)
        accepted_before.sendall(b"more")
        assert served.recv(10) == b"more"
        later, _ = listener.accept()
        assert later.recv(10) == b"request"
        for each in (accepted_before, served, not_accepted_yet, later):
            each.close()


def test_a_connection_that_waited_is_refused_once_the_socket_is_closed() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    drop_new_connections()
    closing = Timer(0.2, listener.close)
    closing.start()
    began = time.monotonic()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 10)
    assert time.monotonic() - began < 5
    closing.join()
