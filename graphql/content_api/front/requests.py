"""A request as Django's handler makes one, with what its signals and middleware do around each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connections

from cms.database.outages import begin_request, end_request

__all__ = ["open_request"]


@contextmanager
def open_request(environ: dict[str, Any]) -> Iterator[WSGIRequest]:
    """The request; afterwards its body can be read again, by Django."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    begin_request()
    try:
        yield WSGIRequest(environ)
    finally:
        end_request()
        if isinstance(body := environ.get("wsgi.input"), BytesIO):
            body.seek(0)
