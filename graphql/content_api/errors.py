"""Errors have names and codes; this module alone turns them into what a caller reads."""

from __future__ import annotations

import re
import uuid
from typing import Any

import structlog
from graphql import GraphQLError

from cms.plugins.api.errors import CallFailed

logger = structlog.get_logger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
NOT_FOUND = "NOT_FOUND"
INTERNAL = "INTERNAL_SERVER_ERROR"
COST_LIMIT_EXCEEDED = "COST_LIMIT_EXCEEDED"
RATE_LIMITED = "RATE_LIMITED"
PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
UNAVAILABLE = "SERVICE_UNAVAILABLE"
UNAUTHENTICATED = "UNAUTHENTICATED"

_SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


class ApiError(GraphQLError):
    """An error meant for the caller: its message may be shown."""

    code = BAD_USER_INPUT

    def __init__(self, message: str, **extensions: Any) -> None:
        super().__init__(message, extensions={"code": self.code, **extensions})


class BadUserInput(ApiError):
    """An argument is well-typed but wrong: a forged cursor, a page size out of range."""


class Unauthenticated(ApiError):
    """Only for people who are signed in."""

    code = UNAUTHENTICATED


class Forbidden(ApiError):
    """The viewer may not do this."""

    code = "FORBIDDEN"


class Unconfirmed(ApiError):
    """Only for people who proved just now who they are."""

    code = "CONFIRMATION_REQUIRED"


class NotFound(ApiError):
    """There is no such row, or the viewer may not see it: the answer is the same."""

    code = NOT_FOUND


class Conflicting(ApiError):
    """What was asked is against what is there already."""

    code = "CONFLICT"


class FeatureOff(ApiError):
    """A plugin is switched off for this site; its fields answer null."""

    code = "FEATURE_DISABLED"


class SearchUnavailable(ApiError):
    """No plugin searches, or the one that does gave no answer; the field is null and everything else stands."""

    code = "SEARCH_UNAVAILABLE"


class PluginFailed(ApiError):
    """A plugin gave no usable answer; its field is null and everything else stands. The log knows the `errorId`; there
    is none when the plugin was not called, because it failed too often."""

    code = "PLUGIN_ERROR"

    def __init__(self, failure: CallFailed) -> None:
        known = {"errorId": failure.error_id} if failure.error_id else {}
        super().__init__("The plugin did not answer.", plugin=failure.plugin, **known)


class RequestRefused(Exception):
    """The HTTP request itself cannot be served; `status` is its HTTP status."""

    def __init__(self, status: int, message: str, code: str = BAD_USER_INPUT, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers
        self.extensions: dict[str, Any] = {"code": code}

    def with_extensions(self, **extensions: Any) -> RequestRefused:
        """The same, with more in the error's extensions."""
        self.extensions.update(extensions)
        return self


def format_error(error: GraphQLError, code: str) -> dict[str, Any]:
    """The response form of an error: ours as it is, graphql-core's own with `code`, and all else masked."""
    cause = error.original_error
    own = cause if isinstance(cause, ApiError) else error
    if own.extensions and "code" in own.extensions:
        return build_error_body(error, own.message, own.extensions)
    if cause is None or isinstance(cause, GraphQLError):
        return build_error_body(error, _SUGGESTION.sub("", error.message), {"code": code})
    return build_error_body(error, *mask_error(cause))


def mask_error(error: BaseException) -> tuple[str, dict[str, Any]]:
    """A message that tells nothing, with the id under which the log has the rest."""
    error_id = uuid.uuid4().hex
    logger.error("graphql_internal_error", error_id=error_id, exc_info=error)
    return f"Internal error {error_id}", {"code": INTERNAL, "errorId": error_id}


def build_error_body(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"message": message}
    if error.locations:
        body["locations"] = [location.formatted for location in error.locations]
    if error.path:
        body["path"] = error.path
    return {**body, "extensions": extensions}
