"""The verbs of registration: one place for admin, API and commands.

Pages that are translations of each other are one event: its places are shared, and a person registers once. Each verb
locks the rows of all of them first, so that calls at once wait for each other and never give out a place twice. So does
whatever changes, deletes or imports one of these pages, or erases a registration: two that lock them in different
orders would wait for each other for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.lines import clean_line
from cms.identity.models import User
from cms.plugins.api.errors import Conflict
from content_types.events import mails
from content_types.events.choices import EventStatus, RegistrationState
from content_types.events.models import Event, Registration

__all__ = ["cancel", "fill_all_places", "fill_places", "lock_events", "register"]

logger = structlog.get_logger(__name__)


@transaction.atomic
def register(event: Event, *, name: str, email: str, user: User | None = None) -> Registration:
    """Give a place, or one on the waiting list when the event is full.

    ValidationError for a wrong name or address; Conflict when registration is not open, or the person or the address
    has a live registration already.
    """
    pages = lock_pages(event)
    locked = pages[event.pk]
    new = Registration(event=locked, name=clean_line("name", name), email=email, user=user)
    new.full_clean(exclude=["event", "user"], validate_unique=False, validate_constraints=False)
    refuse_unless_open(locked)
    live = Registration.objects.filter(event__in=pages).exclude(state=RegistrationState.CANCELLED)
    if user is not None and live.filter(user=user).exists():
        raise Conflict(_("You are registered already."))
    if live.filter(email__iexact=new.email).exists():
        raise Conflict(_("This address is registered already."))
    fill_places(locked)  # who waits comes first where places were added
    new.state = RegistrationState.WAITLISTED if count_free(pages) == 0 else RegistrationState.CONFIRMED
    new.save(force_insert=True)
    logger.info("event_registered", page=locked.pk, registration=new.pk, state=new.state)
    tell(new, new.state)
    return new


@transaction.atomic
def cancel(registration: Registration) -> Registration:
    """Give the place up; who waits longest moves up. Conflict for one that was cancelled already."""
    event = registration.event
    lock_pages(event)
    current = Registration.objects.get(pk=registration.pk)
    if current.state == RegistrationState.CANCELLED:
        raise Conflict(_("This registration was cancelled already."))
    current.state = RegistrationState.CANCELLED
    current.save(update_fields=["state"])
    logger.info("event_registration_cancelled", page=event.pk, registration=current.pk)
    fill_places(event)
    return current


@transaction.atomic
def fill_places(event: Event) -> list[Registration]:
    """Confirm those who wait, the longest first, as far as there are places; who moved up. They get an e-mail. No one
    moves up on a page that is cancelled or not public, or once the event is over."""
    if not has_waiting(event):
        return []
    pages = lock_pages(event)
    taking_place = [key for key, page in pages.items() if takes_place(page)]
    waiting = Registration.objects.filter(event__in=taking_place, state=RegistrationState.WAITLISTED)
    moving = list(waiting.order_by("created_at", "pk")[: count_free(pages)])
    for each in moving:
        each.state = RegistrationState.CONFIRMED
        each.save(update_fields=["state"])
        logger.info("event_place_filled", page=each.event_id, registration=each.pk)
        tell(each, "moved_up")
    return moving


def lock_pages(event: Event) -> dict[int, Event]:
    """The pages of an event in all languages by their keys, always locked in the same order."""
    return lock_events([event.translation_key])


def lock_events(translations: Collection[UUID]) -> dict[int, Event]:
    """The same of several events, by their translation keys."""
    pages = Event.objects.select_for_update(of=("self",)).filter(translation_key__in=translations)
    return {page.pk: page for page in pages.defer("body").order_by("pk")}


def fill_all_places(events: Iterable[Event]) -> None:
    """`fill_places` of those events where somebody waits."""
    pages = {event.translation_key: event for event in events}
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED)
    found = waiting.filter(event__translation_key__in=pages).values_list("event__translation_key", flat=True)
    for key in sorted(set(found)):
        fill_places(pages[key])


def takes_place(event: Event) -> bool:
    is_over = event.final_end_at is not None and timezone.now() >= event.final_end_at
    return bool(event.live) and event.status != EventStatus.CANCELLED and not is_over


def has_waiting(event: Event) -> bool:
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED)
    return waiting.filter(event__translation_key=event.translation_key).exists()


def count_free(pages: Mapping[int, Event]) -> int | None:
    """The places that are left of an event; None without a limit. The smallest capacity of its public pages counts."""
    limits = [page.capacity for page in pages.values() if page.live and page.capacity is not None]
    if not limits:
        return None
    taken = Registration.objects.filter(event__in=pages, state=RegistrationState.CONFIRMED).count()
    return max(0, min(limits) - taken)


def tell(registration: Registration, what: str) -> None:
    transaction.on_commit(partial(mails.tell_participant.enqueue, registration.pk, str(what)))


def refuse_unless_open(event: Event) -> None:
    """Conflict with the reason why registration is closed."""
    now = timezone.now()
    if event.status == EventStatus.CANCELLED or not event.live:
        raise Conflict(_("This event does not take place."))
    if event.registration_opens_at and now < event.registration_opens_at:
        raise Conflict(_("Registration has not opened yet."))
    if event.registration_closes_at and now > event.registration_closes_at:
        raise Conflict(_("Registration is closed."))
    if event.final_end_at and now >= event.final_end_at:
        raise Conflict(_("This event is over."))
