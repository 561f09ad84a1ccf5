"""Every query in the documentation is answered without an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from graphql import OperationType, get_operation_ast, parse

from content_types.taxonomy.models import AttributeDefinition, AttributeType, Category
from tests.content_api.client import post
from tests.factories.content import make_category, make_site, make_solution, make_user

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```graphql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SIGNED_IN = "howto/signed-in-people.md"
VARIABLES = {"path": "/solutions/tool/", "slug": "tool"}


def list_queries() -> dict[str, str]:
    """The text of each query by file and position; mutations need rows of their own."""
    found = {}
    for file in sorted(DOCS.rglob("*.md")):
        for number, text in enumerate(BLOCK.findall(file.read_text()), start=1):
            operation = get_operation_ast(parse(text))
            if operation is not None and operation.operation is OperationType.QUERY:
                found[f"{file.relative_to(DOCS)} {number}"] = text
    return found


QUERIES = list_queries()


@pytest.mark.django_db
@pytest.mark.parametrize("place", QUERIES)
def test_it_is_answered(place: str) -> None:
    text, client = QUERIES[place], Client()
    if place.startswith(SIGNED_IN):
        client.force_login(make_user())
    make_site()
    make_solution("Tool", category=make_category("Language models", slug="language-models"))
    for key, kind in (("context-window", AttributeType.NUMBER), ("modality", AttributeType.CHOICE)):
        AttributeDefinition.objects.create(
            category=Category.objects.get(), key=key, name=key, type=kind, filterable=True,
            unit="tokens" if kind == AttributeType.NUMBER else "", choices=["text", "image"],
        )  # fmt: skip
    operation = get_operation_ast(parse(text))
    names = [each.variable.name.value for each in operation.variable_definitions] if operation else []
    variables = {name: VARIABLES[name] for name in names if name in VARIABLES}
    assert "errors" not in post(client, text, **variables)


def test_the_documentation_has_queries() -> None:
    assert sum(name.startswith("howto/query-the-api.md") for name in QUERIES) >= 10
