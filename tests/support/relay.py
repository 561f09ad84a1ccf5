"""A TCP relay in front of a server, with which a test takes the server away and brings it back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

__all__ = ["Relay", "run_relay"]


class Relay:
    """Passes connections on to a server. `refuse`: they break, and new ones are refused, as when the server is down.
    `hang`: they are taken and nothing is answered, as when it is stopped. `answer`: every request gets these bytes,
    `pause` seconds after each other. `forward`: all is well again."""

    def __init__(self, host: str, port: int) -> None:
        self.target, self.port = (host, port), 0
        self.listener: socket.socket | None = None
        self.moving, self.lock = Event(), Lock()
        self.open: set[socket.socket] = set()
        self.forward()

    def forward(self) -> None:
        self.moving.set()
        self.answered = b""
        if self.listener is None:
            self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
            self.port = self.listener.getsockname()[1]
            self.accepting = Thread(target=self.accept, args=(self.listener,), daemon=True)
            self.accepting.start()

    def hang(self) -> None:
        self.moving.clear()

    def answer(self, text: bytes, pause: float = 0.0) -> None:
        self.answered, self.pause = text, pause
        self.break_connections()

    def refuse(self) -> None:
        listener, self.listener = self.listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            self.accepting.join()
        self.moving.set()
        self.break_connections()

    def break_connections(self) -> None:
        """End all connections, as a restart does."""
        with self.lock:
            for each in self.open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def accept(self, listener: socket.socket) -> None:
        with suppress(OSError), listener:
            while True:
                client = listener.accept()[0]
                Thread(target=self.connect, args=(client,), daemon=True).start()

    def connect(self, client: socket.socket) -> None:
        self.moving.wait()
        if self.answered:
            self.send_answer(client)
            return
        with client, socket.create_connection(self.target) as server:
            with self.lock:
                self.open |= {client, server}
            back = Thread(target=self.pump, args=(server, client), daemon=True)
            back.start()
            self.pump(client, server)
            back.join()
            with self.lock:
                self.open -= {client, server}

    def send_answer(self, client: socket.socket) -> None:
        with self.lock:
            self.open.add(client)
        with suppress(OSError), client:
            client.recv(65536)
            for byte in self.answered if self.pause else ():
                client.sendall(bytes([byte]))
                time.sleep(self.pause)
            if not self.pause:
                client.sendall(self.answered)

    def pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.moving.wait()
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def run_relay(host: str, port: int) -> Iterator[Relay]:
    relay = Relay(host, port)
    try:
        yield relay
    finally:
        relay.refuse()
