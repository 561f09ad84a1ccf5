"""The transport: one view for POST and GET, and the schema as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from graphql import DocumentNode, ExecutionResult, GraphQLError, execute

from cms.database.outages import DatabaseAway
from cms.settings.limits import Limits
from content_api import statuses
from content_api.admission.audiences import limits_of
from content_api.admission.budget import within
from content_api.admission.tolls import LEAST, Toll, pay, toll
from content_api.context import ReadContext
from content_api.errors import (
    BAD_USER_INPUT,
    INTERNAL,
    NOT_FOUND,
    RequestRefused,
    format_error,
)
from content_api.http.automatic import keep
from content_api.http.documents import Prepared, is_query, prepare, prepare_trusted
from content_api.http.idempotency import Attempt, begin, has_key
from content_api.http.origins import check_origin
from content_api.http.requests import GraphQLRequest, read_request
from content_api.http.responses import (
    CHECKED,
    answer,
    kept,
    media_type,
    refusal,
    with_caching,
)
from content_api.http.surviving import execute_surviving, unavailable
from content_api.http.texts import with_text
from content_api.schema import build_schema, schema_sdl
from content_api.statuses import GRAPHQL, JSON


@csrf_exempt  # a foreign form cannot send JSON, and mutations are taken from known origins only
def graphql_view(request: HttpRequest) -> HttpResponse:
    """Execute one GraphQL request."""
    kind = JSON
    try:
        kind = media_type(request)
        context = ReadContext.from_request(request)
        limits = limits_of(context.actor)
        asked = with_text(read_request(request, limits), context, limits, not_found(kind))
        response = run(request, asked, context, limits, kind)
    except RequestRefused as error:
        return refusal(error, kind)
    except DatabaseAway:
        return refusal(unavailable(), kind)
    return response


def not_found(kind: str) -> int:
    """The status for a document that nobody knows: 400, or 200 in plain JSON, by which clients send the text."""
    return 400 if kind == GRAPHQL else 200


def run(
    request: HttpRequest, asked: GraphQLRequest, context: ReadContext, limits: Limits, kind: str
) -> HttpResponse:
    """The answer to a request that has its text."""
    known = (prepare_trusted if asked.trusted else prepare)(asked.query, limits)
    prepared = known.with_variables(asked.variables)
    reads = prepared.document is None or is_query(prepared.document, asked.operation_name)
    if asked.is_get and not reads:
        raise RequestRefused(405, "GET is for queries: send this operation with POST.", Allow="POST")
    if prepared.document is None or prepared.errors:
        return not_run(request, prepared, context, limits, kind)
    if asked.new_hash:
        keep(asked.new_hash, asked.query)
    answer_by = executed if reads else changed
    return answer_by(request, prepared.document, asked, context, limits, kind)


def not_run(
    request: HttpRequest, prepared: Prepared, context: ReadContext, limits: Limits, kind: str
) -> HttpResponse:
    """The answer to a document that is refused, for the points that looking at it cost."""
    paid = pay(context.actor, limits, LEAST)
    body = {"errors": [format_error(error, prepared.code) for error in prepared.errors]}
    response = answer(body, kind, statuses.not_run(prepared.code, kind))
    return with_headers(with_caching(request, response, private=True), paid.headers())


def with_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response[name] = value
    return response


def changed(
    request: HttpRequest,
    document: DocumentNode,
    asked: GraphQLRequest,
    context: ReadContext,
    limits: Limits,
    kind: str,
) -> HttpResponse:
    """The answer to a mutation; to one that was sent before under its key, the first answer again.

    A key costs the least points until it proves to be new: then the mutation is charged in their place.
    """
    check_origin(request)
    if not has_key(request, context.actor):
        return executed(request, document, asked, context, limits, kind)
    paid = pay(context.actor, limits, LEAST)
    attempt = begin(request, context.actor, asked)
    if attempt.replay is not None:
        return replayed(request, attempt.replay, kind, paid)
    paid.refund()
    response = None
    try:
        response = executed(request, document, asked, context, limits, kind)
    finally:
        finish(attempt, response, context)
    return response


def finish(attempt: Attempt, response: HttpResponse | None, context: ReadContext) -> None:
    """Decide what is answered to a later request with the same key."""
    if response is not None and response.status_code < 300 and not failed_within(response):
        attempt.keep(response.content)
    elif context.may_have_written:
        attempt.keep_unknown()
    else:
        attempt.forget()


def replayed(request: HttpRequest, body: bytes, kind: str, paid: Toll) -> HttpResponse:
    status = statuses.executed(orjson.loads(body), kind)
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8", status=status)
    response["Idempotency-Replayed"] = "true"
    return with_headers(with_caching(request, response, private=True), paid.headers())


def failed_within(response: HttpResponse) -> bool:
    """Whether an answer tells of an error of ours: trying again may end otherwise."""
    errors = orjson.loads(response.content).get("errors", ())
    return any(error["extensions"]["code"] == INTERNAL for error in errors)


def executed(
    request: HttpRequest,
    document: DocumentNode,
    asked: GraphQLRequest,
    context: ReadContext,
    limits: Limits,
    kind: str,
) -> HttpResponse:
    """The answer of an operation, for its points and within its bounds."""
    with toll(document, asked.operation_name, asked.variables, context.actor, limits, asked.trusted) as paid:
        result = execute_surviving(
            lambda each: run_document(document, asked, each, limits),
            context,
            reads=is_query(document, asked.operation_name),
        )
        paid.settle(result.data)
    return answered(request, asked, context, result, paid, kind)


def answered(
    request: HttpRequest,
    asked: GraphQLRequest,
    context: ReadContext,
    result: ExecutionResult,
    paid: Toll,
    kind: str,
) -> HttpResponse:
    """An executed document as a response; the points stand in headers unless a shared cache may keep it."""
    errors = [format_error(error, BAD_USER_INPUT) for error in result.errors or ()]
    body: dict[str, Any] = {"errors": errors} if errors else {}
    not_run = result.data is None and not any(error.path for error in result.errors or ())
    if not not_run:
        body["data"] = result.data
    status = statuses.not_run(BAD_USER_INPUT, kind) if not_run else statuses.executed(body, kind)
    reported = bool(asked.extensions.get("cost"))
    if reported:
        body["extensions"] = {"cost": paid.report()}
    private = not context.actor.is_anonymous or bool(errors) or reported
    shared = kept() if asked.trusted and asked.is_get else CHECKED
    response = with_caching(request, answer(body, kind, status), private, shared)
    return with_headers(response, paid.headers() if private or not asked.is_get else {})


def run_document(
    document: Any, asked: GraphQLRequest, context: ReadContext, limits: Limits
) -> ExecutionResult:
    try:
        with within(limits):
            result = execute(
                build_schema(), document, context_value=context, variable_values=asked.variables,
                operation_name=asked.operation_name,
            )  # fmt: skip
    except RecursionError:
        return ExecutionResult(None, [GraphQLError("The document is nested too deeply.")])
    return cast(ExecutionResult, result)  # no resolver of ours is a coroutine


@csrf_exempt
def elsewhere_view(request: HttpRequest) -> HttpResponse:
    """What is sent to the address with a slash at its end learns of the right one."""
    return refusal(
        RequestRefused(404, f"The API is at {reverse('graphql')}, without a slash.", NOT_FOUND), JSON
    )


@require_safe
def schema_view(request: HttpRequest) -> HttpResponse:
    """The schema in the schema definition language, unless API_PUBLISHES_SCHEMA is off."""
    if not settings.API_PUBLISHES_SCHEMA:
        raise Http404("The schema is not published here.")
    return HttpResponse(schema_sdl(), content_type="text/plain; charset=utf-8")
