"""A DNS server on this machine that answers over UDP what a test tells it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

__all__ = ["NameServer", "run_name_server"]


@dataclass
class NameServer:
    """texts: TXT records by name. failure: an error that every question gets; "silent" for no answer. asked: names of
    the questions, in their order."""

    port: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    failure: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, packet: bytes) -> bytes | None:
        question = dns.message.from_wire(packet)
        name = question.question[0].name
        self.asked.append(name.to_text(omit_final_dot=True))
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        if self.failure:
            answer.set_rcode(dns.rcode.from_text(self.failure if self.failure != "silent" else "SERVFAIL"))
            return None if self.failure == "silent" else answer.to_wire()
        if texts := self.texts.get(self.asked[-1]):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *(f'"{text}"' for text in texts)))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()


@contextmanager
def run_name_server() -> Iterator[NameServer]:
    """A server on a free port of 127.0.0.1, until the block ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        server = NameServer(port=sock.getsockname()[1])
        thread = threading.Thread(target=serve, args=(sock, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            sock.sendto(b"", sock.getsockname())
            thread.join(5)


def serve(sock: socket.socket, server: NameServer) -> None:
    """Until an empty packet comes."""
    while packet_and_sender := sock.recvfrom(4096):
        packet, sender = packet_and_sender
        if not packet:
            return
        if (answer := server.answer(packet)) is not None:
            sock.sendto(answer, sender)
