"""HTTP statuses of GraphQL answers. There are two ways, chosen by the setting API_STATUS_CODES.

`classic`: a document that cannot be run is 400, or 200 in plain JSON; an executed one is always 200. All audits of the
npm package graphql-http ask for this.

`is_draft`: section “Status Codes” of the GraphQL-over-HTTP draft (github.com/graphql/graphql-over-http,
spec/GraphQLOverHTTP.md at e1e46e7, August 2026). What can be read but not run is 422: a request that is not
well-formed, a document that fails validation or our limits, an operation that cannot be chosen, variables that cannot
be coerced. What cannot be read is 400. Data beside errors is 294, as section “Partial success” recommends, next to
`application/graphql-response+json` alone. Section “Body” asks for the same statuses in plain JSON, and for that media
type with each that is not 2xx.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from content_api.errors import COST_LIMIT_EXCEEDED, PARSE_FAILED

__all__ = [
    "GRAPHQL",
    "JSON",
    "choose_media_type",
    "choose_rejected_status",
    "choose_status",
    "choose_unprocessable_status",
]

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
PARTIAL = 294


def is_draft() -> bool:
    return settings.API_STATUS_CODES == "draft"


def choose_unprocessable_status() -> int:
    """For JSON that is no GraphQL request, and for operations that cost too much."""
    return 422 if is_draft() else 400


def choose_rejected_status(code: str, kind: str) -> int:
    """For a document that is refused with this error code and answered in this media type."""
    if is_draft():
        return 400 if code == PARSE_FAILED else 422
    return 400 if kind == GRAPHQL or code == COST_LIMIT_EXCEEDED else 200


def choose_status(body: dict[str, Any], kind: str) -> int:
    """For an operation that was executed, by its answer."""
    return PARTIAL if is_draft() and kind == GRAPHQL and "errors" in body else 200


def choose_media_type(kind: str, status: int) -> str:
    """The media type of an answer with this status, for a caller who wants `kind`."""
    return GRAPHQL if is_draft() and status >= 400 else kind
