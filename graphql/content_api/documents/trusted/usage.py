"""Who still asks for what."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from content_api.documents.trusted.coordinates import list_covering_coordinates
from content_api.documents.trusted.documents import UnfitDocument, describe
from content_api.models import TrustedDocument

__all__ = ["asking_for", "find_broken_documents"]


def asking_for(wanted: str) -> Q:
    """Documents that ask for `Type.field`, or whose text holds a word without a dot; all of them for an empty text."""
    wanted = wanted.strip()
    if "." in wanted:
        return Q(coordinates__overlap=list_covering_coordinates(wanted))
    return Q(text__icontains=wanted) if wanted else Q()


def find_broken_documents() -> Iterator[tuple[TrustedDocument, str]]:
    """The registered documents that the schema no longer answers, and why."""
    for document in TrustedDocument.objects.order_by("owner", "name", "id").iterator():
        try:
            describe(document.text, document.owner)
        except UnfitDocument as error:
            yield document, str(error)
