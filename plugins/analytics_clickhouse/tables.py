"""The tables, and their versions: made when they are first used, changed by `manage.py clickhouse_tables`.

event              what visitors did; a row that comes twice is merged into one, and `FINAL` shows one of them
event_id           ids of all events that are kept, in an order in which 500 of them are found quickly
changed_hour       hours that got events, and until when they were counted
hour_count         events by hour and subject
day_count          events and visitors by day and subject, and of the whole site
value_count        events and visitors by day and value of a prop
referrer_count     views by day, subject and referrer, and of the whole site
dropped_month      months whose single events were dropped, each time
table_version      the versions that were made
"""

from __future__ import annotations

from cms.plugin_api import settings_of
from plugins.analytics_clickhouse.connection import ask, command, insert
from plugins.analytics_clickhouse.errors import UNKNOWN_TABLE, ClickHouseFailed
from plugins.analytics_clickhouse.settings import Settings

__all__ = [
    "STEPS",
    "TABLES",
    "WrongVersion",
    "check_tables",
    "create_tables",
    "forget_version",
    "read_version",
]

COUNTED = "generation DateTime('UTC'), events UInt64, visitors UInt64, version DateTime64(3, 'UTC')"
EVENT = """
    CREATE TABLE IF NOT EXISTS event (
        hour DateTime('UTC'), time DateTime64(6, 'UTC'), id UUID, type LowCardinality(String),
        kind LowCardinality(String), subject String, path String, referrer LowCardinality(String),
        texts Map(LowCardinality(String), String), numbers Map(LowCardinality(String), Float64), visitor UUID,
        site LowCardinality(String), stored DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree PARTITION BY toStartOfMonth(hour)
    PRIMARY KEY (hour, kind, subject, path) ORDER BY (hour, kind, subject, path, type, visitor, id)
"""
EVENT_ID = """
    CREATE TABLE IF NOT EXISTS event_id (id UUID, month Date) ENGINE = ReplacingMergeTree PARTITION BY month
    ORDER BY id SETTINGS index_granularity = 512
"""
READ_IDS = """
    CREATE MATERIALIZED VIEW IF NOT EXISTS event_id_reader TO event_id AS
    SELECT id, toStartOfMonth(hour) AS month FROM event
"""
CHANGED_HOUR = """
    CREATE TABLE IF NOT EXISTS changed_hour (
        hour DateTime('UTC'), stored SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
        counted SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
    ) ENGINE = AggregatingMergeTree ORDER BY hour
"""
READ_HOURS = """
    CREATE MATERIALIZED VIEW IF NOT EXISTS changed_hour_reader TO changed_hour AS
    SELECT hour, max(stored) AS stored FROM event GROUP BY hour
"""
HOUR_COUNT = """
    CREATE TABLE IF NOT EXISTS hour_count (
        hour DateTime('UTC'), type LowCardinality(String), kind LowCardinality(String), subject String, path String,
        generation DateTime('UTC'), events UInt64, version DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(version) PARTITION BY toStartOfMonth(hour)
    ORDER BY (kind, subject, path, hour, type, generation)
"""
DAY_COUNT = f"""
    CREATE TABLE IF NOT EXISTS day_count (
        day Date, whole Bool, type LowCardinality(String), kind LowCardinality(String), subject String, path String,
        {COUNTED}
    ) ENGINE = ReplacingMergeTree(version) PARTITION BY toStartOfMonth(day)
    ORDER BY (whole, kind, subject, path, day, type, generation)
"""
VALUE_COUNT = f"""
    CREATE TABLE IF NOT EXISTS value_count (
        day Date, type LowCardinality(String), prop LowCardinality(String), value String, {COUNTED}
    ) ENGINE = ReplacingMergeTree(version) PARTITION BY toStartOfMonth(day)
    ORDER BY (type, prop, day, value, generation)
"""
REFERRER_COUNT = f"""
    CREATE TABLE IF NOT EXISTS referrer_count (
        day Date, whole Bool, kind LowCardinality(String), subject String, path String, referrer String, {COUNTED}
    ) ENGINE = ReplacingMergeTree(version) PARTITION BY toStartOfMonth(day)
    ORDER BY (whole, kind, subject, path, day, referrer, generation)
"""
DROPPED_MONTH = """
    CREATE TABLE IF NOT EXISTS dropped_month (month Date, at DateTime('UTC')) ENGINE = MergeTree ORDER BY month
"""
VERSION = "CREATE TABLE IF NOT EXISTS table_version (version UInt16) ENGINE = MergeTree ORDER BY version"
STEPS: tuple[tuple[str, ...], ...] = (
    (
        EVENT, EVENT_ID, READ_IDS, CHANGED_HOUR, READ_HOURS, HOUR_COUNT, DAY_COUNT, VALUE_COUNT, REFERRER_COUNT,
        DROPPED_MONTH,
    ),
)  # fmt: skip
"""What makes each version from the one before. A step that failed half-way can be repeated."""
TABLES = (
    "event", "event_id", "changed_hour", "hour_count", "day_count", "value_count", "referrer_count", "dropped_month",
)  # fmt: skip

CHECKED: set[tuple[str, str]] = set()
"""Addresses and databases whose tables have the right version, as far as this process knows."""


class WrongVersion(ClickHouseFailed):
    """The tables are older or newer than the plugin."""


def read_version(*, slow: bool = True) -> int:
    """The version of the tables; 0 where there are none."""
    try:
        return int(ask("SELECT max(version) FROM table_version", slow=slow)[0][0])
    except ClickHouseFailed as error:
        if error.code == UNKNOWN_TABLE:
            return 0
        raise


def create_tables() -> tuple[int, int]:
    """Make what is missing; the versions before and after. WrongVersion when the tables are newer than the plugin."""
    before = read_version()
    refuse_newer(before)
    for number, statements in enumerate(STEPS[before:], start=before + 1):
        for statement in (VERSION, *statements):
            command(statement)
        insert("table_version", {"version": "UInt16"}, [[number]])
    forget_version()
    return before, len(STEPS)


def check_tables(*, slow: bool = False) -> None:
    """Make tables where there are none, once in each process. WrongVersion when there are others. slow: as in `ask`."""
    settings = settings_of(Settings)
    if (settings.url, settings.database) not in CHECKED:
        compare_version(read_version(slow=slow))
        CHECKED.add((settings.url, settings.database))


def compare_version(found: int) -> None:
    if found == 0:
        create_tables()
        return
    refuse_newer(found)
    if found < len(STEPS):
        raise WrongVersion(
            f"The tables have version {found}, the plugin needs {len(STEPS)}: run `manage.py clickhouse_tables`."
        )


def refuse_newer(found: int) -> None:
    if found > len(STEPS):
        raise WrongVersion(
            f"The tables have version {found}, the plugin knows {len(STEPS)}: install the newer version of AiXplore "
            "that made them, or give the plugin another `database`."
        )


def forget_version() -> None:
    """Ask for it again."""
    CHECKED.clear()
