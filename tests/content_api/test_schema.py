"""The schema as a file under review, and what must never stand in it."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from graphql import GraphQLObjectType, parse, validate

from cms.declarations import ApiCollection, Registry
from content_api import access
from content_api.management.commands import graphql_schema
from content_api.schema import build_schema
from content_types.solutions.models import Solution

FORBIDDEN = re.compile(
    r"\b(rawValue|draftTitle|owner|lockedBy|goLiveAt|expireAt|latestRevision|password|isStaff|isSuperuser|members|"
    r"evidenceHash|registrations|searchDescription|contentType|fileHash|uploadedByUser)\b"
)


def test_the_committed_schema_is_current() -> None:
    call_command("graphql_schema", "--check")


def test_an_outdated_schema_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(graphql_schema, "TARGET", tmp_path / "schema.graphql")
    with pytest.raises(CommandError, match="make schema"):
        call_command("graphql_schema", "--check")
    call_command("graphql_schema")
    call_command("graphql_schema", "--check")


def test_no_private_column_is_in_the_schema() -> None:
    fields = [
        f"{kind.name}.{name}"
        for kind in build_schema().type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for name in kind.fields
    ]
    assert [field for field in fields if FORBIDDEN.search(field)] == []


def test_every_standard_validation_rule_is_in_force() -> None:
    """Grapple switches one off for the whole process when it is imported."""
    errors = validate(build_schema(), parse("fragment F on Query { __typename } { __typename }"))
    assert [error.message for error in errors] == ["Fragment 'F' is never used."]


def test_a_model_without_a_rule_cannot_be_read() -> None:
    from django.contrib.sessions.models import Session

    gate = access.Gate(viewer=None, site=None)  # type: ignore[arg-type]
    with pytest.raises(access.ImproperlyConfigured, match=r"sessions\.Session has no visibility rule"):
        gate.visible(Session)


def test_a_name_declared_twice_is_refused_naming_both() -> None:
    registry = Registry()
    given = {"model": Solution, "description": "", "orders": {"A": ("title",)}, "default_order": "A"}
    registry.declare(ApiCollection(name="things", **given))
    with pytest.raises(access.ImproperlyConfigured, match="'things' is declared twice"):
        registry.declare(ApiCollection(name="things", **given))
    with pytest.raises(access.ImproperlyConfigured, match="default_order 'B' is not one of its orders"):
        registry.declare(ApiCollection(name="others", **{**given, "default_order": "B"}))
