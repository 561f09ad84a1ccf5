"""Counting days: each event is counted once, by its number, whenever it comes and whatever its day is.

Events are taken in the order in which they were stored, a slice in each transaction, together with the number of the
last one. So a process that is killed has counted its last slice or has not. Rows of a slice are read and stored in
parts, so memory does not grow with the events, nor with the visitors that their days had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from django.db import connection, transaction

from plugins.analytics_postgres.sketches import Visitors, add_visitors

__all__ = ["MOST_VALUES", "OTHER", "REFERRER", "roll_up", "roll_up_slice"]

SLICE = 50_000
"""Events in a transaction."""
PART = 5_000
"""Rows of days that are in memory at once; rows that are counted together are in one part."""
REFERRER = "@referrer"
"""The prop of hosts that views came from; no prop of an event has this name."""
OTHER = "\x01"
"""The value of all that are too many; no collected value has a control character."""
LONGEST = 200
MOST_VALUES = {True: 1000, False: 100}
"""Values of a prop and day that are told apart: of the whole site, and of a subject."""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('analytics_postgres_day', 0))"
START = "INSERT INTO analytics_postgres_progress (id, number) VALUES (1, 0) ON CONFLICT DO NOTHING"
FIND_SLICE = """
    SELECT progress.number, max(slice.number), count(slice.number) FROM analytics_postgres_progress AS progress
    LEFT JOIN LATERAL (
        SELECT number FROM analytics_postgres_event WHERE number > progress.number ORDER BY number LIMIT %s
    ) AS slice ON TRUE WHERE progress.id = 1 GROUP BY 1
"""
COUNT = """
    WITH slice AS MATERIALIZED (
        SELECT (time AT TIME ZONE 'UTC')::date AS day, kind, subject, path, type, referrer, props, visitor
        FROM analytics_postgres_event WHERE number > %(after)s AND number <= %(until)s
    ), counted AS (
        SELECT day, whole, CASE WHEN whole THEN '' ELSE kind END AS kind,
            CASE WHEN whole THEN '' ELSE subject END AS subject,
            CASE WHEN whole THEN '' ELSE path END AS path, type, prop, value, visitor
        FROM slice CROSS JOIN (VALUES (TRUE), (FALSE)) AS scopes (whole) CROSS JOIN LATERAL (
            SELECT '' AS prop, '' AS value
            UNION ALL SELECT %(referrer)s, referrer WHERE type = 'view' AND referrer <> ''
            UNION ALL SELECT key, left(props ->> key, %(longest)s) FROM jsonb_object_keys(props) AS keys (key)
            WHERE whole AND jsonb_typeof(props -> key) = 'string'
        ) AS named
    ), sums AS (
        SELECT day, whole, kind, subject, path, type, prop, value,
            count(*) AS events, array_agg(DISTINCT visitor) AS seen
        FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    )
    SELECT sums.*, old.visitors, old.seen, old.sketch FROM sums LEFT JOIN analytics_postgres_day AS old
    USING (kind, subject, path, whole, prop, type, day, value)
    ORDER BY day, whole, kind, subject, path, type, prop, events DESC, value
"""
COUNT_VALUES = """
    SELECT day, whole, kind, subject, path, type, prop, count(*)
    FROM analytics_postgres_day JOIN unnest(
        %s::date[], %s::bool[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]
    ) AS asked (day, whole, kind, subject, path, type, prop) USING (day, whole, kind, subject, path, type, prop)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
FIND_OTHERS = """
    SELECT day, whole, kind, subject, path, type, prop, visitors, seen, sketch
    FROM analytics_postgres_day JOIN unnest(
        %s::date[], %s::bool[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]
    ) AS asked (day, whole, kind, subject, path, type, prop) USING (day, whole, kind, subject, path, type, prop)
    WHERE value = E'\\x01'
"""
STAGE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS analytics_postgres_staged_day (
        day date, whole bool, kind text, subject text, path text, type text, prop text, value text,
        events bigint, visitors bigint, seen uuid[], sketch bytea
    ) ON COMMIT DROP;
    TRUNCATE analytics_postgres_staged_day
"""
COLUMNS = "day, whole, kind, subject, path, type, prop, value, events, visitors, seen, sketch"
COPY = f"COPY analytics_postgres_staged_day ({COLUMNS}) FROM STDIN (FORMAT BINARY)"
TYPES = ["date", "bool", *["text"] * 6, "int8", "int8", "uuid[]", "bytea"]
STORE = f"""
    INSERT INTO analytics_postgres_day AS days ({COLUMNS})
    SELECT {COLUMNS} FROM analytics_postgres_staged_day
    ON CONFLICT (kind, subject, path, whole, prop, type, day, value) DO UPDATE SET
        events = days.events + excluded.events, visitors = excluded.visitors,
        seen = excluded.seen, sketch = excluded.sketch
