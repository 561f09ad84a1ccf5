"""A mail server that answers as it is told, without encryption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

__all__ = ["run_mail_server"]


@contextmanager
def run_mail_server(login: str = "235 welcome") -> Iterator[int]:
    """Serve at a free port as long as the block lasts. login: the answer to a user and a password."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail.example\r\n")
            for line in self.rfile:
                word = line.split()[0].upper()
                answer = {b"EHLO": "250-mail.example\r\n250 AUTH PLAIN", b"QUIT": "221 bye", b"AUTH": login}
                self.wfile.write(f"{answer.get(word, '250 ok')}\r\n".encode())
                if word == b"QUIT":
                    return

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
