"""The schema as a file under review, and what must never stand in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from graphql import GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument, parse, validate

from cms.declarations import ApiCollection, Facet, Filter, Registry, Viewer, registry
from content_api.access import gate as access
from content_api.management.commands import graphql_schema
from content_api.schema.build import build_schema
from content_types.pages.models import StandardPage
from content_types.solutions.models import Solution
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_site, make_standard_page

FORBIDDEN = re.compile(
    r"\b(rawValue|draftTitle|owner|lockedBy|goLiveAt|expireAt|latestRevision|password|isStaff|isSuperuser|members|"
    r"evidenceHash|registrations|searchDescription|contentType|fileHash|uploadedByUser)\b"
)


def test_the_committed_schema_is_current() -> None:
    call_command("graphql_schema", "--check")


def test_an_outdated_schema_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert [field for field in fields if FORBIDDEN.search(field)] == ["Viewer.registrations"]


def test_every_standard_validation_rule_is_in_force() -> None:
    """Grapple switches one off for the whole process when it is imported."""
    errors = validate(build_schema(), parse("fragment F on Query { __typename } { __typename }"))
    assert [error.message for error in errors] == ["Fragment 'F' is never used."]


def test_a_model_without_a_rule_cannot_be_read() -> None:
    from django.contrib.sessions.models import Session

    viewer = Viewer(timezone.now())
    gate = access.Gate(viewer=viewer, site=None, structure=Mock(locales={}))  # type: ignore[arg-type]
    with pytest.raises(ImproperlyConfigured, match=r"sessions\.Session has no visibility rule"):
        gate.visible(Session)


def test_a_name_declared_twice_is_refused_naming_both() -> None:
    own = Registry()
    given: dict[str, Any] = {
        "model": Solution,
        "description": "",
        "orders": {"A": ("title",)},
        "default_order": "A",
    }
    own.declare(ApiCollection(name="things", **given))
    with pytest.raises(ImproperlyConfigured, match="'things' is declared twice"):
        own.declare(ApiCollection(name="things", **given))
    with pytest.raises(ImproperlyConfigured, match="default_order 'B' is not one of its orders"):
        own.declare(ApiCollection(name="others", **{**given, "default_order": "B"}))


def test_a_facet_without_a_filter_stops_the_start() -> None:
    own, facet = Registry(), Facet(label="Colour", path="status")
    given: dict[str, Any] = {
        "name": "things", "model": Solution, "description": "", "orders": {"A": ("title",)}, "default_order": "A",
    }  # fmt: skip
    with pytest.raises(
        ImproperlyConfigured, match="Collection 'things': no filter takes the values of colour"
    ):
        own.declare(ApiCollection(**given, facets={"colour": facet}))
    assert own.collections == {}
    own.declare(ApiCollection(**given))
    with pytest.raises(ImproperlyConfigured, match="Name each facet after its filter"):
        own.extend("things", facets={"colour": facet})
    assert own.collections["things"].facets == {}
    colour = Filter("colour", str, "This colour.")
    own.extend("things", filters={"colour": colour}, facets={"colour": facet})
    assert own.collections["things"].facets == {"colour": facet}


@pytest.mark.django_db
def test_a_kinds_own_rule_holds_for_plain_pages_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is no more visible as a child, parent or node than it is in its own collection."""
    make_site()
    make_standard_page("Open")
    make_standard_page("Closed")
    monkeypatch.setitem(registry.visibility, StandardPage, lambda gate: ~Q(slug="closed"))
    query = '{ page(path: "/") { children { totalCount nodes { title } } } closed: page(path: "/closed/") { title } }'
    children = ask(client, query)
    assert "Closed" not in str(children) and children["page"]["children"]["totalCount"] == 4
    assert children["closed"] is None


@pytest.mark.django_db
def test_every_argument_that_may_be_null_may_be_null(client: Client) -> None:
    """An explicit null is the same as leaving the argument out; nothing of ours falls over it."""
    make_site()
    query = build_schema().query_type
    assert query is not None
    fields = query.fields
    needed = {
        "String": '"hub"',
        "ID": '"hub"',
        "[String!]": '["hub"]',
        "Date": '"2027-01-01"',
        "CalendarUnit": "DAY",
        "SearchKind": "SOLUTION",
    }
    for name, field in fields.items():
        given = {
            each: needed[str(argument.type.of_type)] if is_required_argument(argument) else "null"
            for each, argument in field.args.items()
        }
        arguments = ", ".join(f"{each}: {value}" for each, value in given.items())
        inner = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
        answer = post(client, f"{{ {name}{f'({arguments})' if given else ''}{inner} }}")
        assert set(codes(answer)) <= {"BAD_USER_INPUT", "UNAUTHENTICATED"}, (name, answer)
