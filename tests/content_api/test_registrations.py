"""Registering for events through the API: places, the waiting list, e-mails, refusals, and many at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from graphql_relay import to_global_id

from cms.identity.privacy import erase_person
from content_types.events.actions import fill_places
from content_types.events.choices import EventStatus
from content_types.events.models import Event, Registration
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_event, make_language, make_site, make_user

REGISTER = """mutation($input: RegisterForEventInput!) { registerForEvent(input: $input) {
  registration { id state name email waitingPosition event { title } } errors { code field } } }"""
CANCEL = """mutation($input: CancelRegistrationInput!) { cancelRegistration(input: $input) {
  registration { state } errors { code field } } }"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Any:
    make_site()
    return make_event("Meeting", capacity=1)


def sign_in(name: str, **fields: Any) -> Client:
    client = Client()
    client.force_login(make_user(name, display_name=name.title(), **fields))
    return client


def register(client: Client, event: Any, **given: Any) -> dict[str, Any]:
    given["event"] = to_global_id("Event", event.pk)
    payload: dict[str, Any] = ask(client, REGISTER, input=given)["registerForEvent"]
    return payload


def cancel(client: Client, registration: dict[str, Any]) -> dict[str, Any]:
    payload: dict[str, Any] = ask(client, CANCEL, input={"id": registration["id"]})["cancelRegistration"]
    return payload


def list_states() -> list[tuple[str, str]]:
    return list(Registration.objects.order_by("pk").values_list("name", "state"))


def test_the_first_gets_the_place_and_the_next_one_waits(
    event: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = register(sign_in("ada"), event)
        second = register(sign_in("bob"), event, name="Robert")
    assert first["errors"] == second["errors"] == []
    assert first["registration"]["state"] == "CONFIRMED" and first["registration"]["waitingPosition"] is None
    assert first["registration"]["event"] == {"title": "Meeting"}
    assert (second["registration"]["state"], second["registration"]["waitingPosition"]) == ("WAITLISTED", 1)
    assert list_states() == [("Ada", "confirmed"), ("Robert", "waitlisted")]
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["ada@example.com"], "Your place at Meeting"),
        (["bob@example.com"], "You are on the waiting list of Meeting"),
    ]
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("event.ics", "text/calendar") and "SUMMARY:Meeting" in content
    assert mail.outbox[1].attachments == []


def test_who_waits_longest_gets_a_cancelled_place(
    event: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ada = sign_in("ada")
    place = register(ada, event)["registration"]
    register(sign_in("bob"), event)
    last = sign_in("carol")
    register(last, event)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert cancel(ada, place) == {"registration": {"state": "CANCELLED"}, "errors": []}
    assert list_states() == [("Ada", "cancelled"), ("Bob", "confirmed"), ("Carol", "waitlisted")]
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["bob@example.com"], "There is a place for you at Meeting")
    ]
    own = ask(last, "{ viewer { registrations { nodes { waitingPosition } } } }")
    assert own["viewer"]["registrations"]["nodes"] == [{"waitingPosition": 1}]
    assert cancel(ada, place)["errors"] == [{"code": "CONFLICT", "field": None}]


def test_more_places_go_to_those_who_wait(event: Any) -> None:
    for name in ("ada", "bob", "carol"):
        register(sign_in(name), event)
    event.refresh_from_db()
    event.capacity = 2
    event.save()
    assert [state for _, state in list_states()] == ["confirmed", "confirmed", "waitlisted"]


def test_the_place_of_an_erased_person_goes_to_who_waits(event: Any) -> None:
    register(sign_in("ada"), event)
    register(sign_in("bob"), event)
    erase_person(Registration.objects.get(name="Ada").user)
    assert list_states() == [("Bob", "confirmed")]


@pytest.mark.parametrize(
    "change",
    [
        {"status": EventStatus.CANCELLED},
        {"live": False},
        {"final_end_at": datetime.now(UTC) - timedelta(days=1)},
    ],
)
def test_nobody_moves_up_for_what_does_not_take_place(event: Any, change: dict[str, Any]) -> None:
    for name in ("ada", "bob"):
        register(sign_in(name), event)
    kept = {name: getattr(event, name) for name in change}
    Event.objects.filter(pk=event.pk).update(capacity=9, **change)
    event.refresh_from_db()
    sent = len(mail.outbox)
    fill_places(event)
    erase_person(Registration.objects.get(name="Ada").user)
    assert list_states() == [("Bob", "waitlisted")] and len(mail.outbox) == sent
    Event.objects.filter(pk=event.pk).update(**kept)
    fill_places(event)
    assert list_states() == [("Bob", "confirmed")]


