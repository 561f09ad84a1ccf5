"""E-mail to people who registered for an event, with the event as a calendar file; sent in the background."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from content_types.events.choices import RegistrationState
from content_types.events.ics import build_calendar, build_components
from content_types.events.models import Registration

__all__ = ["tell_participant"]

STATES = {
    "confirmed": RegistrationState.CONFIRMED,
    "waitlisted": RegistrationState.WAITLISTED,
    "moved_up": RegistrationState.CONFIRMED,
}
"""What a registration is while an e-mail of this name is true of it."""
logger = structlog.get_logger(__name__)


@task()
def tell_participant(registration: int, what: str) -> int:
    """Send one e-mail; 0 where the registration is gone, or no longer what it would tell, such as one that was
    cancelled meanwhile. what: "confirmed", "waitlisted" or "moved_up"."""
    found = Registration.objects.select_related("event", "user").filter(pk=registration).first()
    if found is None or found.state != STATES[what]:
        return 0
    with translation.override(find_language(found)):
        sent = build_mail(found, what).send()
    logger.info("event_mail", template=what, registration=registration, sent=sent)
    return int(sent)


def find_language(registration: Registration) -> str:
    """That of the person's profile, or of the event's page."""
    profile = getattr(registration.user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return str(chosen or registration.event.locale.language_code or settings.LANGUAGE_CODE)


def build_mail(registration: Registration, what: str) -> EmailMessage:
    """The first line of the template is the subject. Who waits gets no calendar file: they have no place yet."""
    event = registration.event
    context = {"event": event, "name": registration.name, "address": event.full_url or ""}
    subject, _, body = render_to_string(f"events/emails/{what}.txt", context).strip().partition("\n")
    mail = EmailMessage(subject.strip(), f"{body.strip()}\n", None, [registration.email])
    if what != "waitlisted":
        components = build_components(
            event, event.stored_occurrences.order_by("starts_at"), event.full_url or ""
        )
        mail.attach("event.ics", build_calendar(event.title, components).decode(), "text/calendar")
    return mail
