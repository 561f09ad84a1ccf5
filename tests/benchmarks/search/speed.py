"""CPU that PostgreSQL takes for a search, over few solutions and many, beside Wagtail's own backend on the same rows."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.reads import Side, measure
from tests.benchmarks.search.clients import measure_clients
from tests.support.serving import CHECKOUT, environment

__all__ = ["measure_speed"]

WORKER = Path(__file__).with_name("worker.py")
READS = {
    "search": 10,
    "search, not kept": 10,
    "search without facets": 10,
    "search without facets, not kept": 10,
    "suggest": 20,
    "Wagtail": 1,
}
"""How often each is read in a round."""
SERIAL = "-c max_parallel_workers_per_gather=0"
"""Workers of a parallel scan are other processes than those that are measured."""
LEAST_FASTER, MOST_FOR_SUGGEST, MOST_GROWTH = 15, 1 / 3, 3
Figures = dict[str, float]


def measure_speed(sizes: tuple[int, int], rounds: int) -> None:
    """Print milliseconds of each read at both sizes, the least of so many rounds, and their ratios; then what clients
    that search at once wait for."""
    shared = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR", "PGOPTIONS": SERIAL}
    sides = [Side(CHECKOUT, f"search_{size}", shared, WORKER) for size in sizes]
    try:
        for side, size in zip(sides, sizes, strict=True):
            side.send(fill=size)
        found = {read: measure(sides, read, rounds, times) for read, times in READS.items()}
        costs = [
            {read: min(each["postgres"] for each in found[read][place]) for read in READS} for place in (0, 1)
        ]
        for read in READS:
            figures = ", ".join(f"{costs[place][read]:.1f} ms over {sizes[place]:,}" for place in (0, 1))
            print(f"PostgreSQL, {read}: {figures}; {sides[1].send(statements=read)} statements")
        print_ratios(*costs)
        measure_clients(sides[1].environment)
    finally:
        for side in sides:
            side.close()


def print_ratios(few: Figures, many: Figures) -> None:
    for name in ("search", "search, not kept"):
        ratio = many["Wagtail"] / many[name]
        print(f"Wagtail / {name}: {ratio:.1f} with facets (target ≥ {LEAST_FASTER})")
    for name, costs in (("few", few), ("many", many)):
        print(
            f"suggest / search not kept, {name}: {costs['suggest'] / costs['search, not kept']:.2f} "
            f"(target ≤ {MOST_FOR_SUGGEST:.2f})"
        )
    for read in (each for each in READS if each != "Wagtail"):
        print(f"{read}, many / few: {many[read] / few[read]:.1f} (target ≤ {MOST_GROWTH})")
