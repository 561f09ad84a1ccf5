"""The transport: one view for POST and GET, and the schema as text."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from graphql import ExecutionResult, GraphQLError, execute

from cms.settings.limits import Limits
from content_api.admission.audiences import limits_of
from content_api.admission.budget import within
from content_api.admission.tolls import REFUSED, Toll, pay, toll
from content_api.context import RequestContext
from content_api.errors import BAD_USER_INPUT, COST_LIMIT_EXCEEDED, RequestRefused, format_error
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
        context = RequestContext(request)
        limits = limits_of(context.viewer)
        response = run(read_request(request, limits), context, limits, kind)
    except RequestRefused as error:
        return refusal(error, kind)
    return response


def run(asked: GraphQLRequest, context: RequestContext, limits: Limits, kind: str) -> HttpResponse:
    """The answer. A document that cannot be run is 400, or 200 in plain JSON."""
    prepared = prepare(asked.query, limits)
    refused = 400 if kind == GRAPHQL else 200
    if prepared.document is None or prepared.errors:
        pay(context, limits, REFUSED)
        status = 400 if prepared.code == COST_LIMIT_EXCEEDED else refused
        body = {"errors": [format_error(error, prepared.code) for error in prepared.errors]}
        return with_caching(context.request, answer(body, kind, status), private=True)
    if asked.is_get and not is_query(prepared.document, asked.operation_name):
        raise RequestRefused(405, "GET is for queries: send this operation with POST.", Allow="POST")
    with toll(prepared.document, asked.operation_name, asked.variables, context, limits) as paid:
        with within(limits):
            result = run_document(prepared.document, asked, context)
        paid.settle(result.data)
    return answered(asked, context, result, paid, kind, refused)


def answered(
    asked: GraphQLRequest,
    context: RequestContext,
    result: ExecutionResult,
    paid: Toll,
    kind: str,
    refused: int,
) -> HttpResponse:
    """An executed document as a response; the points stand in headers unless a shared cache may keep it."""
    errors = [format_error(error, BAD_USER_INPUT) for error in result.errors or ()]
    body: dict[str, Any] = {"errors": errors} if errors else {}
    status = refused if result.data is None and not any(error.path for error in result.errors or ()) else 200
    if status == 200:
        body["data"] = result.data
    reported = bool(asked.extensions.get("cost"))
    if reported:
        body["extensions"] = {"cost": paid.report()}
    private = context.viewer.user_id is not None or bool(errors) or reported
    response = with_caching(context.request, answer(body, kind, status), private)
    if private or not asked.is_get:
        for name, value in paid.headers().items():
            response[name] = value
    return response


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
