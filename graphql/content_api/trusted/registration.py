"""A release's documents become trusted: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from content_api.models import TrustedDocument
from content_api.trusted.documents import PREFIX, Described, Unfit, describe

__all__ = ["MAX_DOCUMENTS", "Refused", "Registered", "register"]

MAX_DOCUMENTS = 1_000
MAX_RELEASE = 100

logger = structlog.get_logger(__name__)


class Refused(Exception):
    """A manifest is not registered. problems: a sentence for each thing that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Registered:
    """How many documents are new, and how many were known."""

    new: int
    known: int


def register(manifest: Any, release: Any, only_owner: str = "") -> Registered:
    """Register the documents of a manifest for a release; Refused when one of them is wrong.

    The manifest says of each its id, owner and text; what else it says is worked out here. What is registered already
    keeps its owner and its uses. only_owner: whose documents are taken; empty is everybody's.
    """
    if not isinstance(release, str) or not 0 < len(release) <= MAX_RELEASE or not release.isprintable():
        raise Refused(f"`release` must have 1 to {MAX_RELEASE} printable characters.")
    documents = examined(rows_of(manifest), only_owner)
    counted = store(documents, release)
    logger.info("trusted_documents_registered", release=release, new=counted.new, known=counted.known)
    return counted


def rows_of(manifest: Any) -> list[Any]:
    rows = manifest.get("documents") if isinstance(manifest, Mapping) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MAX_DOCUMENTS:
        raise Refused(f"`documents` must be a list of 1 to {MAX_DOCUMENTS} documents.")
    return rows


def examined(rows: list[Any], only_owner: str) -> list[Described]:
    """The documents, each once."""
    found: dict[str, Described] = {}
    problems = []
    for place, row in enumerate(rows):
        try:
            document = examine(row, only_owner)
            found[document.digest] = document
        except Unfit as error:
            problems.append(f"{label(row, place)}: {error}")
    if problems:
        raise Refused(*problems)
    return list(found.values())


def examine(row: Any, only_owner: str) -> Described:
    given = [row.get(name) for name in ("id", "owner", "text")] if isinstance(row, Mapping) else []
    strings = [each for each in given if isinstance(each, str)]
    if len(strings) != 3:
        raise Unfit("`id`, `owner` and `text` must be strings.")
    id, owner, text = strings
    if only_owner and owner != only_owner:
        raise Unfit(f"This key registers documents of {only_owner}, not of {owner}.")
    document = describe(text, owner)
    if id != document.id:
        raise Unfit(f"`id` must be {PREFIX} and the SHA-256 of the text, which is {document.digest}.")
    return document


def label(row: Any, place: int) -> str:
    """What a document is called in an error: its name or id as it was given, else its place in the list."""
    given = [row.get(name) for name in ("name", "id")] if isinstance(row, Mapping) else []
    named = next((each for each in given if isinstance(each, str) and each), None)
    return named[:100] if named else f"documents[{place}]"


def store(documents: list[Described], release: str) -> Registered:
    now = timezone.now()
    rows = [
        TrustedDocument(id=values.pop("digest"), release=release, registered_at=now, **values)
        for values in map(asdict, sorted(documents, key=lambda each: each.digest))
    ]
    with transaction.atomic():
        known = TrustedDocument.objects.filter(pk__in=[row.pk for row in rows]).count()
        TrustedDocument.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"],
            update_fields=["release", "cost", "coordinates", "registered_at"],
        )  # fmt: skip
    return Registered(len(rows) - known, known)
