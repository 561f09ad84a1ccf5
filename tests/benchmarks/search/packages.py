"""The packages that are searched: rows of a file outside of the repository, imported as a site imports them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

__all__ = ["FILE", "OPTIONS", "import_packages", "load_synonyms"]

PLACES = [parent / "shared" / "data" / "ai-packages.csv" for parent in Path(__file__).resolve().parents[3:]]
FILE = next((place for place in PLACES if place.exists()), PLACES[1])
"""Beside the checkout, or beside a folder that a work tree of it stands in."""
FILE_OF_SYNONYMS = Path(__file__).with_name("synonyms.csv")
MOST_POPULAR = 1_000_000
OPTIONS = {"SEARCH_CONFIG": "english"}
"""Of Wagtail's backend: without it, words would not be reduced to their stems."""


def import_packages(path: Path) -> None:
    """Import them as solutions, with their publishers and categories, and index them for the search and for Wagtail.

    `popularity` of the file is a rank: 1 has the most downloads. A site keeps a figure, of which more is better.
    """
    from django.core.management import call_command
    from django.db.models import F
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

    from content_types.solutions.models import Solution
    from content_types.testing.factories import make_site

    make_site()
    call_command(
        "import_catalogue", path, create_missing=["category", "vendor"], truncate=["summary"], allow_duplicates=True,
        stdout=StringIO(),
    )  # fmt: skip
    Solution.objects.filter(popularity__gt=0).update(popularity=MOST_POPULAR / F("popularity"))
    upstream = PostgresSearchBackend(OPTIONS).get_index_for_model(Solution)
    for chunk in divide_rows(Solution.objects.iterator(500), 500):
        upstream.add_items(Solution, chunk)


def load_synonyms() -> None:
    """Synonyms as the editors of such a site would enter them."""
    from cms.relevance.models import Synonym

    with FILE_OF_SYNONYMS.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            synonym = Synonym(word=row["word"], others=row["others"], is_two_way=row["is_two_way"] == "true")
            synonym.full_clean()
            synonym.save()


def divide_rows(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, size)):
        yield chunk
