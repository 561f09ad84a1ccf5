"""What importing reviews costs when few people wrote them, and when many did.

`python -m tests.benchmarks.imports` imports solutions and then two sets of reviews of them, which differ in their authors
only. The sets take turns batch by batch, in the tables of one database, so that the size of the tables meets both alike.
Times are CPU seconds of this process and of its PostgreSQL backend, which load on the machine hardly changes.
`--scale 0.1` makes a tenth of it, `--solutions 1000 --reviews 6000 --few 100 --many 1000` chooses each size.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from cms.services import temporary_services

SOLUTIONS, REVIEWS, FEW, MANY, BATCH = 10_000, 60_000, 100, 10_000, 500
TARGET = 1.2


def set_up() -> None:
    """A database of its own with all tables, and Django. Events are left to a worker, as on a site in use."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(temporary_services())
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django_tasks import task_backends
    from django_tasks.backends.dummy import DummyBackend

    task_backends["default"] = DummyBackend("default", {})
    call_command("migrate", verbosity=0)


def cpu_seconds() -> float:
    """What this process and the PostgreSQL backend that serves it have used so far."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    ticks = stat.read_text().rpartition(")")[2].split()[11:13]
    return process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def solution_records(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "kind": "solution", "slug": f"s-{number}", "title": f"Solution {number}", "summary": "What it does.",
            "category": "measured",
        }  # fmt: skip


@dataclass
class ReviewSet:
    """Reviews by so many authors, each of whom wrote equally many; none reviews a solution twice."""

    name: str
    authors: int
    reviews: int
    solutions: int
    seconds: float = 0.0

    def records(self) -> Iterator[dict[str, Any]]:
        for number in range(self.reviews):
            turn, place = divmod(number, self.solutions)
            yield {
                "kind": "review", "externalId": f"{self.name}-{number}", "solution": f"s-{place}",
                "author": f"{self.name}-{(turn + place) % self.authors}", "authorName": "A. Reader", "rating": 4,
                "title": "Good", "body": "It does what it says.", "state": "PUBLISHED",
                "createdAt": "2026-05-01T10:00:00Z",
            }  # fmt: skip

    def measure(self, records: list[dict[str, Any]]) -> None:
        started = cpu_seconds()
        import_records("review", records)
        self.seconds += cpu_seconds() - started


def in_batches(records: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(records, BATCH)):
        yield batch


def import_records(kind: str, records: list[dict[str, Any]]) -> None:
    from cms.exchange.records import Item, Options
    from cms.exchange.runs.workers import run_batch

    items = [Item("measured.ndjson", line, kind, record) for line, record in enumerate(records, 1)]
    result = run_batch(kind, items, Options(), True)
    if result.created != len(items):
        raise SystemExit(f"{len(items) - result.created} records were not created: {result.refused[:1]}")


def compare(solutions: int, reviews: int, few: int, many: int) -> None:
    import_records("category", [{"kind": "category", "slug": "measured", "name": "Measured"}])
    started = cpu_seconds()
    for batch in in_batches(solution_records(solutions)):
        import_records("solution", batch)
    profiles = cpu_seconds() - started
    sets = [ReviewSet("few", few, reviews, solutions), ReviewSet("many", many, reviews, solutions)]
    pairs = zip(*(in_batches(each.records()) for each in sets), strict=True)
    for number, batches in enumerate(pairs):
        turns = list(zip(sets, batches, strict=True))
        for each, batch in turns if number % 2 else reversed(turns):
            each.measure(batch)
    first, second = (each.seconds for each in sets)
    print(
        f"CPU of the import of {solutions:,} solutions: {profiles:.1f} s; of {reviews:,} reviews by {few:,} authors: {first:.1f} s, "
        f"by {many:,} authors: {second:.1f} s: ratio {first / second:.2f}, with the solutions "
        f"{(profiles + first) / (profiles + second):.2f} (target ≤ {TARGET})"
    )


def main() -> None:
    parser = ArgumentParser(description="Compare the import of reviews by few and by many authors.")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size (default: 1)")
    sizes = {"solutions": SOLUTIONS, "reviews": REVIEWS, "few": FEW, "many": MANY}
    for name, size in sizes.items():
        parser.add_argument(f"--{name}", type=int, help=f"instead of {size:,} times the scale")
    given = parser.parse_args()
    chosen = {
        name: getattr(given, name) or max(10, round(size * given.scale)) for name, size in sizes.items()
    }
    check_sizes(**chosen)
    set_up()
    compare(**chosen)


def check_sizes(solutions: int, reviews: int, few: int, many: int) -> None:
    """SystemExit for sizes with which an author would review a solution twice."""
    turns = -(-reviews // solutions)
    if turns > min(few, many):
        raise SystemExit(
            f"{reviews} reviews of {solutions} solutions need {turns} authors or more: raise --few or --many"
        )


if __name__ == "__main__":
    main()
