"""Registrations through the API: for people who have signed in, and of their own alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from cms.declarations import Gate, RowOf, ViewerList, declare
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation, KeyOf
from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate
from content_types.events import actions
from content_types.events.choices import RegistrationState
from content_types.events.models import Event, Registration

__all__ = ["register"]

OwnKey = Annotated[int, KeyOf("events.Registration", among=lambda gate: Q(user=gate.viewer.user_id))]


@dataclass(frozen=True)
class OwnRegistration:
    """Your registration for an event, which only you see. event: null when it is no longer public. waitingPosition: 1
    for who gets the next place; null for who does not wait. email: empty for tokens without the scope `email`."""

    id: Annotated[int, KeyOf("events.Registration")]
    event: Annotated[int | None, RowOf("events.Event")]
    name: str
    email: str
    state: RegistrationState
    waiting_position: int | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegisterForEventInput:
    """name: as it stands in the list of participants; your display name when it is left out. The e-mail address is
    that of your account."""

    event: Annotated[int, KeyOf("events.Event")]
    name: str = ""


@dataclass(frozen=True)
class RegisterForEventPayload:
    """The registration: CONFIRMED, or WAITLISTED when the event is full. An e-mail says so, too."""

    registration: OwnRegistration | None


@dataclass(frozen=True)
class CancelRegistrationInput:
    """One of your registrations."""

    id: OwnKey


@dataclass(frozen=True)
class CancelRegistrationPayload:
    """The cancelled registration. Who waits longest has got the place."""

    registration: OwnRegistration | None


def register_for_event(given: RegisterForEventInput, gate: Gate) -> RegisterForEventPayload:
    person: Any = get_user_model().objects.get(pk=gate.viewer.user_id)
    if not person.email:
        raise ValidationError(_("Your account has no e-mail address: add one first."))
    name = given.name or person.display_name
    if not name:
        raise ValidationError({"name": _("Enter your name: your account has no display name.")})
    event = Event.objects.get(pk=given.event)
    made = actions.register(event, name=name, email=person.email, user=person)
    return RegisterForEventPayload(build_registration(select_own(gate).get(pk=made.pk)))


def cancel_registration(given: CancelRegistrationInput, gate: Gate) -> CancelRegistrationPayload:
    cancelled = actions.cancel(Registration.objects.get(pk=given.id))
    return CancelRegistrationPayload(build_registration(select_own(gate).get(pk=cancelled.pk)))


def select_own(gate: Gate) -> QuerySet[Registration]:
    """The viewer's registrations, each with its place on the waiting list, and the address if it may be shown."""
    waiting = Registration.objects.filter(
        event__translation_key=OuterRef("event__translation_key"), state=RegistrationState.WAITLISTED
    ).order_by()
    earlier = Q(created_at__lt=OuterRef("created_at"))
    same = Q(created_at=OuterRef("created_at"), pk__lte=OuterRef("pk"))
    place = (
        waiting.filter(earlier | same)
        .values("event__translation_key")
        .annotate(place=Count("pk"))
        .values("place")
    )
    own = Registration.objects.filter(user=gate.viewer.user_id)
    shown = F("email") if gate.viewer.shares_email else Value("")
    return own.annotate(waiting_position=Subquery(place, output_field=IntegerField()), shown_email=shown)


def build_registration(row: Any) -> OwnRegistration:
    waits = row.state == RegistrationState.WAITLISTED
    return OwnRegistration(
        id=row.pk, event=row.event_id, name=row.name, email=row.shown_email, state=RegistrationState(row.state),
        waiting_position=row.waiting_position if waits else None, created_at=row.created_at,
    )  # fmt: skip


def register() -> None:
    declare_rates(
        __name__, {"registrations": Rate(30, 3600, "Registrations for events, and their cancellation.")}
    )
    common: Any = {"permission": SIGNED_IN, "cost": 50, "bucket": "registrations"}
    declare(
        GraphQLMutation(
            name="registerForEvent", input=RegisterForEventInput, type=RegisterForEventPayload,
            perform=register_for_event, description="Register for an event, or for its waiting list.", **common,
        ),
        GraphQLMutation(
            name="cancelRegistration", input=CancelRegistrationInput, type=CancelRegistrationPayload,
            perform=cancel_registration, description="Cancel one of your registrations.", **common,
        ),
        ViewerList(
            "registrations", OwnRegistration, Registration, select_own, build_registration, ("-created_at",),
            "Your registrations for events, the newest first.",
        ),
    )  # fmt: skip
