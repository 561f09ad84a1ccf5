"""CPU of Python and PostgreSQL for one request that is not kept, by the number of solutions.

    python -m tests.benchmarks.growth
    python -m tests.benchmarks.growth --sizes 1000 10000 --only W1 W4

Each size has a database and a process of its own, with six reviews for each solution; the processes take turns in one run.
"total" is a list page that asks for the number of all without a filter. The cost at each size is told as a multiple of that at
the first. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import os

from tests.benchmarks.read_worker import READS
from tests.benchmarks.reads import NONE_KEPT, Side, measure, report, total
from tests.support.serving import CHECKOUT, environment

SIZES = [1_000, 10_000, 100_000]
REVIEWS = 6
MOST_GROWTH = 1.3
"""Target for a list page, from the least size to the greatest."""
COMPARED = ["W1", "W2", "W3", "W4", "W5", "total"]


def list_sides(sizes: list[int]) -> list[Side]:
    """A filled database and its process for each size."""
    shared = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR", **NONE_KEPT}
    sides = [Side(CHECKOUT, f"growth_{size}", shared, name=f"{size:,}") for size in sizes]
    for side, size in zip(sides, sizes, strict=True):
        side.send(fill=[size, size * REVIEWS])
        print(f"{size:,} solutions and {size * REVIEWS:,} reviews are stored", flush=True)
    return sides


def compare_sizes(read: str, sides: list[Side], given: argparse.Namespace) -> None:
    chosen = report(read, sides, measure(sides, read, given.rounds, given.times))
    multiples = ", ".join(
        f"{side.name} {total(figure) / total(chosen[0]):.2f}"
        for side, figure in zip(sides, chosen, strict=True)
    )
    print(f"{read} as multiples of {sides[0].name}: {multiples} (target ≤ {MOST_GROWTH})", flush=True)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--times", type=int, default=10, help="requests in a round")
    parser.add_argument("--only", nargs="+", choices=list(READS), default=COMPARED)
    return parser.parse_args()


def main() -> None:
    given = parse_arguments()
    sides = list_sides(given.sizes)
    try:
        print(f"best of {given.rounds} rounds; load {os.getloadavg()[0]:.0f}", flush=True)
        for read in given.only:
            compare_sizes(read, sides, given)
    finally:
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()
