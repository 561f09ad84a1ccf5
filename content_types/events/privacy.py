"""What events hold of people: their registrations, with an account or by e-mail address alone."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders
from content_types.events.actions import fill_all_places, lock_events
from content_types.events.models import Registration

NOTE = DataNote(
    what="registrations for events: name, e-mail address and state; of people without an account too",
    why="to keep places and to write to those who come",
    kept="until the event, in all its languages, or the registration is deleted",
    erased="deleted, also those by the same address without an account; who waits longest gets the place",
)


def register() -> None:
    holders["registrations"] = DataHolder(export, erase, NOTE, columns=("events.Registration.user",))


def export(user: User) -> list[dict[str, Any]]:
    return list(registrations(user).values("event__title", "name", "email", "state", "created_at"))


def erase(user: User) -> int:
    """Delete the registrations of a person; who waits gets their places."""
    keys = set(registrations(user).values_list("event__translation_key", flat=True))
    events = lock_events(keys)
    changed = registrations(user).delete()[0]
    fill_all_places(events.values())
    return changed


def registrations(user: User) -> QuerySet[Registration]:
    same = Q(email__iexact=user.email) if user.email else Q()
    return Registration.objects.filter(Q(user=user) | same).order_by("pk")
