"""`viewer`: what a person reads of their own account, and that no other caller reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from graphql_relay import to_global_id

from cms.identity.api_keys import KeyLimits, create_key
from content_types.events.models import Event, Registration
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_event, make_review, make_site, make_solution, make_user

pytestmark = pytest.mark.django_db
VIEWER = "{ viewer { id displayName email groups permissions } }"
LIST = """query($first: Int, $after: String) { viewer { registrations(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id name email state waitingPosition event { title } } } } }"""


@pytest.fixture
def person(client: Client) -> Any:
    make_site()
    user = make_user("ada", groups=("Moderator",), display_name="Ada")
    client.force_login(user)
    return user


def add_registrations(user: Any, count: int, **fields: Any) -> list[Registration]:
    return [
        Registration.objects.create(event=make_event(), user=user, name="Ada", email=user.email, **fields)
        for _ in range(count)
    ]


def test_a_person_reads_their_account(client: Client, person: Any) -> None:
    found = ask(client, VIEWER)["viewer"]
    assert found == {
        "id": to_global_id("Viewer", person.pk), "displayName": "Ada", "email": "ada@example.com",
        "groups": ["Moderator"], "permissions": sorted(person.get_all_permissions()),
    }  # fmt: skip
    assert "reviews.change_review" in found["permissions"]


def test_the_id_of_an_account_is_no_node(client: Client, person: Any) -> None:
    assert ask(client, '{ node(id: "%s") { id } }' % to_global_id("Viewer", person.pk)) == {"node": None}


def test_registrations_are_those_of_the_person_alone(client: Client, person: Any) -> None:
    other = make_user("other")
    mine = add_registrations(person, 1)[0]
    add_registrations(other, 2)
    Registration.objects.create(event=mine.event, name="Ada", email="ada+2@example.com")
    found = ask(client, LIST)["viewer"]["registrations"]
    assert found["totalCount"] == 1
    assert found["nodes"] == [
        {
            "id": to_global_id("Registration", mine.pk), "name": "Ada", "email": "ada@example.com",
            "state": "CONFIRMED", "waitingPosition": None, "event": {"title": mine.event.title},
        }
    ]  # fmt: skip


def test_authors_read_their_reviews_in_every_state(client: Client, person: Any) -> None:
    solution, hidden = make_solution("Whisper"), make_solution("Canary", live=False)
    make_review(solution, author=person, state="pending", title="Mine")
    make_review(hidden, author=person, title="Hidden")
    make_review(solution, title="Not mine")
    found = ask(client, "{ viewer { reviews { totalCount nodes { title state solution { title } } } } }")
    assert found["viewer"]["reviews"] == {
        "totalCount": 2,
        "nodes": [
            {"title": "Hidden", "state": "PUBLISHED", "solution": None},
            {"title": "Mine", "state": "PENDING", "solution": {"title": "Whisper"}},
        ],
    }


def test_a_page_follows_another(client: Client, person: Any) -> None:
    rows = add_registrations(person, 3)
    first = ask(client, LIST, first=2)["viewer"]["registrations"]
    rest = ask(client, LIST, first=2, after=first["pageInfo"]["endCursor"])["viewer"]["registrations"]
    assert first["pageInfo"]["hasNextPage"] and not rest["pageInfo"]["hasNextPage"]
    keys = [node["id"] for node in [*first["nodes"], *rest["nodes"]]]
    assert keys == [to_global_id("Registration", row.pk) for row in reversed(rows)]


@pytest.mark.parametrize("cursor", ["x", "AAAA"])
def test_a_forged_cursor_is_rejected(client: Client, person: Any, cursor: str) -> None:
    assert codes(post(client, LIST, after=cursor)) == ["BAD_USER_INPUT"]


def test_an_event_that_is_no_longer_public_is_not_shown(client: Client, person: Any) -> None:
    row = add_registrations(person, 1)[0]
    Event.objects.filter(pk=row.event_id).update(live=False, title="canary")
    found = ask(client, LIST)["viewer"]["registrations"]
    assert found["nodes"][0]["event"] is None and "canary" not in str(found)


def test_the_number_of_statements_does_not_grow(client: Client, person: Any) -> None:
    """Session, account, groups; the account again with its names; the site; a page, its length, and the events."""
    counts = []
    for added in (1, 7):
        add_registrations(person, added)
        ask(client, LIST)  # pages were added, so the structure of the site is read again
        counts.append(len(statements(client, LIST)))
    assert counts == [8, 8]


def test_no_cache_keeps_it(client: Client, person: Any) -> None:
    answer = client.post("/graphql", {"query": VIEWER}, content_type="application/json")
    assert answer["Cache-Control"] == "private, no-store" and not answer.has_header("ETag")


def test_it_is_null_for_anonymous_callers_and_keys(client: Client, person: Any) -> None:
    assert ask(Client(), VIEWER) == {"viewer": None}
    _row, secret = create_key("nightly", person, KeyLimits())
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post("/graphql", {"query": VIEWER}, content_type="application/json", headers=headers)
    assert answer.json()["data"] == {"viewer": None}
