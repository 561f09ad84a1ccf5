"""What the answer of a statement depends on, read from its text: tables, and columns that are compared with the moment.

The text is Django's, or composed of quoted names, so every table stands in it as a quoted name. Where a text does more
than compare columns with the moment, nothing can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connection

from content_api.access.table_versions import Versions
from content_api.model.sql_templates.template import PLACEHOLDER, QueryTemplate, Slot

__all__ = [
    "NO_READS",
    "Reads",
    "find_next_change",
    "find_reads",
    "find_text_reads",
    "join_reads",
    "list_columns",
]

WORD = re.compile(r"\w+")
SOURCE = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')
COMPARED = re.compile(r'(?:"\w+"|\b\w+)\."(\w+)" (?:<|<=|>|>=|@>) \(?$')
OF_MONTH = ("date_trunc('month', (", ") AT TIME ZONE 'UTC')")
CHANGING = re.compile(r"\b(?:now|random|nextval|\w+_timestamp|gen_random_uuid)\(|\bCURRENT_", re.IGNORECASE)


@dataclass(frozen=True)
class Reads:
    """moments: tables and columns with a moment at which the answer changes without a write. by_month, by_day: it
    changes with the month or the day in UTC, too."""

    tables: frozenset[str]
    moments: frozenset[tuple[str, str]]
    by_month: bool = False
    by_day: bool = False


NO_READS = Reads(frozenset(), frozenset())


def join_reads(one: Reads, other: Reads) -> Reads:
    """What both depend on."""
    return Reads(
        one.tables | other.tables,
        one.moments | other.moments,
        one.by_month or other.by_month,
        one.by_day or other.by_day,
    )


def find_reads(template: QueryTemplate) -> Reads | None:
    """What a statement reads; None when that cannot be told."""
    values = enumerate(template.params)
    places = tuple(place for place, value in values if type(value) is Slot and value.name == "now")
    return find_text_reads(template.sql or "", places)


def find_text_reads(sql: str, moments_at: tuple[int, ...]) -> Reads | None:
    """The same for a text whose parameters of these numbers are the present moment."""
    columns = list_columns()
    tables = frozenset(WORD.findall(sql)) & columns.keys()
    if not tables or not tables.issuperset(SOURCE.findall(sql)) or CHANGING.search(sql):
        return None
    moments, by_month = set(), False
    for before, after in list_moments(sql, moments_at):
        if before.endswith(OF_MONTH[0]) and after.startswith(OF_MONTH[1]):
            by_month = True
        elif found := COMPARED.search(before):
            moments |= {(table, found[1]) for table in tables if found[1] in columns[table]}
        else:
            return None
    return Reads(tables, frozenset(moments), by_month)


def list_moments(sql: str, moments_at: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """The text before and after each place of the moment."""
    places = [found.start() for found in PLACEHOLDER.finditer(sql) if found[1] == "s"]
    for number in moments_at:
        place = places[number]
        yield sql[:place], sql[place + 2 :]


@cache
def list_columns() -> dict[str, frozenset[str]]:
    """The columns of every table that a model has."""
    return {
        model._meta.db_table: frozenset(field.column for field in model._meta.local_concrete_fields)
        for model in apps.get_models(include_auto_created=True)
    }


def find_next_change(reads: Reads, now: datetime, versions: Versions | None = None) -> datetime:
    """The first moment at or after `now` at which the answer changes although nothing is written.

    versions: of the tables, read before; a moment that was found under the same ones is not looked for again.
    """
    found = [datetime.max.replace(tzinfo=UTC)]
    if reads.by_day:
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        found.append(day + timedelta(days=1))
    if reads.by_month:
        first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        found.append((first + timedelta(days=31)).replace(day=1))
    for table, column in sorted(reads.moments):
        found.append(find_next(table, column, now, versions[table] if versions else None))
    return min(found)


_next: dict[tuple[str, str], tuple[Decimal, datetime, datetime]] = {}
"""By table and column: the version of the table, from when on the moment is the next, and the moment."""


def find_next(table: str, column: str, now: datetime, version: Decimal | None) -> datetime:
    """The next moment of a column: looking for it reads the whole table where the column has no index."""
    known = _next.get((table, column))
    if known and known[0] == version and known[1] <= now <= known[2]:
        return known[2]
    rows = read_next(table, column, now)
    moment = min(rows, default=datetime.max.replace(tzinfo=UTC))
    if version is not None:
        _next[table, column] = version, now, moment
    return moment


def read_next(table: str, column: str, now: datetime) -> list[datetime]:
    """The next moment in a column, or the next bound in one of ranges, if there is one."""
    is_range = (table, column) in list_range_columns()
    quoted_table, quoted = connection.ops.quote_name(table), connection.ops.quote_name(column)
    moments = [f"lower({quoted})", f"upper({quoted})"] if is_range else [quoted]
    parts = [f"SELECT min({each}) FROM {quoted_table} WHERE {each} >= %s" for each in moments]  # noqa: S608  (quoted)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [now] * len(parts))
        return [value for (value,) in cursor.fetchall() if value is not None]


@cache
def list_range_columns() -> frozenset[tuple[str, str]]:
    """The columns of ranges of moments, by table and name."""
    return frozenset(
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, DateTimeRangeField)
    )
