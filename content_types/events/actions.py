"""The verbs of registration: one place for admin, API and commands."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content_types.events.choices import EventStatus, RegistrationState
from content_types.events.models import Event, Registration


@transaction.atomic
def register(event: Event, *, name: str, email: str, user: object | None = None) -> Registration:
    """Give a place, or one on the waiting list when the event is full.

    The event's row is locked, so that two calls at once cannot take the same last place. ValidationError when
    registration is not open or the address has a live registration already.
    """
    locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    refuse_unless_open(locked)
    live = Registration.objects.filter(event=locked).exclude(state=RegistrationState.CANCELLED)
    if live.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This address is registered already.")})
    taken = live.filter(state=RegistrationState.CONFIRMED).count()
    full = locked.capacity is not None and taken >= locked.capacity
    state = RegistrationState.WAITLISTED if full else RegistrationState.CONFIRMED
    return Registration.objects.create(event=locked, name=name, email=email, user=user, state=state)


@transaction.atomic
def cancel(registration: Registration) -> Registration | None:
    """Give the place up; the registration that moves up from the waiting list, if any."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    registration.state = RegistrationState.CANCELLED
    registration.save(update_fields=["state"])
    confirmed = event.registrations.filter(state=RegistrationState.CONFIRMED).count()
    waiting = event.registrations.filter(state=RegistrationState.WAITLISTED).first()
    if waiting is None or (event.capacity is not None and confirmed >= event.capacity):
        return None
    waiting.state = RegistrationState.CONFIRMED
    waiting.save(update_fields=["state"])
    return waiting


def refuse_unless_open(event: Event) -> None:
    """ValidationError with the reason why registration is closed."""
    now = timezone.now()
    if event.status == EventStatus.CANCELLED or not event.live:
        raise ValidationError(_("This event does not take place."))
    if event.registration_opens_at and now < event.registration_opens_at:
        raise ValidationError(_("Registration has not opened yet."))
    if event.registration_closes_at and now > event.registration_closes_at:
        raise ValidationError(_("Registration is closed."))
    if event.final_end_at and now >= event.final_end_at:
        raise ValidationError(_("This event is over."))
