"""Registrations at the moment at which a page of the event is published, or one of the people is erased."""

from __future__ import annotations

import pytest

from cms.identity.models import User
from cms.identity.privacy import erase_person
from content_types.events import actions, receivers
from content_types.events.models import Event, Registration
from tests.factories.content import make_event, make_language, make_site, make_user
from tests.support.meanwhile import Meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture
def pages() -> list[Event]:
    """An event of one place in two languages, which Ada has, and for which Bob and Carol wait."""
    make_site()
    event = make_event("Meeting", capacity=1)
    german = event.copy_for_translation(make_language("de").locale)
    german.save_revision().publish()
    pages = [Event.objects.get(pk=event.pk), Event.objects.get(pk=german.pk)]
    for number, name in enumerate(("ada", "bob", "carol")):
        register(pages[number % 2], make_user(name))
    return pages


def register(page: Event, user: User) -> Registration:
    return actions.register(page, name=user.username, email=user.email, user=user)


def list_states() -> list[tuple[str, str]]:
    return list(Registration.objects.order_by("pk").values_list("name", "state"))


def test_a_page_is_published_while_somebody_registers(
    pages: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    english, german = pages
    dan = make_user("dan")
    meanwhile = Meanwhile(receivers, "store_occurrences", monkeypatch, lambda: register(english, dan))
    german.capacity = 2
    german.save_revision().publish()
    assert meanwhile.get_result().state == "waitlisted"
    assert [state for _, state in list_states()] == ["confirmed", "waitlisted", "waitlisted", "waitlisted"]


def test_a_page_is_deleted_while_somebody_registers_for_another(
    pages: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    english, german = pages
    dan = make_user("dan")
    meanwhile = Meanwhile(actions, "has_waiting", monkeypatch, lambda: register(english, dan))
    german.delete()
    meanwhile.get_result()
    assert {row.event_id for row in Registration.objects.all()} == {english.pk}
    assert [state for _, state in list_states()] == ["confirmed", "waitlisted", "waitlisted", "waitlisted"]


def test_a_person_who_waits_is_erased_while_a_place_is_given_up(
    pages: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Registration.objects.get(name="ada")
    meanwhile = Meanwhile(actions, "has_waiting", monkeypatch, lambda: actions.cancel(place))
    erase_person(User.objects.get(username="bob"))
    meanwhile.get_result()
    assert list_states() == [("ada", "cancelled"), ("carol", "confirmed")]
