"""From text to a validated document, once for each text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationType,
    get_operation_ast,
    parse,
    validate,
)

from content_api.errors import PARSE_FAILED, VALIDATION_FAILED
from content_api.schema import build_schema

MAX_ERRORS = 10


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to execute, or the errors that forbid it and the code they carry."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    code: str = ""


@lru_cache(maxsize=256)
def prepare(text: str) -> Prepared:
    """Parse and validate with every standard rule; refusals are remembered as well."""
    try:
        document = parse(text, max_tokens=settings.CONTENT_API["MAX_TOKENS"], no_location=False)
        errors = validate(build_schema(), document, max_errors=MAX_ERRORS)
    except GraphQLSyntaxError as error:
        return Prepared(None, (error,), PARSE_FAILED)
    except RecursionError:
        return Prepared(
            None, (GraphQLError("Syntax Error: The document is nested too deeply."),), PARSE_FAILED
        )
    return Prepared(document, tuple(errors), VALIDATION_FAILED if errors else "")


def is_query(document: DocumentNode, operation_name: str | None) -> bool:
    """Whether the chosen operation only reads; an operation that cannot be chosen is left to execution."""
    operation = get_operation_ast(document, operation_name)
    return operation is None or operation.operation == OperationType.QUERY
