"""CPU of a request for the events of a month, over repeating events and over single ones.

    python -m tests.benchmarks.events

Each kind has as many events in a database of its own, and all of them take place in the month that is asked for. They
take turns in one run. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse

from tests.benchmarks.event_worker import RULES
from tests.benchmarks.reads import NONE_KEPT, Side, best, measure, total
from tests.support.serving import CHECKOUT, environment

TARGET = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--times", type=int, default=5, help="requests in a round")
    given = parser.parse_args()
    shared = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR", **NONE_KEPT}
    sides = [Side(CHECKOUT, f"events_{kind}", shared) for kind in RULES]
    try:
        for side, kind in zip(sides, RULES, strict=True):
            side.send(fill_events=[kind, given.events])
        print(f"{given.events} events; best of {given.rounds} rounds")
        for read in ("E1", "E2"):
            chosen = [best(each) for each in measure(sides, read, given.rounds, given.times)]
            for kind, figure in zip(RULES, chosen, strict=True):
                print(
                    f"{read} {kind:<8} {total(figure):8.2f} ms CPU, {total(figure) / total(chosen[0]):.2f} times single "
                    f"(target ≤ {TARGET})"
                )
    finally:
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()
