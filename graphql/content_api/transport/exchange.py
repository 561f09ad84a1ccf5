"""One exchange: a GraphQL request on its way to a response, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from graphql import DocumentNode, ExecutionResult, GraphQLError

from cms.base.measures import OPERATION
from cms.identity.key_uses import note_use
from cms.ratelimit.limits import Limits
from content_api import statuses
from content_api.access.context import ReadContext
from content_api.documents.persisted_queries import keep_query
from content_api.documents.trusted.lookup import parse_document_id
from content_api.documents.validation import validate_document, validate_trusted_document
from content_api.engine.answers import Answer
from content_api.engine.keeping import AnswerKeeper, build_key, choose_owner
from content_api.engine.rows.executor import RowsExecutor
from content_api.errors import BAD_USER_INPUT, INTERNAL, RequestRefused, format_error
from content_api.limits.bucket_uses import list_mutations
from content_api.limits.budget import limit_execution
from content_api.limits.charge import KEPT_COST, MINIMUM_COST, Charge, charge_operation, charge_points
from content_api.model.search.answering import record_providers
from content_api.operation import InvalidOperation, Operation, is_query, load_operation
from content_api.schema.build import build_schema
from content_api.transport.idempotency import Attempt, begin_attempt, has_key
from content_api.transport.notes import LeftToDjango, Recognised, get_note
from content_api.transport.origins import check_origin
from content_api.transport.requests import GraphQLRequest
from content_api.transport.responses import (
    REVALIDATED,
    build_cache_control,
    build_response,
    set_cache_headers,
)
from content_api.transport.retries import execute_with_retry
from content_api.transport.variants import build_tag_headers

__all__ = ["Exchange"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request whose document is known, with what every step needs of it. media_type: that of the response."""

    request: GraphQLRequest
    http_request: HttpRequest
    context: ReadContext
    limits: Limits
    media_type: str

    def respond(self) -> HttpResponse:
        """Validate the document, build its operation and execute it; RequestRefused as each of them says."""
        request = self.request
        validate = validate_trusted_document if request.trusted else validate_document
        validated = validate(request.query, self.limits).check_variables(request.variables)
        document = validated.document
        self._check_method(document)
        if document is None or validated.errors:
            return self._reject(validated.errors, validated.code)
        if request.new_hash:
            keep_query(request.new_hash, request.query)
        try:
            operation = load_operation(document, request.operation_name, request.variables, request.trusted)
        except InvalidOperation as error:
            return self._reject(error.errors, BAD_USER_INPUT)
        if not operation.is_query:
            self._leave_to_django()
        if request.trusted:
            self.http_request.META[OPERATION] = get_operation_name(operation)
        if (key := self.context.actor.key_id) is not None:
            note_use(key, get_operation_name(operation))
        return self._execute(operation) if operation.is_query else self._execute_mutation(operation)

    def _check_method(self, document: DocumentNode | None) -> None:
        reads = document is None or is_query(document, self.request.operation_name)
        if self.request.is_get and not reads:
            raise RequestRefused(405, "GET is for queries: send this operation with POST.", Allow="POST")

    def _leave_to_django(self) -> None:
        """Raise LeftToDjango for an operation that the front may not execute; Django goes on from here."""
        note = get_note(self.http_request)
        if note is not None and note.calls_view:
            note.request = self.request
            raise LeftToDjango

    def _reject(self, errors: Sequence[GraphQLError], code: str) -> HttpResponse:
        """The response to an operation that is not executed, charged with what reading it cost."""
        charge = charge_points(self.context.actor, self.limits, MINIMUM_COST)
        body: dict[str, Any] = {"errors": [format_error(error, code) for error in errors]}
        self._report_cost(body, charge)
        return self._finish(body, statuses.choose_rejected_status(code, self.media_type), charge)

    def _execute(self, operation: Operation) -> HttpResponse:
        """Answer with what is kept, or execute the operation; one of several that ask the same at once."""
        keeper = self._build_keeper(operation)
        if keeper is None:
            return self._make(operation, None)
        if (response := self._find_response(operation, keeper)) is not None:
            return response
        with keeper.take_turn(self.limits.deadline) as has_waited:
            found = self._find_response(operation, keeper) if has_waited else None
            return found if found is not None else self._claim(operation, keeper)

    def _claim(self, operation: Operation, keeper: AnswerKeeper) -> HttpResponse:
        """Answer with what another process makes, or execute the operation in its place."""
        with keeper.claim() as chances:
            for _ in chances:
                if (found := self._find_response(operation, keeper)) is not None:
                    return found
            return self._make(operation, keeper)

    def _make(self, operation: Operation, keeper: AnswerKeeper | None) -> HttpResponse:
        """Execute an operation for its points and within its limits."""
        with (
            charge_operation(operation.cost, self.context.actor, self.limits) as charge,
            record_providers() as providers,
        ):
            result = execute_with_retry(
                partial(self._run, operation, keeper), self.context, operation.is_query
            )
            charge.settle(result.data)
        response = self._build_response(result, charge, providers)
        if keeper and response.has_header("ETag") and response.content:
            answer = keeper.keep(response.content, response["ETag"])
            set_headers(response, build_tag_headers(answer))
        return response

    def _run(
        self, operation: Operation, keeper: AnswerKeeper | None, context: ReadContext
    ) -> ExecutionResult:
        def run(given: ReadContext) -> ExecutionResult:
            return execute_operation(operation, given, self.limits)

        return keeper.execute(run, context) if keeper else run(context)

    def _build_keeper(self, operation: Operation) -> AnswerKeeper | None:
        """What keeps the answer; None for an operation whose answer is not kept."""
        request = self.request
        if operation.keeping_problem or request.extensions.get("cost"):
            return None
        key = build_key(request.query, request.operation_name, request.variables, self.context)
        owner = choose_owner(self.context.actor, request.trusted)
        return AnswerKeeper(key, owner, request.trusted) if key else None

    def _find_response(self, operation: Operation, keeper: AnswerKeeper) -> HttpResponse | None:
        """The response that is kept, for the least points; None when there is none, or it is not current."""
        answer = keeper.find()
        if answer is None:
            return None
        charge = charge_points(self.context.actor, self.limits, KEPT_COST, operation.cost)
        if not keeper.is_current(answer):
            charge.refund()
            return None
        self._note_answered(keeper)
        response = HttpResponse(answer.plain.body, content_type=f"{self.media_type}; charset=utf-8")
        return self._set_headers(response, charge, False, answer)

    def _note_answered(self, keeper: AnswerKeeper) -> None:
        """Tell the front what was asked for, unless that depends on more than the request and the document's id."""
        request, note = self.request, get_note(self.http_request)
        digest = parse_document_id(request.document_id) if request.document_id else None
        is_plain = not request.trusted and request.extensions.get("persistedQuery") is None
        if note is not None and (digest or is_plain):
            name = self.http_request.META.get(OPERATION, "")
            audience = self.context.actor.audience
            note.answered = Recognised(keeper.key, audience, digest, digest is not None, name)

    def _build_response(
        self, result: ExecutionResult, charge: Charge, providers: Sequence[str]
    ) -> HttpResponse:
        """The response to an executed operation; the rate limit is in headers unless a shared cache may keep it."""
        errors = [format_error(error, BAD_USER_INPUT) for error in result.errors or ()]
        body: dict[str, Any] = {"errors": errors} if errors else {}
        if result.data is None and not any(error.path for error in result.errors or ()):
            status = statuses.choose_rejected_status(BAD_USER_INPUT, self.media_type)
        else:
            body["data"] = result.data
            status = statuses.choose_status(body, self.media_type)
        reported = self._report_cost(body, charge)
        if settings.DEBUG and providers:
            body.setdefault("extensions", {})["search"] = {"providers": list(providers)}
        private = not self.context.actor.is_anonymous or bool(errors) or reported
        return self._finish(body, status, charge, private)

    def _report_cost(self, body: dict[str, Any], charge: Charge) -> bool:
        """Add `extensions.cost` when the request asks for it."""
        wanted = bool(self.request.extensions.get("cost"))
        if wanted:
            body["extensions"] = {"cost": charge.build_report()}
        return wanted

    def _finish(
        self, body: Mapping[str, Any], status: int, charge: Charge, private: bool = True
    ) -> HttpResponse:
        """The HTTP response with its caching and rate-limit headers."""
        response = build_response(body, self.media_type, status)
        return self._set_headers(response, charge, private)

    def _set_headers(
        self, response: HttpResponse, charge: Charge, private: bool, answer: Answer | None = None
    ) -> HttpResponse:
        """Caching headers, and those of the rate limit unless a shared cache may keep the response."""
        request = self.request
        cache_control = build_cache_control() if request.trusted and request.is_get else REVALIDATED
        response = set_cache_headers(self.http_request, response, private, cache_control, answer)
        if settings.DEBUG:
            response["X-AiXplore-Tier"] = "T0" if answer else name_tiers(self.context.tiers)
        if response.status_code == 200:
            set_headers(response, build_tag_headers(answer))
        return set_headers(response, charge.build_headers() if private or not request.is_get else {})

    def _execute_mutation(self, operation: Operation) -> HttpResponse:
        """Execute a mutation; one that was sent before under its key gets the first response again.

        A key costs the least points until it proves to be new: then the mutation is charged in their place.
        """
        check_origin(self.http_request)
        is_sensitive = reject_combined(operation)
        if is_sensitive or not has_key(self.http_request, self.context.actor):
            return self._execute(operation)
        charge = charge_points(self.context.actor, self.limits, MINIMUM_COST)
        attempt = begin_attempt(self.http_request, self.context.actor, self.request)
        if attempt.replay is not None:
            return self._replay(attempt.replay, charge)
        charge.refund()
        response = None
        try:
            response = self._execute(operation)
        finally:
            finish_attempt(attempt, response, self.context)
        return response

    def _replay(self, body: bytes, charge: Charge) -> HttpResponse:
        status = statuses.choose_status(orjson.loads(body), self.media_type)
        response = HttpResponse(body, content_type=f"{self.media_type}; charset=utf-8", status=status)
        response["Idempotency-Replayed"] = "true"
        response = set_cache_headers(self.http_request, response, private=True)
        return set_headers(response, charge.build_headers())


