"""A release's documents become trusted: all of them, or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from content_api.documents.persisted_queries import drop_queries
from content_api.documents.trusted.documents import (
    DocumentDescription,
    UnfitDocument,
    build_warnings,
    describe,
)
from content_api.documents.trusted.formats import Row, check_id, parse_manifest
from content_api.models import TrustedDocument

__all__ = ["MAX_DOCUMENTS", "RegistrationRefused", "RegistrationResult", "register"]

MAX_DOCUMENTS = 1_000
MAX_RELEASE = 100

logger = structlog.get_logger(__name__)


class RegistrationRefused(Exception):
    """A manifest is not registered. problems: a sentence for each thing that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class RegistrationResult:
    """How many documents are new, and how many unchanged. warnings: for those that anonymous clients cannot use."""

    new: int
    known: int
    warnings: tuple[str, ...] = ()


def register(manifest: Any, release: Any, only_owner: str = "", owner: str = "") -> RegistrationResult:
    """Register the documents of a manifest for a release; Refused when one of them is wrong.

    The manifest says of each its id, owner and text, or is one that a client's tool wrote; what else it says is worked
    out here. What is registered already keeps its owner and its uses. only_owner: whose documents are taken; empty is
    everybody's. owner: of documents of whom the manifest does not say it; empty is only_owner, else the theme.
    """
    if not isinstance(release, str) or not 0 < len(release) <= MAX_RELEASE or not release.isprintable():
        raise RegistrationRefused(f"`release` must have 1 to {MAX_RELEASE} printable characters.")
    documents = examine_rows(rows_in(manifest, owner or only_owner), only_owner)
    counted = store(documents, release)
    drop_queries(each.digest for each in documents)
    logger.info("trusted_documents_registered", release=release, new=counted.new, known=counted.known)
    return replace(counted, warnings=build_warnings(documents))


def rows_in(manifest: Any, owner: str) -> list[Row]:
    try:
        rows = parse_manifest(manifest, owner)
    except UnfitDocument as error:
        raise RegistrationRefused(str(error)) from error
    if not 0 < len(rows) <= MAX_DOCUMENTS:
        raise RegistrationRefused(
            f"A manifest contains 1 to {MAX_DOCUMENTS} documents; this one has {len(rows)}."
        )
    return rows


def examine_rows(rows: list[Row], only_owner: str) -> list[DocumentDescription]:
    """The documents, each once."""
    found: dict[str, DocumentDescription] = {}
    problems = []
    for row in rows:
        try:
            document = examine(row, only_owner)
            found[document.digest] = document
        except UnfitDocument as error:
            problems.append(f"{row.label}: {error}")
    if problems:
        raise RegistrationRefused(*problems)
    return list(found.values())


def examine(row: Row, only_owner: str) -> DocumentDescription:
    id, owner, text = row.id, row.owner, row.text
    if not (isinstance(id, str) and isinstance(owner, str) and isinstance(text, str)):
        raise UnfitDocument("`id`, `owner` and `text` must be strings.")
    if only_owner and owner != only_owner:
        raise UnfitDocument(f"This key registers documents of {only_owner}, not of {owner}.")
    document = describe(text, owner)
    check_id(id, text)
    return document


def store(documents: list[DocumentDescription], release: str) -> RegistrationResult:
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
    return RegistrationResult(len(rows) - known, known)
