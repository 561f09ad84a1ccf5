"""What every answer has to be; Schemathesis loads this module by SCHEMATHESIS_HOOKS."""

from __future__ import annotations

import re
from typing import Any

import schemathesis

CODES = {
    "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND",
    "CONFLICT", "COST_LIMIT_EXCEEDED", "SEARCH_UNAVAILABLE", "FEATURE_DISABLED",
}  # fmt: skip
"""Errors that a caller can be the reason of; INTERNAL_SERVER_ERROR, PLUGIN_ERROR and DEADLINE_EXCEEDED are ours."""
STATUSES = {200, 400, 401, 403, 413, 414, 431}
INSIDE = re.compile(
    r"Traceback|File \"/|psycopg|django\.|SELECT |site-packages|<class|object at 0x|Did you mean"
)


@schemathesis.check
def answered_well(ctx: Any, response: Any, case: Any) -> None:
    """A known status, JSON, known codes, and nothing of what is inside."""
    assert response.status_code in STATUSES, f"status {response.status_code}: {response.text[:300]}"
    body = response.json()
    assert body.keys() <= {"data", "errors", "extensions"}, f"keys {sorted(body)}"
    for error in body.get("errors", ()):
        code = error.get("extensions", {}).get("code")
        assert code in CODES, f"code {code}: {error}"
        found = INSIDE.search(error["message"])
        assert not found, f"{found and found[0]!r} in {error['message']!r}"
