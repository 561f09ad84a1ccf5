"""The table of the tiers beside plain Grapple and one statement, as it stands in the documentation."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.support.serving import CHECKOUT

__all__ = ["Cell", "write_table"]

PAGE = CHECKOUT / "docs" / "explanation" / "read-path.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
SIDES = ("plain Grapple", "T3", "T1", "T0", "one SQL")
RATIOS = (
    ("plain Grapple", "T3"),
    ("plain Grapple", "T1"),
    ("plain Grapple", "T0"),
    ("T3", "T1"),
    ("T1", "one SQL"),
)
Cells = Mapping[str, Mapping[str, "Cell"]]
"""By read, then by side."""


@dataclass(frozen=True)
class Cell:
    """Milliseconds of CPU for one request, and its statements."""

    python: float
    postgres: float
    statements: int

    @property
    def total(self) -> float:
        return self.python + self.postgres


def write_table(cells: Cells, memory: Mapping[str, float], given: argparse.Namespace) -> None:
    """Put the figures of a run into the page, in place of those of the run before."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = [describe_run(given), "", *list_costs(cells, memory), "", *list_ratios(cells)]
    PAGE.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + after)


def describe_run(given: argparse.Namespace) -> str:
    return (
        f"Run of {date.today()}: `python -m tests.benchmarks.reads --tiers --write --only W1 W2 W3 W4 W5 --solutions "
        f"{given.solutions} --reviews {given.reviews} --rounds {given.rounds} --times {given.times}`. Milliseconds of CPU for "
        "one request, Python + PostgreSQL, of the round that others disturbed least; in brackets the statements."
    )


def list_costs(cells: Cells, memory: Mapping[str, float]) -> list[str]:
    rows = [[read, *(write_cost(found.get(side)) for side in SIDES)] for read, found in cells.items()]
    sizes = ["memory of the process", *(f"{memory[side]:.0f} MiB" for side in SIDES)]
    return write_rows(["", *SIDES], [*rows, sizes])


def write_cost(cell: Cell | None) -> str:
    return f"{cell.python:.2f} + {cell.postgres:.2f} ({cell.statements})" if cell else "–"


def list_ratios(cells: Cells) -> list[str]:
    """How many times more one side costs than another."""
    rows = [[read, *(write_ratio(found, *pair) for pair in RATIOS)] for read, found in cells.items()]
    return write_rows(["", *(f"{one} / {other}" for one, other in RATIOS)], rows)


def write_ratio(found: Mapping[str, Cell], one: str, other: str) -> str:
    return f"{found[one].total / found[other].total:.1f}" if one in found and other in found else "–"


def write_rows(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
