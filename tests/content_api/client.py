"""Asking the API as a frontend does: over HTTP, with the answer's JSON."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def post(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    """The whole JSON answer to a query."""
    body = {"query": query, "variables": variables}
    return client.post("/graphql", body, content_type="application/json").json()


def ask(client: Client, query: str, **variables: Any) -> Any:
    """The data of an answer that must not hold errors."""
    answer = post(client, query, **variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def codes(answer: dict[str, Any]) -> list[str]:
    """The error codes of an answer."""
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


def statements(client: Client, query: str, **variables: Any) -> list[str]:
    """The SQL statements that a query costs; it must succeed."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask(client, query, **variables)
    return [each["sql"] for each in captured.captured_queries]