"""  # noqa: S608
ADVANCE = "UPDATE analytics_postgres_progress SET number = %s WHERE id = 1"
FINISH = "UPDATE analytics_postgres_progress SET finished_at = now(), seconds = %s, rows = %s WHERE id = 1"
logger = structlog.get_logger(__name__)


class Group(NamedTuple):
    """What is counted together: the values of a prop, or with an empty prop everything."""

    day: date
    whole: bool
    kind: str
    subject: str
    path: str
    type: str
    prop: str


class Row(NamedTuple):
    """Events to add to a row of days, with the visitors that it had, and those that are added."""

    group: Group
    value: str
    events: int
    added: list[UUID]
    had: Visitors | None


def roll_up() -> str:
    """Count all events that wait; each slice of them is a transaction."""
    events, rows, began = 0, 0, perf_counter()
    while slice := roll_up_slice():
        events, rows = events + slice[0], rows + slice[1]
        logger.info("events_rolled_up", events=events, rows=rows)
    with connection.cursor() as cursor:
        cursor.execute(FINISH, [perf_counter() - began, rows])
    return f"{events:,} events counted in {rows:,} rows of days."


def roll_up_slice() -> tuple[int, int] | None:
    """Count some events; how many, and in how many rows of days. None when no event waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(START)  # the table may have been emptied
        cursor.execute(FIND_SLICE, [SLICE])
        after, until, events = cursor.fetchone()
        if not events:
            return None
        stored = sum(store_rows(cursor, limit_values(cursor, part)) for part in read_parts(after, until))
        cursor.execute(ADVANCE, [until])
    return events, stored


def read_parts(after: int, until: int) -> Iterator[list[Row]]:
    """The rows that these events are added to, with all rows of a group in one part; they are those of the moment at
    which the first part is read."""
    part: list[Row] = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(COUNT, {"after": after, "until": until, "referrer": REFERRER, "longest": LONGEST})
        for _group, rows in groupby(map(parse_row, cursor), key=attrgetter("group")):
            part += rows
            if len(part) >= PART:
                yield part
                part = []
    if part:
        yield part


def parse_row(row: tuple[Any, ...]) -> Row:
    value, events, added, visitors, seen, sketch = row[7:]
    return Row(Group(*row[:7]), value, events, added, parse_visitors(visitors, seen, sketch))


def parse_visitors(count: int | None, seen: list[UUID] | None, sketch: bytes | None) -> Visitors | None:
    return None if count is None else Visitors(count, seen, sketch)


def limit_values(cursor: Any, rows: list[Row]) -> list[Row]:
    """The rows, with values that are too many for their day counted as one: frequent ones are kept first."""
    new = Counter(row.group for row in rows if row.group.prop and row.had is None)
    if not new:
        return rows
    numbers = {Group(*row[:7]): row[7] for row in select(cursor, COUNT_VALUES, new)}
    left = {group: MOST_VALUES[group.whole] - numbers.get(group, 0) for group in new}
    kept: list[Row] = []
    others: dict[Group, list[Row]] = {}
    for row in rows:
        if row.group.prop and row.had is None:
            left[row.group] -= 1
            if left[row.group] < 0:
                others.setdefault(row.group, []).append(row)
                continue
        kept.append(row)
    return [*kept, *merge_others(cursor, kept, others)]


def merge_others(cursor: Any, kept: list[Row], others: dict[Group, list[Row]]) -> Iterator[Row]:
    """One row for the values of each group that are not kept."""
    had = {Group(*row[:7]): parse_visitors(*row[7:]) for row in select(cursor, FIND_OTHERS, others)}
    for group, rows in others.items():
        visitors = {visitor for row in rows for visitor in row.added}
        yield Row(group, OTHER, sum(row.events for row in rows), list(visitors), had.get(group))


def select(cursor: Any, statement: str, groups: Iterable[Group]) -> list[tuple[Any, ...]]:
    """What a statement answers about groups; nothing without one."""
    columns = [list(column) for column in zip(*groups, strict=True)]
    if not columns:
        return []
    cursor.execute(statement, columns)
    return cursor.fetchall()  # type: ignore[no-any-return]


def store_rows(cursor: Any, rows: list[Row]) -> int:
    """Add to the rows of days; how many those are."""
    visitors = add_visitors([(row.had or Visitors(), row.added) for row in rows])
    cursor.execute(STAGE)
    with cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for row, each in zip(rows, visitors, strict=True):
            seen = None if each.seen is None else list(each.seen)
            copy.write_row((*row.group, row.value, row.events, each.count, seen, each.sketch))
    cursor.execute(STORE)
    return len(rows)
