"""Running imports in tests the way people do: files on disk and the management commands."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from cms.exchange.models import ImportRun
from content_types.pages.models import HomePage
from tests.factories.content import make_site

SAMPLE = Path(__file__).parent.parent / "data" / "ai-packages-sample.csv"
"""200 rows of a real file."""

CATEGORY = {"kind": "category", "slug": "assistants", "name": "Assistants"}


def ndjson(folder: Path, *records: dict[str, Any], name: str = "records.ndjson") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def solution(slug: str, **fields: Any) -> dict[str, Any]:
    """The smallest record of a solution, in the category that CATEGORY makes."""
    base = {
        "kind": "solution",
        "slug": slug,
        "title": slug.title(),
        "summary": "What it does.",
        "category": "assistants",
    }
    return base | fields


def event(slug: str, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "event", "slug": slug, "title": slug.title(), "summary": "What happens.", "timeZone": "Europe/Berlin",
        "startsAt": "2027-03-01T09:00", "endsAt": "2027-03-01T17:00", "venue": {"name": "Town hall"}, **fields,
    }  # fmt: skip


def review(external_id: str, of: str, author: str | None = "mira", **fields: Any) -> dict[str, Any]:
    return {
        "kind": "review", "externalId": external_id, "solution": of, "author": author, "authorName": "Mira K.",
        "rating": 4, "title": "Good", "body": "It does what it says.", "state": "PUBLISHED",
        "createdAt": "2026-05-01T10:00:00Z", **fields,
    }  # fmt: skip


def run_import(*files: Path, **options: Any) -> ImportRun:
    """Import files into the default site; the record of the run, whether or not lines were rejected.

    A site without a home page of ours gets one as tests make it: an import publishes the four pages one by one, which
    takes longer than all else that most tests import.
    """
    if not HomePage.objects.exists():
        make_site()
    try:
        call_command("import_catalogue", *map(str, files), stdout=StringIO(), stderr=StringIO(), **options)
    except CommandError as error:
        if "were rejected" not in str(error):
            raise
    return ImportRun.objects.latest("created_at", "pk")


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, refused)."""
    return run.created, run.updated, run.unchanged, run.refused


def reasons(run: ImportRun) -> list[tuple[int, str]]:
    return list(run.problems.values_list("line", "reason"))


def import_sample(path: Path = SAMPLE, **options: Any) -> ImportRun:
    return run_import(path, create_missing=["vendor", "category"], **options)


def write_many_rows(folder: Path, count: int) -> Path:
    """A CSV file of `count` rows: those of the sample again and again under other names."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    path = folder / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rename_rows(rows, count)])
    return path


def rename_rows(rows: list[list[str]], count: int) -> Iterable[list[str]]:
    return ([f"{row[0]}-{n // len(rows)}", *row[1:]] for n in range(count) for row in [rows[n % len(rows)]])