def get_operation_name(operation: Operation) -> str:
    name = operation.node.name
    return name.value if name else ""


def reject_combined(operation: Operation) -> bool:
    """Whether an operation is a sensitive mutation; RequestRefused for one that holds others as well."""
    named = [node.name.value for node, *_ in operation.list_root_fields()]
    found = {each.name for each in list_mutations() if each.sensitive}.intersection(named)
    if found and len(named) > 1:
        raise RequestRefused(400, f"Send {min(found)} alone: it may not stand beside other mutations.")
    return bool(found)


def execute_operation(operation: Operation, context: ReadContext, limits: Limits) -> ExecutionResult:
    """Data and errors of an operation, within the limits of its audience."""
    context.columns, context.makes_cursors = operation.columns, operation.makes_cursors
    executor = RowsExecutor(
        build_schema(), operation.node, operation.fragments, operation.variables, operation.plans, context
    )
    try:
        with limit_execution(limits) as executor.usage:
            return executor.execute()
    except RecursionError:
        return ExecutionResult(None, [GraphQLError("The document is nested too deeply.")])


def name_tiers(tiers: Mapping[str, str]) -> str:
    """What answered: "T1", or by root field where they differ ("solutions=T1, site=T3")."""
    different = {*tiers.values()} or {"T3"}
    return different.pop() if len(different) == 1 else ", ".join(map("=".join, tiers.items()))


def finish_attempt(attempt: Attempt, response: HttpResponse | None, context: ReadContext) -> None:
    """Decide what later requests with the same key are answered."""
    if response is not None and response.status_code < 300 and not has_internal_error(response):
        attempt.keep(response.content)
    elif context.may_have_written:
        attempt.keep_unknown()
    else:
        attempt.forget()


def has_internal_error(response: HttpResponse) -> bool:
    """Whether a response holds an error of ours: sending the request again may end otherwise."""
    errors = orjson.loads(response.content).get("errors", ())
    return any(error["extensions"]["code"] == INTERNAL for error in errors)


def set_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response[name] = value
    return response
