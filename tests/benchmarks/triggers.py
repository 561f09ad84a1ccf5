"""What the triggers that count the versions of tables add to an import and to publishing.

    python -m tests.benchmarks.triggers

Batches of an import, and rounds of publishing, take turns with the triggers and without them, in the tables of one
database, so that the size of the tables meets both alike. Times are CPU seconds of this process and of its PostgreSQL
backend. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.imports import ReviewSet, import_records, in_batches, set_up, solution_records

TARGET = 15
PUBLISHED = 25
"""Pages that are published in a round."""
TRIGGERED = """SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
    AND tgname NOT LIKE %s"""
APPEND_ONLY = "%append_only"


def switch_triggers(enabled: bool) -> None:
    """Switch the triggers of all tables, except those that protect rows."""
    from django.db import connection

    word = "ENABLE" if enabled else "DISABLE"
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERED, [APPEND_ONLY])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")


def read_cpu() -> float:
    """CPU seconds of this process and of its backend, to the nanosecond."""
    from django.db import connection

    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() + int(backend.split()[0]) / 1e9


def measure(works: Iterable[Callable[[], None]]) -> tuple[list[float], list[float]]:
    """CPU of the works with triggers and without. They come in pairs, whose order changes from pair to pair."""
    found: tuple[list[float], list[float]] = ([], [])
    for number, work in enumerate(works):
        enabled = number % 4 in (0, 3)
        switch_triggers(enabled)
        started = read_cpu()
        work()
        found[0 if enabled else 1].append(read_cpu() - started)
    switch_triggers(True)
    return found


def list_imports(kind: str, records: Iterator[dict[str, Any]]) -> Iterator[Callable[[], None]]:
    for batch in in_batches(records):
        yield lambda batch=batch: import_records(kind, batch)  # type: ignore[misc]


def list_rounds(rounds: int) -> Iterator[Callable[[], None]]:
    from content_types.solutions.models import Solution

    keys = list(Solution.objects.order_by("pk").values_list("pk", flat=True)[:PUBLISHED])
    for number in range(rounds):
        yield lambda number=number: publish(keys, number)  # type: ignore[misc]


def publish(keys: list[int], number: int) -> None:
    from content_types.solutions.models import Solution

    for page in Solution.objects.filter(pk__in=keys):
        page.summary = f"What it does, edition {number}."
        page.save_revision().publish()


def show(name: str, found: tuple[list[float], list[float]]) -> None:
    """Sums, and the median of pairs: a batch that met a garbage collection decides neither alone."""
    with_them, without = found
    pairs = [100 * (one / other - 1) for one, other in zip(with_them, without, strict=False)]
    more = 100 * (sum(with_them[: len(pairs)]) / sum(without[: len(pairs)]) - 1)
    print(
        f"{name:<10} {sum(with_them):7.2f} s CPU with triggers, {sum(without):7.2f} s without: {more:+.1f} %, "
        f"median of {len(pairs)} pairs {median(pairs):+.1f} % (target ≤ {TARGET} %)"
    )


def main() -> None:
    parser = ArgumentParser(description="Compare imports and publishing with and without triggers.")
    parser.add_argument("--solutions", type=int, default=10_000)
    parser.add_argument("--reviews", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=20, help=f"of publishing {PUBLISHED} pages")
    given = parser.parse_args()
    set_up()
    import_records("category", [{"kind": "category", "slug": "measured", "name": "Measured"}])
    show("solutions", measure(list_imports("solution", solution_records(given.solutions))))
    reviews = ReviewSet("all", 1000, given.reviews, given.solutions)
    show("reviews", measure(list_imports("review", reviews.records())))
    for warm in list_rounds(2):
        warm()
    show("publishing", measure(list_rounds(given.rounds)))


if __name__ == "__main__":
    main()
