"""Facts about plugins as tables for people."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["build_problem_tables", "explanation", "listing", "render_items"]

Facts = Mapping[str, Any]
WIDTH = 140
"""Columns where there is no terminal to ask."""
COLOURS = {"loaded": "green", "refused": "bold red", "breaker open": "red", "tables out of date": "red"}
LISTED = ("name", "version", "state", "slot", "hooks", "errors", "source", "reason")


def render_items(items: Iterable[Table | Text], colour: bool) -> str:
    """Tables and lines as text. colour: the text goes to a terminal."""
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    console = Console(width=width, force_terminal=colour, no_color=not colour, markup=False, highlight=False)
    with console.capture() as captured:
        for item in items:
            console.print(item)
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines())


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """One table; cells are text and never markup."""
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", header_style="dim")
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(format_value(cell)) for cell in row))
    return made


def format_value(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ": ".join(map(format_value, value.values()))
    if isinstance(value, list | tuple):
        return ", ".join(map(format_value, value))
    return "" if value is None else str(value)


def listing(rows: Iterable[Facts]) -> list[Table]:
    """All plugins in a line each: how many hooks they have, which `why` names."""
    return [table("", LISTED, ([cell(row, name) for name in LISTED] for row in rows))]


def cell(row: Facts, name: str) -> Any:
    if name == "state":
        off = f", off on {format_value(row['off_on'])}" if row["off_on"] and row["state"] == "loaded" else ""
        return Text(row["state"] + off, style=COLOURS.get(row["state"], "yellow"))
    if name == "hooks":
        return len(row["hooks"])
    return row[name].removeprefix(f"{settings.BASE_DIR}/") if name == "source" else row[name]


def explanation(facts: Facts) -> list[Table | Text]:
    """Everything about one plugin: what it is, what it does here, and what became of that."""
    manifest, waiting = facts["manifest"], facts["deliveries"]
    head = {
        "state": facts["state"],
        "reason": facts["reason"],
        "source": facts["source"],
        **manifest,
        "changes_without_migration": facts["changes_without_migration"],
        "pending_migrations": facts["pending_migrations"],
        "open_breakers": facts["open_breakers"],
        "deliveries": f"{waiting['waiting']} waiting, {waiting['dead']} set aside",
    }
    known = [(name.replace("_", " "), value) for name, value in head.items() if value not in ("", None, [])]
    tables: list[Table | Text] = [table(facts["name"], ("what", "value"), known)]
    for title, rows in sections(facts):
        if rows:
            tables.append(table(title, list(rows[0]), (list(row.values()) for row in rows)))
    return tables


def sections(facts: Facts) -> list[tuple[str, list[Facts]]]:
    return [
        ("Settings", facts["settings"]),
        ("Hooks, with the calls of this process", facts["hooks"]),
        ("Contributions", [{"contribution": each} for each in facts["contributions"]]),
        ("Switches", facts["switches"]),
        ("Jobs", facts["jobs"]),
        ("Last failures, in all processes", facts["errors"]),
        ("Failures before its code was changed", facts["earlier_errors"]),
        ("Deliveries that failed", facts["deliveries"]["failed"]),
    ]


def build_problem_tables(problems: Iterable[Facts]) -> list[Table]:
    """What `plugins check` found."""
    return [table("", ("plugin", "problem"), ((each["plugin"], each["problem"]) for each in problems))]
