"""CPU of Python and PostgreSQL for one request, of this checkout or of two side by side.

    python -m tests.benchmarks.reads --against DIR
    python -m tests.benchmarks.reads --tiers --only W1 W3
    python -m tests.benchmarks.reads --tiers --write

DIR is a checkout of another commit with a .venv of its own, for example a git worktree. Both sides have the same rows
in databases of their own on one server, and take turns in one run. With --tiers, all sides are this checkout over one
database: kept answers (T0), rows (T1), graphql-core's way (T3), and beside them plain Grapple over the same models and one
statement written by hand; --write puts their table into the documentation. With --kept, answers that this checkout keeps are given
out again; without it none are kept. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.benchmarks.read_table import Cell, write_table
from tests.benchmarks.read_worker import READS, WRITES
from tests.support.serving import CHECKOUT, environment

WORKER = Path(__file__).with_name("read_worker.py")
WARM = 60
"""Requests before the first round. PostgreSQL keeps the plan of a statement after it was prepared (at the sixth time) and
planned five times more, and Python specialises code that it has run often: a worker that serves has both behind it."""
FACETS = {"W6": "W6-list", "W6-category": "W6-category-list"}
"""Browse pages with facets, and the same without; of the other checkout where there is one."""
MOST_FACETS = 2
NONE_KEPT = {"API_ANSWER_CACHE_BYTES": "0"}
"""For what is measured of executed operations."""
FIRST_TIER = "T1"
"""What the others are told in multiples of."""
TIERS = {
    FIRST_TIER: {"API_ROWS_TIER": "true"},
    "T3": {"API_ROWS_TIER": "false"},
    "T0": {"API_ANSWER_CACHE_BYTES": str(64 * 1024**2)},
    "one SQL": {"AIXPLORE_READ_BY": "sql"},
    "plain Grapple": {"AIXPLORE_READ_BY": "plain Grapple"},
}
"""Sides of --tiers, by name, with what differs in their environment."""
SETTINGS = {"plain Grapple": "tests.benchmarks.plain_grapple.settings"}
COMPARED = ["W1", "W2", "W3", "W4", "W5"]


class Side:
    """A worker process in a checkout, with a database of its own."""

    def __init__(
        self,
        folder: Path,
        database: str,
        given: dict[str, str],
        worker: Path = WORKER,
        settings: str = "production",
        name: str = "",
        is_new: bool = True,
    ) -> None:
        self.name = name or folder.name
        url = given["DATABASE_URL"]
        if is_new:
            create_database(url, database)
        python = folder / ".venv" / "bin" / "python"
        self.environment = {
            **given,
            "DATABASE_URL": url.rpartition("/")[0] + f"/{database}",
            "DJANGO_SETTINGS_MODULE": find_settings(folder, settings),
            "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'graphql'}",
        }
        self.process = subprocess.Popen(
            [str(python), str(worker)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=self.environment,
        )  # fmt: skip

    def send(self, **order: Any) -> Any:
        """Give one order and wait for its answer; SystemExit when the process ended."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("="):
                return json.loads(line[1:])
        raise SystemExit(f"The process of {self.name} ended. Its messages are above.")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def create_database(url: str, name: str) -> None:
    """An empty database of this name, in place of one that a run before has left."""
    with psycopg.connect(url, autocommit=True) as connection:
        quoted = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))


def find_settings(folder: Path, name: str) -> str:
    """The settings of a checkout; before packages were layers they had another place. A whole name stays."""
    if "." in name:
        return name
    moved = (folder / "cms" / "config").is_dir()
    return f"cms.config.settings.{name}" if moved else f"cms.settings.{name}"


def measure(
    sides: list[Side], read: str, rounds: int, times: int, **how: Any
) -> list[list[dict[str, float]]]:
    """Figures of every round, for each side; the sides take turns."""
    for side in sides:
        side.send(read=read, times=WARM)
    figures: list[list[dict[str, float]]] = [[] for _ in sides]
    for number in range(rounds):
        order = range(len(sides)) if number % 2 else reversed(range(len(sides)))
        for place in order:
            figures[place].append(sides[place].send(read=read, times=times, **how))
    return figures


def best(figures: list[dict[str, float]]) -> dict[str, float]:
    """The round with the least CPU: the one that others disturbed least."""
    return min(figures, key=total)


def total(figure: dict[str, float]) -> float:
    return figure["python"] + figure["postgres"]


def report(read: str, sides: list[Side], figures: list[list[dict[str, float]]]) -> list[dict[str, float]]:
    chosen = [best(each) for each in figures]
    for side, figure in zip(sides, chosen, strict=True):
        print(
            f"{read} {side.name:<12} {total(figure):8.2f} ms CPU = Python {figure['python']:.2f} + "
            f"PostgreSQL {figure['postgres']:.2f}; {side.send(statements=read)} statements"
        )
    if len(chosen) == 2:
        print(f"{read} ratio        {total(chosen[0]) / total(chosen[1]):8.2f}", flush=True)
    return chosen


