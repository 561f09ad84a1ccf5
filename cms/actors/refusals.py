"""Refused credentials, told to the operator where a request is rejected for one."""

from __future__ import annotations

import structlog
from django.http import HttpRequest

from cms.actors.actor import Rejection
from cms.base.measures import KEYS_REFUSED
from cms.http.clients import get_client_address, get_network

__all__ = ["note_refusal"]

logger = structlog.get_logger(__name__)


def note_refusal(request: HttpRequest, rejection: Rejection) -> None:
    """Count and log a rejection that has a reason; the caller of the request is never told it."""
    if rejection.reason:
        KEYS_REFUSED.labels(rejection.reason).inc()
        network = get_network(get_client_address(request))
        logger.warning("api_key_refused", reason=rejection.reason, key=rejection.key, network=network)
