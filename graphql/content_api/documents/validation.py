"""Parses and validates a document, once for each text and audience."""

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
    ValidationRule,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import ASTValidationRule
from graphql.validation.rules import overlapping_fields_can_be_merged

from cms.ratelimit.limits import Limits
from content_api.errors import BAD_USER_INPUT, COST_LIMIT_EXCEEDED, PARSE_FAILED, VALIDATION_FAILED
from content_api.limits.page_bounds import PageBounds, find_page_bounds
from content_api.limits.shape import measure_shape
from content_api.schema.build import build_schema

__all__ = ["MAX_ERRORS", "ValidatedDocument", "validate_document", "validate_trusted_document"]

MAX_ERRORS = 10
OVERLAP_BUDGET = 20_000
"""Comparisons of fields that validation may make; graphql-core's own bound lets 400 repeated fields take seconds."""

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = OVERLAP_BUDGET


@dataclass(frozen=True, slots=True)
class ValidatedDocument:
    """A document that can be executed, or the errors that forbid it and their code."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    code: str = ""
    bounds: PageBounds | None = None

    def check_variables(self, values: dict[str, Any]) -> ValidatedDocument:
        """The same, or the rejection of a page size or offset among the variables."""
        message = self.bounds.check(values) if self.bounds else None
        return reject_document(message, BAD_USER_INPUT) if message else self


class KnownOperationTypes(ValidationRule):
    """No operation of a type that the schema does not have; the standard rules of graphql-core do not check it."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *path: Any) -> None:
        if self.context.schema.get_root_type(node.operation) is None:
            self.report_error(GraphQLError(f"The schema has no {node.operation.value}s.", node))


def list_rules() -> tuple[type[ASTValidationRule], ...]:
    """All standard rules and our own; one more where introspection is off (`__typename` is always allowed)."""
    rules = (*specified_rules, KnownOperationTypes)
    return rules if settings.API_INTROSPECTION else (*rules, NoSchemaIntrospectionCustomRule)


def reject_document(message: str, code: str) -> ValidatedDocument:
    return ValidatedDocument(None, (GraphQLError(message),), code)


@lru_cache(maxsize=512)
def validate_document(text: str, limits: Limits) -> ValidatedDocument:
    """Parse, measure and validate with every standard rule; rejections are remembered as well."""
    if len(text) > limits.characters:
        message = f"The document has {len(text)} characters; {limits.characters} are allowed."
        return reject_document(message, COST_LIMIT_EXCEEDED)
    try:
        document = parse(text, max_tokens=limits.tokens)
        if excess := measure_shape(document).excess(limits):
            return reject_document(excess, COST_LIMIT_EXCEEDED)
        errors = validate(build_schema(), document, list_rules(), max_errors=MAX_ERRORS)
    except GraphQLSyntaxError as error:
        return ValidatedDocument(None, (error,), PARSE_FAILED)
    except RecursionError:
        return reject_document("Syntax Error: The document is nested too deeply.", PARSE_FAILED)
    if errors:
        return ValidatedDocument(document, tuple(map(mask_python_error, errors)), VALIDATION_FAILED)
    bounds = find_page_bounds(document)
    if bounds.error:
        return reject_document(bounds.error, BAD_USER_INPUT)
    return ValidatedDocument(document, bounds=bounds)


def mask_python_error(error: GraphQLError) -> GraphQLError:
    """A validation error without Python's own message about a number that it refuses to read."""
    if isinstance(error.original_error, ValueError):
        return GraphQLError("A number has too many digits.", error.nodes)
    return error


validate_trusted_document = lru_cache(maxsize=1024)(validate_document.__wrapped__)
"""The same for trusted documents, which the documents of anonymous clients cannot evict."""
