"""What an answer is read from, noted while it is made: the tables of every statement, those of what a process keeps
between requests, and the moments at which the answer changes without a write.

Given the same rows at the same side of these moments, the same statements are executed again and give the same answer;
so it holds until one of the tables is written to or a moment comes. Whatever does not fit into that ends the keeping:
a statement whose tables are not known, a moment that something is worked out from, a function of a plugin that may read
anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from cms.declarations.moments import WatchedMoment, get_plain
from content_api.access.structure import VERSION_SQL
from content_api.access.table_versions import READ, WATCHED
from content_api.model.sql_templates.reads import (
    NO_READS,
    Reads,
    find_text_reads,
    join_reads,
    list_columns,
)

__all__ = ["AnswerWatch"]

OWN = frozenset({VERSION_SQL, READ, WATCHED})
"""Statements about versions."""
SOURCE = re.compile(
    r"""\b(?:FROM|JOIN)\s+(?:LATERAL\s+|ONLY\s+)?("?)(?!LATERAL\b|ONLY\b)(\w+)(\(?)""", re.IGNORECASE
)
"""A source that is no sub-query: a table, what WITH names, or a function."""
WITH_NAME = re.compile(r"\b(\w+) (?:\([^()]*\) )?AS (?:(?:NOT )?MATERIALIZED )?\(")
WORD = re.compile(r"\w+")
PURE_FUNCTIONS = frozenset(
    {"unnest", "generate_series", "jsonb_array_elements", "jsonb_each", "regexp_split_to_table"}
)
PARTS_OF_MOMENTS = re.compile(r"\b(?:EXTRACT|SUBSTRING|TRIM)\(\w+ FROM\b|\bDISTINCT FROM\b", re.IGNORECASE)
"""Where FROM names no source."""
WRITING = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY)\b", re.IGNORECASE)


class AnswerWatch:
    """Notes of one answer. reason: why it must not be kept; empty while it may be."""

    def __init__(self) -> None:
        self.reads, self.reason = NO_READS, ""

    def refuse(self, reason: str) -> None:
        self.reason = self.reason or reason

    def note_day(self) -> None:
        self.reads = join_reads(self.reads, Reads(frozenset(), frozenset(), by_day=True))

    def note_reads(self, reads: Reads | None) -> None:
        if reads is None:
            self.refuse("what a part of it is read from is not known")
        else:
            self.reads = join_reads(self.reads, reads)

    def execute(self, run: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Around every statement: note what it reads, and give it the plain moment."""
        text = str(sql)
        if text not in OWN:
            self.note_statement(text, params, many)
        if isinstance(params, list | tuple) and any(type(each) is WatchedMoment for each in params):
            params = [get_plain(each) for each in params]
        return run(sql, params, many, context)

    def note_statement(self, text: str, params: Any, many: bool) -> None:
        if many or not isinstance(params, list | tuple | None) or holds_moment_inside(params or ()):
            self.refuse("a statement has parameters of an unusual kind")
            return
        places = tuple(place for place, each in enumerate(params or ()) if type(each) is WatchedMoment)
        reads = read_text(text, places)
        if reads is None:
            self.refuse(f"what a statement reads is not known: {text[:300]}")
        elif self.reads is NO_READS or not covers(self.reads, reads):
            self.reads = join_reads(self.reads, reads)


@lru_cache(maxsize=4096)
def read_text(text: str, places: tuple[int, ...]) -> Reads | None:
    """What a statement reads; None when that cannot be told, or it writes.

    Every table whose name stands in the text counts; a source that is none ends it, such as a view.
    """
    text = text.replace(f"({VERSION_SQL})", "NULL")  # which is compared with that of the answer
    tables = list_columns().keys()
    if WRITING.match(text) or not all(each in tables for each in list_sources(text)):
        return None
    found = frozenset(WORD.findall(text)) & tables
    told = find_text_reads(text, places)
    return None if told is None else join_reads(told, Reads(found, frozenset()))


def list_sources(text: str) -> Iterator[str]:
    """The names behind FROM and JOIN that are neither those of WITH nor functions that read no table."""
    named = set(WITH_NAME.findall(text))
    for found in SOURCE.finditer(PARTS_OF_MOMENTS.sub("", text)):
        name, is_function = found[2], bool(found[3])
        if name not in (PURE_FUNCTIONS if is_function else named):
            yield f"{name}()" if is_function else name


def covers(known: Reads, new: Reads) -> bool:
    return (
        new.tables <= known.tables
        and new.moments <= known.moments
        and not (new.by_month and not known.by_month)
    )


def holds_moment_inside(params: Sequence[Any]) -> bool:
    """Whether the moment stands inside a parameter, where it would be sent as something that is not understood."""
    return any(
        isinstance(each, list | tuple | set) and any(type(one) is WatchedMoment for one in each)
        for each in params
    )
