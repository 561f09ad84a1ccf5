"""What the front answers by itself, without a worker thread."""

from __future__ import annotations

import json
import uuid

import structlog

from cms.serving.workers import Answer

__all__ = [
    "ACCEPTED",
    "LIVE",
    "build_busy",
    "build_failure",
    "build_json",
    "build_timeout",
    "build_too_large",
]

logger = structlog.get_logger(__name__)

HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
API = "/graphql"


def build_plain_answer(status: int, text: str, *headers: tuple[bytes, bytes]) -> Answer:
    """An answer for people."""
    return build_answer(status, b"text/plain; charset=utf-8", f"{text}\n".encode(), *headers)


def build_rejection(path: str, status: int, code: str, text: str, *headers: tuple[bytes, bytes]) -> Answer:
    """An answer for people, or for clients of the API in the form of its errors."""
    if path != API:
        return build_plain_answer(status, text, *headers)
    body = {"errors": [{"message": text, "extensions": {"code": code}}]}
    return build_answer(status, b"application/json; charset=utf-8", json.dumps(body).encode(), *headers)


def build_answer(status: int, kind: bytes, content: bytes, *headers: tuple[bytes, bytes]) -> Answer:
    length = (b"content-length", str(len(content)).encode())
    return Answer(status, [(b"content-type", kind), length, *HEADERS, *headers], content)


def build_timeout(path: str) -> Answer:
    """For a body that did not arrive in time (RFC 9110, section 15.5.9)."""
    text = "The body of the request did not arrive in time: send it again."
    return build_rejection(path, 408, "REQUEST_TIMEOUT", text, (b"connection", b"close"))


def build_busy(path: str) -> Answer:
    """For a request that found no free thread."""
    return build_rejection(
        path, 503, "SERVICE_UNAVAILABLE", "The site is busy: try again in a moment.", (b"retry-after", b"2")
    )


def build_too_large(limit: int) -> Answer:
    return build_plain_answer(
        413, f"The request is larger than {limit // 1024 // 1024} MiB: send less at once."
    )


def build_failure(error: Exception) -> Answer:
    """For a fault outside of Django, which answers for its own."""
    error_id = uuid.uuid4().hex
    logger.error("request_failed", error_id=error_id, exc_info=error)
    return build_plain_answer(500, f"Internal error {error_id}")


def build_json(status: int, content: bytes) -> Answer:
    return build_answer(status, b"application/json", content)


LIVE = build_json(200, b'{"status": "ok"}')
"""The process lives, however busy its threads are."""
ACCEPTED = Answer(202, [(b"content-length", b"0"), *HEADERS])
"""For a request whose client is never told what becomes of it."""
