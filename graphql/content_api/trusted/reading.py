"""Who still asks for what."""

from __future__ import annotations

from django.db.models import Q

from content_api.trusted.coordinates import that_cover

__all__ = ["asking_for"]


def asking_for(wanted: str) -> Q:
    """Documents that ask for `Type.field`, or whose text holds a word without a dot; all of them for an empty text."""
    wanted = wanted.strip()
    if "." in wanted:
        return Q(coordinates__overlap=that_cover(wanted))
    return Q(text__icontains=wanted) if wanted else Q()
