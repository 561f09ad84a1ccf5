"""From text to a validated document, once for each text and audience."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    ValidationRule,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import ASTValidationRule
from graphql.validation.rules import overlapping_fields_can_be_merged

from cms.ratelimit.limits import Limits
from content_api.errors import BAD_USER_INPUT, COST_LIMIT_EXCEEDED, PARSE_FAILED, VALIDATION_FAILED
from content_api.limits.page_bounds import Windows, windows_of
from content_api.limits.shape import shape_of
from content_api.schema.build import build_schema

MAX_ERRORS = 10
OVERLAP_BUDGET = 20_000
"""Comparisons of fields that validation may make; graphql-core's own bound lets 400 repeated fields take seconds."""

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = OVERLAP_BUDGET


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to execute, or the errors that forbid it and the code they carry."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    code: str = ""
    windows: Windows | None = None

    def with_variables(self, values: dict[str, Any]) -> Prepared:
        """The same, or the refusal of a page size or offset among the variables."""
        message = self.windows.refused(values) if self.windows else None
        return refused(message, BAD_USER_INPUT) if message else self


class KnownKinds(ValidationRule):
    """No operation of a kind that the schema does not have; the standard rules of graphql-core leave it alone."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *path: Any) -> None:
        if self.context.schema.get_root_type(node.operation) is None:
            self.report_error(GraphQLError(f"The schema has no {node.operation.value}s.", node))


def rules() -> tuple[type[ASTValidationRule], ...]:
    """All standard rules and our own; one more where the schema may not be asked (`__typename` always may)."""
    every = (*specified_rules, KnownKinds)
    return every if settings.API_INTROSPECTION else (*every, NoSchemaIntrospectionCustomRule)


def refused(message: str, code: str) -> Prepared:
    return Prepared(None, (GraphQLError(message),), code)


@lru_cache(maxsize=512)
def prepare(text: str, limits: Limits) -> Prepared:
    """Parse, measure and validate, with every standard rule; refusals are remembered as well."""
    if len(text) > limits.characters:
        message = f"The document has {len(text)} characters; {limits.characters} are allowed."
        return refused(message, COST_LIMIT_EXCEEDED)
    try:
        document = parse(text, max_tokens=limits.tokens)
        if excess := shape_of(document).excess(limits):
            return refused(excess, COST_LIMIT_EXCEEDED)
        errors = validate(build_schema(), document, rules(), max_errors=MAX_ERRORS)
    except GraphQLSyntaxError as error:
        return Prepared(None, (error,), PARSE_FAILED)
    except RecursionError:
        return refused("Syntax Error: The document is nested too deeply.", PARSE_FAILED)
    if errors:
        return Prepared(document, tuple(map(told, errors)), VALIDATION_FAILED)
    windows = windows_of(document)
    return (
        refused(windows.refusal, BAD_USER_INPUT) if windows.refusal else Prepared(document, windows=windows)
    )


def told(error: GraphQLError) -> GraphQLError:
    """Of a validation error what callers may read: a number that Python refuses to read is their fault, not ours."""
    if isinstance(error.original_error, ValueError):
        return GraphQLError("A number has too many digits.", error.nodes)
    return error


prepare_trusted = lru_cache(maxsize=1024)(prepare.__wrapped__)
"""The same for trusted documents, which strangers' documents cannot push out of this memory."""


def is_query(document: DocumentNode, operation_name: str | None) -> bool:
    """Whether the chosen operation only reads; an operation that cannot be chosen is left to execution."""
    operation = get_operation_ast(document, operation_name)
    return operation is None or operation.operation == OperationType.QUERY
