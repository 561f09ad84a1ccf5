"""The client of the benchmark of `/collect`: it sends events at a rate, from as many networks as a site has visitors."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from threading import Lock, Thread

from tests.benchmarks.flood import read_status

__all__ = ["build_batch", "send_events"]

CONNECTIONS, NETWORKS, SOLUTIONS = 4, 60_000, 500
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IDS = [b64encode(f"Solution:{number}".encode()).decode() for number in range(1, SOLUTIONS + 1)]


def make_id() -> str:
    """A UUID of version 4 without the cost of the standard library's objects."""
    digits = os.urandom(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def build_batch(size: int, number: int) -> bytes:
    """The body of a request with views of solutions."""
    now = datetime.now(UTC).isoformat()
    return json.dumps({"events": [
        {"id": make_id(), "type": "view", "time": now, "referrer": "news.example",
         "subject": {"kind": "SOLUTION", "id": IDS[(number * size + place) % SOLUTIONS]}}
        for place in range(size)
    ]}).encode()  # fmt: skip


def build_request(size: int, number: int) -> bytes:
    body, network = build_batch(size, number), number % NETWORKS
    head = (
        f"POST /collect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nUser-Agent: {BROWSER}\r\n"
        f"X-Forwarded-For: 10.{1 + network // 65536}.{network // 256 % 256}.{network % 256}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send_events(port: int, rate: int, size: int, seconds: int) -> dict[str, int]:
    """Send so many events a second in requests of this size; how many were sent, and answers by status."""
    seen, numbers, lock = Counter[str](), count(), Lock()
    until, pause = time.monotonic() + seconds, CONNECTIONS * size / rate

    def keep_sending() -> None:
        connection, due = socket.create_connection(("127.0.0.1", port)), time.monotonic()
        while (now := time.monotonic()) < until:
            if now < due:
                time.sleep(due - now)
            connection.sendall(build_request(size, next(numbers)))
            status = read_status(connection)
            with lock:
                seen.update({"sent": size, f"status {status}": 1})
            due += pause

    threads = [Thread(target=keep_sending) for _ in range(CONNECTIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return dict(seen)


if __name__ == "__main__":
    print(json.dumps(send_events(*(int(each) for each in sys.argv[1:]))))
