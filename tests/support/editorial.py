"""Requests to /api/v3/ with keys of people."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.models import ApiKey, User
from content_types.solutions.models import SolutionIndex
from tests.factories.content import index_page, make_category

PAGES = "/api/v3/pages/"
SOLUTION = "solutions.Solution"
ALL = ("create", "change", "publish", "delete")


def make_key(owner: User, *kinds: str, **limits: Any) -> str:
    name = f"key-{ApiKey.objects.count()}"
    return create_key(name, owner, KeyLimits([each.lower() for each in kinds], **limits))[1]


def send(
    method: str, path: str, token: str, data: Any = None, client: Client | None = None, **headers: str
) -> Any:
    if token:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    body = {"data": "" if data is None else data, "content_type": "application/json"}
    if method == "get":
        body = {}
    return getattr(client or Client(), method)(path, **body, **headers)


def new_solution(**fields: Any) -> dict[str, Any]:
    meta = {"type": SOLUTION, "parent_id": index_page(SolutionIndex).pk, **fields.pop("meta", {})}
    return {
        "meta": meta,
        "title": "New",
        "summary": "What it does.",
        "category": make_category().pk,
        **fields,
    }
