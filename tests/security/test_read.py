"""Attempts to read private data: by private columns, ids of other types, forged cursors, odd addresses.

What the roots, relations and arguments of the schema show is tested with planted words in tests/content_api/test_leaks.py,
files of private collections in test_files.py, and what is left behind elsewhere in test_traces.py.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType
from graphql_relay import to_global_id

from cms.identity.models import User
from content_api.model import cursors
from content_api.model.ids import global_id
from content_api.schema.build import build_schema
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_image, make_review, make_site, make_solution, make_user, make_vendor
from tests.security.test_traces import addresses

pytestmark = pytest.mark.django_db
INVALID, INPUT = "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"
PRIVATE = re.compile(
    r"passw|secret|token|hash|e_?mail|owner|username|last_?login|is_?(staff|superuser|active)|permission|revision"
    r"|draft|^live$|go_?live|expire|collection_?path|first_?name|last_?name",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


COLUMNS = (
    "owner__password", "owner", "password", "author__email", "live", "has_unpublished_changes", "pk", "id__gt",
    "vendor__members__email", "reviews__author__password__startswith", "latest_revision__content__icontains",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_that_are_not_offered(client: Client, column: str) -> None:
    documents = [
        f'{{ solutions(filter: {{{column}: "x"}}) {{ totalCount }} }}',
        f'{{ reviews(filter: {{{column}: ["x"]}}) {{ totalCount }} }}',
        f'{{ search(query: "a", filter: {{{column}: "x"}}) {{ totalCount }} }}',
        f"{{ solutions(orderBy: [{column}]) {{ totalCount }} }}",
        f"{{ solutions(orderBy: [{column.upper()}_ASC]) {{ totalCount }} }}",
        f'{{ solutions({column}: "x") {{ totalCount }} }}',
        f"{{ solutions {{ nodes {{ {column} }} }} }}",
    ]
    with CaptureQueriesContext(connection) as asked:
        for document in documents:
            assert set(codes(post(client, document))) == {INVALID}, document
        by_variable = "query($f: SolutionFilter, $o: [SolutionOrder!]) { solutions(filter: $f, orderBy: $o) { totalCount } }"
        for variables in ({"f": {column: "x"}}, {"o": [column]}):
            assert codes(post(client, by_variable, **variables)) == [INPUT]
    assert len(asked) == 0


def test_the_schema_names_nothing_private() -> None:
    """But for what the caller reads of itself, and an organisation's own address."""
    named = set()
    for kind in build_schema().type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            named |= {(kind.name, name) for name in kind.fields if PRIVATE.search(name)}
        elif isinstance(kind, GraphQLEnumType) and kind.name.endswith("Order"):
            named |= {(kind.name, name) for name in kind.values if PRIVATE.search(name)}
    named = {each for each in named if not each[0].startswith("__")}
    own = {
        ("Viewer", "email"),
        ("Viewer", "permissions"),
        ("OwnRegistration", "email"),
        ("OwnClaim", "expiresAt"),
    }
    assert named == {*own, ("SiteSettings", "contactEmail")}


def test_ids_of_other_types_are_of_nothing(client: Client) -> None:
    solution, vendor = make_solution("Whisper"), make_vendor("Open")
    review, user = make_review(solution), make_user("ada")
    for kind, row in (("Vendor", solution), ("Solution", vendor), ("Review", solution), ("Event", solution)):
        data = ask(
            client, "query($id: ID!) { node(id: $id) { id } }", id=to_global_id(kind, str(row.pk + 1000))
        )
        assert data == {"node": None}
    for row in (user, Group.objects.create(name="x"), make_image(), review.author):
        assert ask(client, "query($id: ID!) { node(id: $id) { id } }", id=global_id(row)) == {"node": None}
    one = "query($id: ID!) { solution(id: $id) { id } vendor(id: $id) { id } page(id: $id) { id } category(id: $id) { id } }"
    assert ask(client, one, id=global_id(vendor)) == {
        "solution": None, "vendor": {"id": global_id(vendor)}, "page": None, "category": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "x", "U29sdXRpb24=", "U29sdXRpb246", to_global_id("Solution", "-1"), to_global_id("Solution", "1 OR 1=1"),
     to_global_id("Solution", "٣"), to_global_id("Solution", "9" * 30), to_global_id("", "1"), "%00", "a" * 5000],
)  # fmt: skip
def test_what_is_no_id(client: Client, text: str) -> None:
    assert codes(post(client, "query($id: ID!) { node(id: $id) { id } }", id=text)) == [INPUT]


