"""The moments at which a page goes live and expires. The form of the admin compares them, once it has both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.models import Page, Revision
from wagtail.utils.forms import CodedMessage, FieldPath, FormValidationError

from cms.editorial.errors import Refused

__all__ = ["SCHEDULE", "cancel_schedule", "check_stored_schedule", "complete_schedule", "is_scheduled"]

SCHEDULE = ("go_live_at", "expire_at")
NO_OFFSET = "Give the moment with its offset from UTC, such as 2027-05-04T09:00:00+02:00."
OUT_OF_RANGE = "This moment cannot be stored: give one between the years 1 and 9999."
IS_NOT_SCHEDULED = "No version of this page is scheduled: there is nothing to cancel."


def complete_schedule(page: Page, payload: dict[str, Any]) -> dict[str, Any]:
    """What was sent, and with one of the two moments the stored other one; FormValidationError for a moment that may
    be meant in any time zone."""
    sent = {name: payload[name] for name in SCHEDULE if payload.get(name) is not None}
    if problems := dict(find_bad_moments(sent)):
        raise FormValidationError(problems)
    if not payload.keys() & set(SCHEDULE):
        return payload
    return {name: getattr(page, name) for name in SCHEDULE} | payload


def find_bad_moments(sent: dict[str, datetime]) -> Iterator[tuple[FieldPath, list[CodedMessage]]]:
    for name, moment in sent.items():
        if moment.tzinfo is None:
            yield (name,), [(NO_OFFSET, "invalid")]
        elif not is_storable(moment):
            yield (name,), [(OUT_OF_RANGE, "invalid")]


def is_storable(moment: datetime) -> bool:
    """Whether it is a moment in every time zone: Python has no year 0, and none after 9999."""
    return 1 < moment.year < 9999


def check_stored_schedule(page: Page) -> None:
    """FormValidationError where a version must not be published for its moments: it would expire at once."""
    begins, ends = (getattr(page, name) for name in SCHEDULE)
    if ends and ends < timezone.now():
        raise FormValidationError(
            {("expire_at",): [(_("Expiry date/time must be in the future."), "invalid")]}
        )
    if begins and ends and begins > ends:
        text = _("Go live date/time must be before expiry date/time")
        raise FormValidationError({(name,): [(text, "invalid")] for name in SCHEDULE})


def is_scheduled(page: Page) -> bool:
    """Whether a version goes live later, until which Wagtail rejects every change of the page."""
    return isinstance(page.get_lock(), ScheduledForPublishLock)


def cancel_schedule(page: Page, owner: Any) -> None:
    """Let no version go live later; Refused where none would. The draft keeps its moments. Wagtail logs it."""
    revision: Revision | None = page.scheduled_revision
    if revision is None:
        raise Refused(409, IS_NOT_SCHEDULED)
    revision.approved_go_live_at = None
    revision.save(user=owner, update_fields=["approved_go_live_at"])
