"""What a batch reads: what its own records need, however much there is of the same people and kinds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.exchange.records import Item, Options, Result
from cms.exchange.runs.workers import run_batch
from content_types.reviews import ratings
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from tests.factories.content import png
from tests.support.importing import CATEGORY, counts, event, ndjson, reasons, review, run_import, solution

pytestmark = pytest.mark.django_db


class Reads:
    """Counts the rows of a model that are read, and the statements."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
        self.rows, self.statements = 0, 0
        original = model.from_db.__func__

        def from_db(cls: Any, *args: Any) -> Any:
            self.rows += 1
            return original(cls, *args)

        monkeypatch.setattr(model, "from_db", classmethod(from_db))

    def run(self, *records: dict[str, Any]) -> Result:
        items = [Item("x.ndjson", line, record["kind"], record) for line, record in enumerate(records, 1)]
        self.rows = 0
        with CaptureQueriesContext(connection) as queries:
            result = run_batch(items[0].kind, items, Options(), True)
        self.statements = len(queries)
        return result


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """A site on which mira has written of s-0 to s-19."""
    run_import(ndjson(tmp_path, CATEGORY, *(solution(f"s-{n}") for n in range(40))))
    run_import(ndjson(tmp_path, *(review(f"r-{n}", f"s-{n}") for n in range(20))))
    return Reads(monkeypatch, Review)


def test_a_batch_reads_no_other_reviews_of_its_authors(reads: Reads) -> None:
    assert reads.run(*(review(f"new-{n}", f"s-{n}") for n in range(20, 30))).created == 10
    assert reads.rows == 0


def test_a_batch_costs_the_same_statements_whatever_the_number_of_its_authors(reads: Reads) -> None:
    assert reads.run(*(review(f"one-{n}", f"s-{n}", author="newcomer") for n in range(30))).created == 30
    one = reads.statements
    assert reads.run(*(review(f"by-{n}", f"s-{n % 40}", author=f"p-{n}") for n in range(60))).created == 60
    assert (reads.rows, reads.statements) == (0, one)


def test_a_batch_reads_the_reviews_it_is_about(reads: Reads) -> None:
    again = [review(f"r-{n}", f"s-{n}", title="Changed") for n in range(7)]
    assert reads.run(*again).updated == 7
    assert reads.rows == 14, "each by its id, and as the review of its author and solution"


@pytest.mark.parametrize(
    "record",
    [
        review("other", "s-3", createdAt="2026-06-01T10:00:00Z"),
        {"kind": "review", "externalId": "r-30", "state": "PUBLISHED"},
        {"kind": "review", "externalId": "r-31", "author": "mira"},
        {"kind": "review", "externalId": "r-32", "solution": "s-3"},
    ],
    ids=["a new one", "one published again", "one of another author", "one of another solution"],
)
def test_a_second_live_review_of_a_solution_is_rejected(
    tmp_path: Path, reads: Reads, record: dict[str, Any]
) -> None:
    run_import(
        ndjson(
            tmp_path,
            review("r-30", "s-3", state="REJECTED", createdAt="2026-07-01T10:00:00Z"),
            review("r-31", "s-3", author="jo"),
            review("r-32", "s-35"),
        )
    )
    before = list(Review.objects.order_by("pk").values())
    result = reads.run(record)
    assert [problem.reason for problem in result.refused] == [
        "solution: mira has a live review of “s-3” already"
    ]
    assert list(Review.objects.order_by("pk").values()) == before


def test_a_review_written_here_is_known_by_its_author_solution_and_moment(
    tmp_path: Path, reads: Reads
) -> None:
    moment = datetime(2026, 5, 1, 10, tzinfo=UTC)
    Review.objects.filter(external_id="r-3").update(external_id=None)
    key = Review.objects.get(solution__slug="s-3").pk
    record = review(f"review-{key}", "s-3", createdAt=moment.isoformat())
    assert counts(run_import(ndjson(tmp_path, record))) == (0, 0, 1, 0)


@pytest.fixture
def recomputes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows with each recompute of all ratings."""
    calls: list[int] = []
    monkeypatch.setattr(ratings, "recompute", lambda: calls.append(1))
    return calls


UNRATED = [
    solution("new"),
    solution("s-1", summary="Changed."),
    event("meeting"),
    {"kind": "vendor", "slug": "acme", "name": "Acme"},
    {"kind": "image", "path": "logo.png", "title": "Logo"},
    review("r-1", "s-1"),
]


@pytest.mark.parametrize("record", UNRATED, ids=lambda record: str(record["kind"]))
def test_an_import_without_a_changed_review_leaves_ratings_alone(
    tmp_path: Path, reads: Reads, recomputes: list[int], record: dict[str, Any]
) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    run = run_import(ndjson(tmp_path, record))
    assert (reasons(run), recomputes) == ([], [])
    assert Solution.objects.count() >= 40


@pytest.mark.parametrize(
    "record", [review("new", "s-25"), review("r-1", "s-1", rating=1)], ids=["new", "old"]
)
def test_changed_reviews_recompute_the_ratings_once(
    tmp_path: Path, reads: Reads, recomputes: list[int], record: dict[str, Any]
) -> None:
    run_import(ndjson(tmp_path, record, solution("new")))
    assert recomputes == [1]