def compare_tiers(sides: list[Side], given: argparse.Namespace) -> None:
    """What each read costs on every side that has it, as multiples of rows."""
    cells: dict[str, dict[str, Cell]] = {}
    for read in given.only:
        known = [side for side in sides if side.send(has=read)]
        chosen = report(read, known, measure(known, read, given.rounds, given.times))
        rows = total(chosen[0])
        cells[read] = {
            side.name: Cell(figure["python"], figure["postgres"], side.send(statements=read))
            for side, figure in zip(known, chosen, strict=True)
        }
        ratios = (
            f"{side.name} {total(figure) / rows:.2f}" for side, figure in zip(known, chosen, strict=True)
        )
        print(
            f"{read} as multiples of {FIRST_TIER}: {', '.join(ratios)}; load {os.getloadavg()[0]:.0f}",
            flush=True,
        )
    memory = {side.name: side.send(memory=True) for side in sides}
    print("memory: " + ", ".join(f"{name} {size:.0f} MiB" for name, size in memory.items()), flush=True)
    if given.write:
        write_table(cells, memory, given)


def compare_facets(chosen: dict[str, list[dict[str, float]]]) -> None:
    """What a browse page costs in this checkout, as a multiple of the list without facets."""
    for page, listed in FACETS.items():
        if page in chosen and listed in chosen:
            ratio = total(chosen[page][0]) / total(chosen[listed][-1])
            print(f"{page} costs {ratio:.2f} times {listed} (target ≤ {MOST_FACETS})", flush=True)


def show_first_reads(sides: list[Side], chosen: dict[str, Any], rounds: int, times: int) -> None:
    """What a browse page costs after writes, when nothing is kept of it as a whole: pages and lists take turns."""
    for page, listed in FACETS.items():
        if page in chosen and listed in chosen:
            for written in WRITES:
                show_first_read(sides, page, listed, written, rounds, times)


def show_first_read(sides: list[Side], page: str, listed: str, written: str, rounds: int, times: int) -> None:
    figures: dict[tuple[int, str], list[dict[str, float]]] = {}
    for _ in range(rounds):
        for place, side in enumerate(sides):
            for read in (page, listed):
                found = side.send(read=read, times=times, written=written)
                figures.setdefault((place, read), []).append(found)
    alone = total(best(figures[len(sides) - 1, listed]))
    for place, side in enumerate(sides):
        first = best(figures[place, page])
        print(
            f"{page} {side.name:<12} after a write to {written}: {total(first):.2f} ms CPU = Python "
            f"{first['python']:.2f} + PostgreSQL {first['postgres']:.2f}, {total(first) / alone:.2f} times {listed} of "
            f"{sides[-1].name} ({alone:.2f} ms; target ≤ {MOST_FACETS})",
            flush=True,
        )


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--against", type=Path, help="a checkout of another commit, with its own .venv")
    parser.add_argument("--tiers", action="store_true", help="this checkout with rows, beside it without")
    parser.add_argument(
        "--write", action="store_true", help="put the table of --tiers into the documentation"
    )
    parser.add_argument("--solutions", type=int, default=10_000)
    parser.add_argument("--reviews", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--times", type=int, default=10, help="requests in a round")
    parser.add_argument("--kept", action="store_true", help="measure answers that are kept")
    parser.add_argument("--only", nargs="+", choices=list(READS), default=list(READS))
    given = parser.parse_args()
    if given.write and not (given.tiers and given.only == COMPARED):
        parser.error("--write needs --tiers --only " + " ".join(COMPARED))
    return given


def list_sides(given: argparse.Namespace, shared: dict[str, str]) -> list[Side]:
    """This checkout, and what it is compared with."""
    if given.tiers:
        filler = Side(CHECKOUT, "reads_tiers", shared)  # none of the sides has written
        filler.send(fill=[given.solutions, given.reviews])
        filler.close()
        return [
            Side(
                CHECKOUT,
                "reads_tiers",
                {**shared, **changes},
                name=name,
                is_new=False,
                settings=SETTINGS.get(name, "production"),
            )
            for name, changes in TIERS.items()
        ]
    folders = [CHECKOUT, *([given.against.resolve()] if given.against else [])]
    return [Side(folder, f"reads_{place}", shared) for place, folder in enumerate(folders)]


def main() -> None:
    given = parse_arguments()
    shared = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR"}
    shared |= {} if given.kept else NONE_KEPT
    sides = list_sides(given, shared)
    try:
        for side in [] if given.tiers else sides:
            side.send(fill=[given.solutions, given.reviews])
        load = os.getloadavg()[0]
        print(
            f"{given.solutions} solutions, {given.reviews} reviews; best of {given.rounds} rounds; load {load:.0f}"
        )
        if given.tiers:
            compare_tiers(sides, given)
            return
        chosen = {
            read: report(read, sides, measure(sides, read, given.rounds, given.times)) for read in given.only
        }
        compare_facets(chosen)
        show_first_reads(sides, chosen, given.rounds, given.times)
    finally:
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()
