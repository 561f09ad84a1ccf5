"""The transport: one view for POST and GET, and the schema as text."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from graphql import ExecutionResult, GraphQLError, execute

from content_api.context import RequestContext
from content_api.errors import BAD_USER_INPUT, RequestRefused, format_error
from content_api.http.documents import is_query, prepare
from content_api.http.requests import GraphQLRequest, read_request
from content_api.http.responses import GRAPHQL, JSON, answer, media_type, refusal, with_caching
from content_api.schema import build_schema, schema_sdl


@csrf_exempt  # reads only, and JSON bodies cannot be sent by a foreign form
def graphql_view(request: HttpRequest) -> HttpResponse:
    """Execute one GraphQL request."""
    kind = JSON
    try:
        kind = media_type(request)
        asked = read_request(request)
        context = RequestContext(request)
        body, status = run(asked, context, kind)
    except RequestRefused as error:
        return refusal(error, kind)
    private = context.viewer.user_id is not None or "errors" in body
    return with_caching(request, answer(body, kind, status), private)


def run(asked: GraphQLRequest, context: RequestContext, kind: str) -> tuple[dict[str, Any], int]:
    """The response body and its status. A document that cannot be run is 400, or 200 in plain JSON."""
    prepared = prepare(asked.query)
    refused = 400 if kind == GRAPHQL else 200
    if prepared.document is None or prepared.errors:
        return {"errors": [format_error(error, prepared.code) for error in prepared.errors]}, refused
    if asked.is_get and not is_query(prepared.document, asked.operation_name):
        raise RequestRefused(405, "GET is for queries: send this operation with POST.", Allow="POST")
    result = run_document(prepared.document, asked, context)
    errors = [format_error(error, BAD_USER_INPUT) for error in result.errors or ()]
    if result.data is None and not any(error.path for error in result.errors or ()):
        return {"errors": errors}, refused
    return ({"errors": errors} if errors else {}) | {"data": result.data}, 200


def run_document(document: Any, asked: GraphQLRequest, context: RequestContext) -> ExecutionResult:
    try:
        result = execute(
            build_schema(), document, context_value=context, variable_values=asked.variables,
            operation_name=asked.operation_name,
        )  # fmt: skip
    except RecursionError:
        return ExecutionResult(None, [GraphQLError("The document is nested too deeply.")])
    return cast(ExecutionResult, result)  # no resolver of ours is a coroutine


@require_safe
def schema_view(request: HttpRequest) -> HttpResponse:
    """The schema in the schema definition language."""
    return HttpResponse(schema_sdl(), content_type="text/plain; charset=utf-8")