def forge_cursors() -> dict[str, str]:
    """Forged cursors for `solutions` in the order TITLE_ASC."""
    place = ["a", 1]
    true = cursors.encode("solutions:title,pk", place)
    payload, signature = true.split(":")
    return {
        "another signature": f"{payload}:{signature[::-1]}",
        "another payload": f"{payload[:-2]}AA:{signature}",
        "another salt": signing.Signer(salt="other").sign_object(["solutions:title,pk", place]),
        "another key": signing.Signer(key="guessed", salt=cursors.SALT).sign_object(
            ["solutions:title,pk", place]
        ),
        "with a time": signing.dumps(["solutions:title,pk", place], salt=cursors.SALT),
        "another order": cursors.encode("solutions:-popularity,pk", place),
        "another list": cursors.encode("vendors:title,pk", place),
        "no signature": payload,
        "SQL": "' OR 1=1 --",
        "too long": true + "x" * 5000,
        "not ASCII": "ü",
    }


@pytest.mark.parametrize("name", forge_cursors())
@pytest.mark.parametrize("argument", ["after", "before"])
def test_forged_cursors(client: Client, name: str, argument: str) -> None:
    query = f"query($c: String) {{ solutions(orderBy: [TITLE_ASC], {argument}: $c) {{ nodes {{ title }} }} }}"
    answer = post(client, query, c=forge_cursors()[name])
    assert codes(answer) == [INPUT] and answer["data"] is None


def test_a_cursor_that_was_given_is_taken(client: Client) -> None:
    """Or the refusals above would mean nothing."""
    for title in ("A", "B"):
        make_solution(title)
    first = ask(client, "{ solutions(orderBy: [TITLE_ASC], first: 1) { pageInfo { endCursor } } }")
    query = "query($c: String) { solutions(orderBy: [TITLE_ASC], after: $c) { nodes { title } } }"
    found = ask(client, query, c=first["solutions"]["pageInfo"]["endCursor"])
    assert found == {"solutions": {"nodes": [{"title": "B"}]}}


def test_unknown_parameters_change_nothing(client: Client) -> None:
    """At any address without parameters: the bytes are the same, or the parameters are refused."""
    for address in sorted(addresses(get_resolver().url_patterns)):
        plain = client.get(address)
        for query in (
            "draft=1&fields=*&include=owner",
            "_format=json&expand=owner__password",
            "limit=100000",
        ):
            odd = client.get(f"{address}?{query}")
            assert odd.status_code == 400 or (odd.status_code, body(odd)) == (
                plain.status_code,
                body(plain),
            ), address


def body(response: Any) -> bytes:
    """What was answered, but for tokens against forged requests, which are others each time."""
    return re.sub(rb"\b[A-Za-z0-9]{64}\b", b"", response.getvalue())


def test_no_user_is_found_by_what_is_private_of_it(client: Client) -> None:
    User.objects.create_user("ada", "ada@example.com", display_name="Ada Lovelace")
    for text in ("ada@example.com", "ada", "Lovelace"):
        query = "query($q: String!) { search(query: $q) { totalCount } suggest(query: $q) { text } }"
        assert ask(client, query, q=text) == {"search": {"totalCount": 0}, "suggest": []}
