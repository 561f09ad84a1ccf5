"""What is known of a document that may be trusted: its id, its name, what it costs and what it asks for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLInt,
    GraphQLSyntaxError,
    NonNullTypeNode,
    OperationDefinitionNode,
    VariableDefinitionNode,
    get_nullable_type,
    parse,
    type_from_ast,
)
from graphql.execution.values import get_variable_values

from content_api.documents.trusted.coordinates import collect_coordinates
from content_api.documents.validation import validate_trusted_document
from content_api.limits.shape import measure_shape
from content_api.operation import make_operation
from content_api.schema.build import build_schema

__all__ = [
    "OWNER",
    "PREFIX",
    "DocumentDescription",
    "UnfitDocument",
    "build_warnings",
    "compute_digest",
    "describe",
    "exceeds_anonymous_limit",
    "explain_anonymous_rejection",
    "format_error",
    "static_values",
]  # fmt: skip

PREFIX = "sha256:"
"""Before the digest in a document's id, after the draft on persisted documents of GraphQL over HTTP."""
MAX_NAME = 100
OWNER = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class UnfitDocument(Exception):
    """A document cannot be trusted; the message says why."""


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """A document that fits the schema.

    digest: SHA-256 of the text, 64 hexadecimal digits. cost: points, see `static_cost`. coordinates: see
    `collect_coordinates`.
    """

    digest: str
    name: str
    owner: str
    text: str
    cost: int
    coordinates: tuple[str, ...]

    @property
    def id(self) -> str:
        """The documentId of requests."""
        return PREFIX + self.digest


def compute_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def describe(text: str, owner: str) -> DocumentDescription:
    """Its description; Unfit if no caller could execute it, or it is not one operation with a name."""
    if not OWNER.fullmatch(owner):
        raise UnfitDocument(
            "`owner` must have 1 to 40 small letters, digits, hyphens and underscores, a letter first."
        )
    if "\0" in text:
        raise UnfitDocument("The text contains a NUL character.")
    limits = settings.API_LIMITS["known"]
    prepared = validate_trusted_document(text, limits)
    if prepared.document is None or prepared.errors:
        raise UnfitDocument(" ".join(format_error(error, text) for error in prepared.errors))
    operation, name = get_operation(prepared.document)
    cost = static_cost(prepared.document, operation)
    if cost > limits.cost:
        raise UnfitDocument(f"It costs {cost} points; {limits.cost} are allowed.")
    return DocumentDescription(
        compute_digest(text), name, owner, text, cost, collect_coordinates(prepared.document)
    )


def format_error(error: GraphQLError, text: str) -> str:
    """An error's message, with the line in a text that has several."""
    line = f"line {error.locations[0].line}: " if error.locations and "\n" in text.strip() else ""
    return line + error.message


def build_warnings(documents: Iterable[DocumentDescription]) -> tuple[str, ...]:
    """A warning for each document that is rejected for anonymous clients."""
    found = ((each, explain_anonymous_rejection(each.text, each.cost)) for each in documents)
    return tuple(f"{each.name} ({each.owner}): {why}" for each, why in found if why)


def exceeds_anonymous_limit(cost: int) -> bool:
    """Whether the cost exceeds the limit of anonymous clients."""
    return cost > int(settings.API_LIMITS["anonymous"].cost)


def explain_anonymous_rejection(text: str, cost: int) -> str:
    """Why a valid document is rejected for anonymous clients, with its `static_values`; else empty."""
    limits = settings.API_LIMITS["anonymous"]
    if exceeds_anonymous_limit(cost):
        return f"anonymous clients are rejected. It costs {cost} points; their limit is {limits.cost}."
    if len(text) > limits.characters:
        return f"anonymous clients are rejected. It has {len(text)} characters; their limit is {limits.characters}."
    try:
        excess = measure_shape(parse(text, max_tokens=limits.tokens)).excess(limits)
    except GraphQLSyntaxError as error:
        excess = error.message
    return f"anonymous clients are rejected. {excess}" if excess else ""


def get_operation(document: DocumentNode) -> tuple[OperationDefinitionNode, str]:
    """The one operation of a document, and its name."""
    found = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if len(found) != 1 or found[0].name is None:
        raise UnfitDocument("A trusted document must contain exactly one operation, with a name.")
    if len(name := found[0].name.value) > MAX_NAME:
        raise UnfitDocument(f"The operation's name has {len(name)} characters; {MAX_NAME} are allowed.")
    return found[0], name


def static_cost(document: DocumentNode, operation: OperationDefinitionNode) -> int:
    """Points with its `static_values`."""
    return make_operation(document, operation, static_values(operation)).cost.requested_points


def static_values(operation: OperationDefinitionNode) -> dict[str, Any]:
    """The defaults of its variables; a number that must be given is the largest page, a flag is true."""
    given, left_out = {}, []
    for variable in operation.variable_definitions:
        if is_required(variable):
            given[variable.variable.name.value] = sample(variable)
        else:
            left_out.append(variable)
    defaults = get_variable_values(build_schema(), left_out, {})
    if isinstance(defaults, list):
        raise UnfitDocument(" ".join(error.message for error in defaults))
    return {**defaults, **given}


def is_required(variable: VariableDefinitionNode) -> bool:
    return isinstance(variable.type, NonNullTypeNode) and variable.default_value is None


def sample(variable: VariableDefinitionNode) -> Any:
    """A value with which an operation costs most; None for types on which no cost depends."""
    kind: Any = type_from_ast(build_schema(), variable.type)
    return {GraphQLInt: settings.CONTENT_API["MAX_PAGE_SIZE"], GraphQLBoolean: True}.get(
        get_nullable_type(kind)
    )
