"""manage.py explain DOCUMENT: with --cost what each field of a document costs and how often it is counted, with --tags
the tables that it depends on, with --tiers how it is read."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values
from rich.console import Console
from rich.table import Table

from content_api.access.table_triggers import list_versioned_tables
from content_api.documents.trusted.documents import UnfitDocument, format_error, static_values
from content_api.documents.trusted.manifest import FOLDER, find_schema_errors
from content_api.documents.trusted.resolution import ResolvedDocument, add_fragments, document_named
from content_api.documents.validation import ValidatedDocument, validate_document
from content_api.engine.eligibility import find_field_problem
from content_api.engine.rows.report import describe_tiers
from content_api.engine.tags import find_tags
from content_api.limits.breakdown import break_down_cost
from content_api.limits.charge import MINIMUM_COST
from content_api.limits.cost import OperationCost
from content_api.limits.shape import measure_shape
from content_api.operation import make_operation
from content_api.schema.build import build_schema

WIDTH = 120
LEGEND = """
points = each × times. A field is counted once per row of every page that contains it, so page sizes multiply; a list
without a page size counts as five. Points that the response does not use are refunded."""


class Command(BaseCommand):
    help = (
        "Explains a GraphQL document: its shape, with --cost the points of each field, with --tags its tables, with "
        "--tiers what answers it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "document",
            nargs="?",
            default="-",
            help="a file, - for standard input, or the name or id of a compiled or registered operation",
        )
        parser.add_argument("--cost", action="store_true", help="points of each field")
        parser.add_argument("--tags", action="store_true", help="tables that the fields depend on")
        parser.add_argument(
            "--tiers",
            action="store_true",
            help="whether each root field is read as rows (T1) or not (T3), and why",
        )
        parser.add_argument("--operation", help="name of the operation, when there are several")
        parser.add_argument("--variables", help="as JSON; without them, what registration takes")
        parser.add_argument("--audience", choices=[*settings.API_LIMITS], default="anonymous")
        parser.add_argument(
            "--folder",
            type=Path,
            default=FOLDER,
            help="folder of fragments and operations (default: graphql/operations)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = Namespace(**options)
        try:
            self.explain(find_document(given), given)
        except UnfitDocument as error:
            raise CommandError(str(error)) from error

    def explain(self, asked: ResolvedDocument, given: Namespace) -> None:
        prepared = validate_document(asked.text, settings.API_LIMITS[given.audience])
        document = prepared.document
        if document is None or prepared.errors:
            raise UnfitDocument("\n".join(problems(asked, prepared.errors)))
        console = Console(file=self.stdout._out, width=WIDTH)
        taken = f", with {', '.join(asked.fragments)}" if asked.fragments else ""
        console.print(f"{asked.origin}{taken}", highlight=False)
        console.print(measure_shape(document))
        if given.tags:
            show_tags(console, choose_operation(document, given.operation), document)
        if given.tiers:
            operation = choose_operation(document, given.operation)
            for line in describe_tiers(
                operation, list_fragments(document), find_values(given, prepared, operation)
            ):
                console.print(line, highlight=False, soft_wrap=True)
        if given.cost:
            operation = choose_operation(document, given.operation)
            values = find_values(given, prepared, operation)
            if given.variables is None and values:
                console.print(f"Variables: {format_variables(values)}", highlight=False)
            show(console, make_operation(document, operation, values).cost, given.audience)


def find_values(
    given: Namespace, prepared: ValidatedDocument, operation: OperationDefinitionNode
) -> dict[str, Any]:
    """The values of variables; Unfit when the document may not be asked with them."""
    values = parse_variables(operation, given.variables)
    if refused := prepared.check_variables(values).errors:
        raise UnfitDocument(refused[0].message)
    return values


def list_fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }


def find_document(given: Namespace) -> ResolvedDocument:
    if given.document == "-":
        return add_fragments(sys.stdin.read(), "standard input", given.folder)
    return document_named(given.document, given.folder)


def problems(asked: ResolvedDocument, errors: Iterable[GraphQLError]) -> list[str]:
    """Why a document is refused, with the place of each error where it is known."""
    return find_schema_errors(asked.parts, asked.origin) or [
        f"{asked.origin}: {format_error(error, asked.text)}" for error in errors
    ]


def format_variables(values: dict[str, Any]) -> str:
    """The variables that registration takes, as JSON; those on which no cost depends are left out."""
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, default=lambda each: getattr(each, "name", str(each)))


def choose_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation of a name, or the only one; Unfit when there is none such."""
    if (operation := get_operation_ast(document, name)) is not None:
        return operation
    known = [
        each.name.value if each.name else "one without a name"
        for each in document.definitions
        if isinstance(each, OperationDefinitionNode)
    ]
    if not known:
        raise UnfitDocument("The document contains no operation, only fragments.")
    asked = f"The document has no operation {name}" if name else "The document has several operations"
    raise UnfitDocument(f"{asked}: choose one with --operation ({', '.join(known)}).")


def parse_variables(operation: OperationDefinitionNode, text: str | None) -> dict[str, Any]:
    """The variables as they are executed; Unfit says what is wrong with those given."""
    if text is None:
        return static_values(operation)
    try:
        given = json.loads(text)
    except ValueError as error:
        raise UnfitDocument(f"--variables is not JSON: {error}.") from error
    if not isinstance(given, dict):
        raise UnfitDocument('--variables must be an object, such as {"first": 10}.')
    unknown = given.keys() - {each.variable.name.value for each in operation.variable_definitions}
    if unknown:
        raise UnfitDocument(f"The operation declares no variable {', '.join(sorted(unknown))}.")
    values = get_variable_values(build_schema(), operation.variable_definitions, given)
    if isinstance(values, list):
        raise UnfitDocument("\n".join(error.message for error in values))
    return values


def show_tags(console: Console, operation: OperationDefinitionNode, document: DocumentNode) -> None:
    """The tables that the fields depend on, and the fields that do not say what they read."""
    fragments = list_fragments(document)
    tags = find_tags(operation, fragments, build_schema())
    console.print("Tables of fields:", highlight=False)
    versioned = frozenset(list_versioned_tables())
    for table in sorted(tags.tables):
        console.print(f"  {table}{'' if table in versioned else ' (without a version)'}", highlight=False)
    for name, reason in tags.opaque.items():
        console.print(f"Not known: {name}: {reason}", highlight=False, soft_wrap=True)
    problem = find_field_problem(operation, fragments, build_schema())
    kept = f"no: {problem}" if problem else "yes, unless what is executed says otherwise"
    console.print(f"Answers to anonymous callers are kept: {kept}.", highlight=False, soft_wrap=True)


def show(console: Console, cost: OperationCost, audience: str) -> None:
    """The points of each field, the dearest first, and whether the audience may spend as many."""
    allowed = settings.API_LIMITS[audience].cost
    table = Table("points", "each", "times", "field", box=None, pad_edge=False)
    for each in break_down_cost(cost):
        table.add_row(f"{each.points}", f"{each.each}", " × ".join(map(str, each.sizes)) or "1", each.path)
    told = f"{cost.requested_points} points; the limit of {audience} is {allowed}"
    if cost.requested_points > allowed:
        told += ", so it is rejected"
    elif cost.requested_points < MINIMUM_COST:
        told += f"; at least {MINIMUM_COST} are charged"
    console.print(table)
    console.print(f"{told}.\n{LEGEND}", highlight=False)
