"""A site whose requests go through the front."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.test import Client

from content_api.access.table_triggers import attach_triggers
from content_api.documents.trusted.lookup import forget_all
from content_api.engine import keeping
from content_api.engine.answers import answers
from content_api.model.sql_templates.store import clear_templates
from tests.support.front import FRONT
from tests.support.kept_answers import fill_site

__all__ = ["BODY", "GET", "ORIGIN", "WARM", "fill_front_site", "front_site", "send"]

BODY = b'{"query": "{ solutions { nodes { title } } }"}'
GET = "/graphql?query={solutions{nodes{title}}}"
ORIGIN = "https://www.example"
WARM = 4
"""How often something is asked until the front knows its answer, which is kept when it is asked for again."""


def fill_front_site() -> None:
    """Rows to commit before."""
    attach_triggers()
    fill_site()


@contextmanager
def front_site(settings: Any) -> Iterator[None]:
    """The filled site on which answers are kept, and nothing is so far."""
    settings.API_ANSWER_CACHE_BYTES = 10_000_000
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    settings.API_LIMITS = {
        name: replace(limits, bucket=10**7, restore=10**6) for name, limits in settings.API_LIMITS.items()
    }
    clear()
    yield
    clear()


def clear() -> None:
    answers.clear()
    keeping.forget_requests()
    clear_templates()
    FRONT.forget()
    forget_all()


def send(client: Client, method: str, address: str, body: Any, headers: Mapping[str, str]) -> Any:
    if body is None:
        return client.generic(method, address, headers=dict(headers))
    return client.generic(method, address, body, content_type="application/json", headers=dict(headers))
