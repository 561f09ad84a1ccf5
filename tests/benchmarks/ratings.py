"""What taking one review into a rating costs, with 10 reviews and with 100,000.

`python -m tests.benchmarks.ratings` runs it, for every bundled plugin of the slot "ratings". The state before is that of a
recompute on made-up facts, and everything is rolled back. The numbers of statements must be equal; times are printed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import Any

from cms.services import temporary_services

PLUGINS = ("ratings_bayesian", "ratings_recommend")
FEW, MANY = 10, 100_000
CHANGES = 200
VERIFICATIONS = ("PURCHASE", "EMAIL", "NONE")


def set_up() -> None:
    """A database with all tables, and Django."""
    os.environ.update(temporary_services())
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def facts(solution: Any, amount: int) -> Iterator[Any]:
    from cms.plugin_api import ReviewFacts

    for number in range(1, amount + 1):
        written = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=number % 10_000)
        yield ReviewFacts(
            number, solution.pk, solution.category_id, number % 5 + 1, VERIFICATIONS[number % 3], written
        )


def measure_changes(provider: Any, solution: Any, amount: int) -> tuple[int, float, float]:
    """Statements for one change, its median time, and the time of the recompute before; in seconds."""
    from cms.plugin_api import ReviewChange
    from cms.testing.statements import capture_statements

    recompute = measure_time(lambda: provider.recompute(facts(solution, amount), datetime.now(UTC)))
    (new,) = (each for each in facts(solution, amount + 1) if each.review == amount + 1)
    publish, withdraw = ReviewChange(None, new), ReviewChange(new, None)
    with capture_statements() as statements:
        provider.apply(publish)
    provider.apply(withdraw)
    times = []
    for _ in range(CHANGES):
        times.append(measure_time(lambda: provider.apply(publish)))
        provider.apply(withdraw)
    assert provider.load([solution.pk])[solution.pk].count == amount
    return len(statements), median(times), recompute


def measure_time(function: Callable[[], None]) -> float:
    start = perf_counter()
    function()
    return perf_counter() - start


def compare(name: str, solution: Any) -> None:
    (provider,) = import_module(f"plugins.{name}.plugin").rating_provider()
    few, few_time, _ = measure_changes(provider, solution, FEW)
    many, many_time, recompute = measure_changes(provider, solution, MANY)
    print(
        f"{name}: apply() with {FEW} reviews {few} statements, {few_time * 1000:.2f} ms; with {MANY:,} {many} "
        f"statements, {many_time * 1000:.2f} ms: ratio {many_time / few_time:.2f}. recompute() of {MANY:,}: {recompute:.1f} s"
    )
    if few != many:
        raise SystemExit(f"{name}: the number of statements depends on the number of reviews.")


def main() -> None:
    set_up()
    from django.db import transaction

    from content_types.testing.factories import make_site, make_solution

    with transaction.atomic():
        make_site()
        solution = make_solution("Measured")
        for name in PLUGINS:
            compare(name, solution)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
