"""What a process does with the sockets on which it listens before the server closes them.

The kernel completes connections that the server has not accepted yet. They break when their socket is closed, although
a proxy may have sent a request by then, which it must not repeat if it changes something. So no connection begins in
the last moments, and the server has accepted and read all that have begun.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress

__all__ = ["drop_new_connections"]

SO_ATTACH_FILTER = 26  # of Linux; Python's module has no name for it
SYN, SYN_OR_ACK, OFFSET_OF_FLAGS = 0x02, 0x12, 13
DROP_SYN = b"".join(
    struct.pack("HBBI", *instruction)
    for instruction in (
        (0x30, 0, 0, OFFSET_OF_FLAGS),  # load the byte of a TCP header that holds its flags
        (0x54, 0, 0, SYN_OR_ACK),
        (0x15, 0, 1, SYN),  # skip one instruction unless the packet begins a connection
        (0x06, 0, 0, 0),  # drop it
        (0x06, 0, 0, 0xFFFFFFFF),  # take it whole
    )
)
"""A filter of packets (classic BPF). Clients repeat the packet after a second, and are refused then."""


def drop_new_connections() -> int:
    """Let no new connection begin at the TCP sockets on which this process listens; how many sockets these are.

    Connections that have begun stay, and are accepted. 0 where the system has no such filters.
    """
    count = 0
    for listener in find_listeners() if sys.platform == "linux" else ():
        with listener, suppress(OSError):
            attach_filter(listener)
            count += 1
    return count


def find_listeners() -> Iterator[socket.socket]:
    """Copies of the descriptors of this process that listen for TCP connections."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            copy = socket.socket(fileno=os.dup(int(name)))
            if is_listener(copy):
                yield copy
            else:
                copy.close()


def is_listener(candidate: socket.socket) -> bool:
    """Whether this socket takes TCP connections."""
    internet = candidate.family in (socket.AF_INET, socket.AF_INET6)
    return internet and bool(candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def attach_filter(listener: socket.socket) -> None:
    instructions = ctypes.create_string_buffer(DROP_SYN, len(DROP_SYN))
    program = struct.pack("HP", len(DROP_SYN) // 8, ctypes.addressof(instructions))
    listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
