"""What a process without a web server counts, for Prometheus: `/metrics` at METRICS_PORT.

Workers, the scheduler and the collector share a folder with a web process on one machine, which answers for them
(cms.base.shared_values). In a cluster each is alone in its pod.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import structlog
from django.conf import settings
from django.core.management.base import CommandError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from cms.base.measures import collect_counted

__all__ = ["has_token", "serve_counted"]

PATIENCE = 5
"""Seconds in which a request has to be sent."""
logger = structlog.get_logger(__name__)


def has_token(authorization: str) -> bool:
    """Whether a request bears METRICS_TOKEN; compared in the same time for any wrong one."""
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(authorization.encode(), wanted)


@contextmanager
def serve_counted() -> Iterator[None]:
    """Answer as long as the block runs; nothing without METRICS_PORT. CommandError when the port is not free, or no
    token is set."""
    if not settings.METRICS_PORT:
        yield
        return
    if not settings.METRICS_TOKEN:
        raise CommandError(
            "METRICS_PORT answers to requests with METRICS_TOKEN: set that as well, or METRICS_PORT=0."
        )
    with open_server(settings.METRICS_PORT) as server:
        Thread(target=server.serve_forever, daemon=True, name="metrics").start()
        logger.info("metrics_served", port=settings.METRICS_PORT)
        try:
            yield
        finally:
            server.shutdown()


def open_server(port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("", port), MetricsHandler)
    except OSError as error:
        reason = f"METRICS_PORT={port} cannot be opened: {error.strerror}. Choose a free port, or 0 for none."
        raise CommandError(reason) from error


class MetricsHandler(BaseHTTPRequestHandler):
    """`GET /metrics` with METRICS_TOKEN; anything else is not found."""

    timeout = PATIENCE

    def do_GET(self) -> None:
        found = self.path == "/metrics" and has_token(self.headers.get("Authorization", ""))
        body = write_counted() if found else b""
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored: object) -> None:
        """Scrapes are not logged."""


class CountedCollector(Collector):
    """What this code counts itself. The database's figures come from web processes, once."""

    def collect(self) -> Iterable[Metric]:
        return collect_counted()


def write_counted() -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(CountedCollector())
    return generate_latest(registry)