def test_after_a_cancellation_one_may_register_again(event: Any) -> None:
    ada = sign_in("ada")
    cancel(ada, register(ada, event)["registration"])
    assert register(ada, event)["registration"]["state"] == "CONFIRMED"


CLOSED: dict[str, dict[str, Any]] = {
    "cancelled": {"status": EventStatus.CANCELLED},
    "not open yet": {"registration_opens_at": datetime.now(UTC) + timedelta(days=1)},
    "closed": {"registration_closes_at": datetime.now(UTC) - timedelta(days=1)},
    "over": {"final_end_at": datetime.now(UTC) - timedelta(days=1)},
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_registration_gives_no_place(event: Any, name: str) -> None:
    Event.objects.filter(pk=event.pk).update(**CLOSED[name])
    assert register(sign_in("ada"), event) == {
        "registration": None, "errors": [{"code": "CONFLICT", "field": None}],
    }  # fmt: skip
    assert list_states() == [] and mail.outbox == []


def test_a_hidden_event_is_not_found(event: Any) -> None:
    Event.objects.filter(pk=event.pk).update(live=False)
    assert register(sign_in("ada"), event)["errors"] == [{"code": "NOT_FOUND", "field": "event"}]


def test_a_person_registers_once(event: Any) -> None:
    ada = sign_in("ada")
    register(ada, event)
    assert register(ada, event)["errors"] == [{"code": "CONFLICT", "field": None}]
    assert len(list_states()) == 1


def test_another_persons_registration_is_not_found(event: Any) -> None:
    place = register(sign_in("ada"), event)["registration"]
    assert cancel(sign_in("eve"), place)["errors"] == [{"code": "NOT_FOUND", "field": "id"}]
    assert list_states() == [("Ada", "confirmed")]


@pytest.mark.parametrize("name", ["x" * 121, "a\x00", "a\nb"])
def test_a_wrong_name_is_refused_at_its_field(event: Any, name: str) -> None:
    assert register(sign_in("ada"), event, name=name)["errors"] == [
        {"code": "BAD_USER_INPUT", "field": "name"}
    ]
    assert list_states() == []


def test_an_account_without_an_address_cannot_register(event: Any) -> None:
    assert register(sign_in("ada", email=""), event)["errors"] == [{"code": "BAD_USER_INPUT", "field": None}]


def test_the_address_cannot_be_chosen(event: Any) -> None:
    given = {"event": to_global_id("Event", event.pk), "email": "eve@example.com"}
    assert codes(post(sign_in("ada"), REGISTER, input=given)) == ["BAD_USER_INPUT"]


def test_anonymous_callers_are_refused(event: Any) -> None:
    assert register(Client(), event)["errors"] == [{"code": "UNAUTHENTICATED", "field": None}]


def translate(event: Any, **changes: Any) -> Any:
    page = event.copy_for_translation(make_language("de").locale)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return Event.objects.get(pk=page.pk)


def test_the_languages_of_an_event_share_its_places(event: Any) -> None:
    german, other = translate(event), make_event("Other", capacity=1)
    ada, bob, carol = sign_in("ada"), sign_in("bob"), sign_in("carol")
    place = register(ada, event)["registration"]
    assert register(bob, german)["registration"]["waitingPosition"] == 1
    assert register(carol, event)["registration"]["waitingPosition"] == 2
    assert register(carol, other)["registration"]["state"] == "CONFIRMED"
    for page in (event, german):
        assert register(ada, page)["errors"] == [{"code": "CONFLICT", "field": None}]
    cancel(ada, place)
    assert list_states() == [
        ("Ada", "cancelled"), ("Bob", "confirmed"), ("Carol", "waitlisted"), ("Carol", "confirmed"),
    ]  # fmt: skip


@pytest.mark.parametrize("capacity", [None, 9])
def test_the_smallest_capacity_of_the_public_languages_counts(event: Any, capacity: int | None) -> None:
    german = translate(event, capacity=capacity)
    register(sign_in("ada"), german)
    assert register(sign_in("bob"), german)["registration"]["state"] == "WAITLISTED"
    Event.objects.filter(pk=event.pk).update(live=False)
    fill_places(german)
    assert list_states() == [("Ada", "confirmed"), ("Bob", "confirmed")]


def test_no_one_moves_up_on_a_page_that_is_not_public(event: Any) -> None:
    german = translate(event)
    place = register(sign_in("ada"), german)["registration"]
    for name, page in (("bob", event), ("carol", german)):
        register(sign_in(name), page)
    Event.objects.filter(pk=event.pk).update(live=False)
    owner = Client()
    owner.force_login(Registration.objects.get(name="Ada").user)
    cancel(owner, place)
    assert list_states() == [("Ada", "cancelled"), ("Bob", "waitlisted"), ("Carol", "confirmed")]


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_the_capacity() -> None:
    """Ten people for three places in two languages, then two of those leave while two more come."""
    make_site()
    event = make_event("Meeting", capacity=3)
    pages = [event, translate(event)]
    clients = [sign_in(f"user{number}") for number in range(12)]

    def run(task: Any) -> dict[str, Any]:
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        first = [lambda n=n: register(clients[n], pages[n % 2]) for n in range(10)]
        made = list(threads.map(run, first))
        states = Counter(each["registration"]["state"] for each in made)
        assert states == {"CONFIRMED": 3, "WAITLISTED": 7}
        placed = [n for n, each in enumerate(made) if each["registration"]["state"] == "CONFIRMED"][:2]
        leaving = [lambda n=n: cancel(clients[n], made[n]["registration"]) for n in placed]
        coming = [lambda n=n: register(clients[n], pages[n % 2]) for n in (10, 11)]
        after = list(threads.map(run, [leaving[0], coming[0], leaving[1], coming[1]]))
    assert all(each["errors"] == [] for each in after)
    assert Counter(state for _, state in list_states()) == {"confirmed": 3, "waitlisted": 7, "cancelled": 2}


def test_a_person_registers_once_whatever_their_address_is(event: Any) -> None:
    german, ada = translate(event, capacity=None), sign_in("ada")
    register(ada, event)
    Registration.objects.get().user.__class__.objects.filter(username="ada").update(email="new@example.com")
    for page in (event, german):
        assert register(ada, page)["errors"] == [{"code": "CONFLICT", "field": None}]
    assert list_states() == [("Ada", "confirmed")]


def test_a_deleted_translation_leaves_its_people_their_places(event: Any) -> None:
    german = translate(event)
    place = register(sign_in("ada"), german)["registration"]
    bob = sign_in("bob")
    register(bob, german)
    register(sign_in("carol"), event)
    german.delete()
    assert list_states() == [("Ada", "confirmed"), ("Bob", "waitlisted"), ("Carol", "waitlisted")]
    assert set(Registration.objects.values_list("event", flat=True)) == {event.pk}
    own = ask(bob, "{ viewer { registrations { nodes { waitingPosition event { title } } } } }")
    assert own["viewer"]["registrations"]["nodes"] == [{"waitingPosition": 1, "event": {"title": "Meeting"}}]
    owner = Client()
    owner.force_login(Registration.objects.get(name="Ada").user)
    assert cancel(owner, place)["errors"] == []
    assert list_states()[1] == ("Bob", "confirmed")


def test_the_capacity_of_a_deleted_translation_counts_no_more(event: Any) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=9)
    german = translate(event, capacity=1)
    for name in ("ada", "bob"):
        register(sign_in(name), event)
    german.delete()
    assert list_states() == [("Ada", "confirmed"), ("Bob", "confirmed")]


def test_all_pages_of_an_event_take_its_registrations_with_them(event: Any) -> None:
    german, other = translate(event), make_event("Other")
    ada = sign_in("ada")
    for page in (german, other):
        register(ada, page)
    Event.objects.filter(pk__in=(event.pk, german.pk)).delete()
    assert list(Registration.objects.values_list("event", flat=True)) == [other.pk]


def test_no_mail_tells_of_a_place_that_was_given_up(
    event: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ada, bob = sign_in("ada"), sign_in("bob")
    with django_capture_on_commit_callbacks(execute=True):
        place = register(ada, event)["registration"]
        register(bob, event)
        cancel(ada, place)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["bob@example.com"], "There is a place for you at Meeting")
    ]
