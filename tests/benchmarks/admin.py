"""CPU and HTML of the admin's pages of solutions, of this checkout or of two side by side.

    python -m tests.benchmarks.admin --against DIR

DIR is a checkout of another commit with a .venv of its own. Both sides have the same rows in databases of their own on
one server, and take turns in one run. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmarks.admin_worker import PAGES
from tests.benchmarks.reads import Side, total
from tests.support.serving import CHECKOUT, environment

WORKER = Path(__file__).with_name("admin_worker.py")
TARGET = 0.6
WARM = 2


def measure(sides: list[Side], page: str, rounds: int, times: int) -> list[dict[str, float]]:
    """The best round of each side; the sides take turns."""
    for side in sides:
        side.send(open=page, times=WARM)
    found = [[side.send(open=page, times=times) for side in sides] for _ in range(rounds)]
    return [min(own, key=total) for own in zip(*found, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--against", type=Path, help="a checkout of another commit, with its own .venv")
    parser.add_argument("--solutions", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--times", type=int, default=3, help="requests in a round")
    given = parser.parse_args()
    folders = [CHECKOUT, *([given.against.resolve()] if given.against else [])]
    shared = {**environment("cms.config.settings.test"), "LOG_LEVEL": "ERROR"}
    sides = [Side(each, f"admin_{place}", shared, WORKER, "test") for place, each in enumerate(folders)]
    try:
        for side in sides:
            side.send(fill=given.solutions)
        print(f"{given.solutions} solutions; best of {given.rounds} rounds")
        for page in PAGES:
            chosen = measure(sides, page, given.rounds, given.times)
            for side, figure in zip(sides, chosen, strict=True):
                print(
                    f"{page:<10} {side.name:<12} {total(figure):8.1f} ms CPU = Python {figure['python']:.1f} + PostgreSQL "
                    f"{figure['postgres']:.1f}; {figure['bytes'] / 1000:.0f} kB, {figure['statements']} statements"
                )
            if len(chosen) == 2:
                ratio = total(chosen[0]) / total(chosen[1])
                print(f"{page:<10} ratio {ratio:.2f} (target ≤ {TARGET})", flush=True)
    finally:
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()
