"""The state of the database server, as its statistics tell it: two statements, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from math import nan
from typing import Any

from django.db import connection
from prometheus_client import Gauge

from cms.operations.measuring import gauges

__all__ = ["forget_database", "measure_database"]

ACTIVITY = """
SELECT coalesce(state, ''), count(*), coalesce(max(extract(epoch FROM clock_timestamp() - xact_start))
    FILTER (WHERE datname = current_database() AND pid <> pg_backend_pid()), 0)
FROM pg_stat_activity
WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)
GROUP BY 1
"""
"""The kind of connections of other roles is hidden from a role without pg_monitor; those of clients have both keys."""
STATISTICS = """
SELECT d.blks_hit, d.blks_read, d.xact_commit, d.xact_rollback, d.temp_bytes, d.deadlocks,
    d.active_time / 1000 AS active, d.idle_in_transaction_time / 1000 AS idle_in_transaction,
    pg_database_size(d.datid) AS bytes, greatest(age(b.datfrozenxid), mxid_age(b.datminmxid)) AS age,
    rows.live, rows.dead, (SELECT count(*) FROM pg_locks WHERE NOT granted) AS locks,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - current_setting('reserved_connections')::int AS connections,
    followers.replicas, CASE WHEN followers.replicas = 0 THEN 0 ELSE followers.lag END AS lag
FROM pg_stat_database d JOIN pg_database b ON b.oid = d.datid
CROSS JOIN (
    SELECT coalesce(sum(n_live_tup), 0) AS live, coalesce(sum(n_dead_tup), 0) AS dead FROM pg_stat_user_tables
) rows
CROSS JOIN (
    SELECT count(*) AS replicas,
        max(CASE WHEN replay_lsn IS NOT NULL THEN coalesce(extract(epoch FROM replay_lag), 0) END) AS lag
    FROM pg_stat_replication
) followers
WHERE d.datname = current_database()
"""
COLUMNS: tuple[tuple[str, Gauge, str], ...] = (
    ("blks_hit", gauges.BLOCKS, "cache"),
    ("blks_read", gauges.BLOCKS, "disk"),
    ("xact_commit", gauges.TRANSACTIONS, "committed"),
    ("xact_rollback", gauges.TRANSACTIONS, "rolled_back"),
    ("active", gauges.SECONDS, "active"),
    ("idle_in_transaction", gauges.SECONDS, "idle_in_transaction"),
    ("live", gauges.ROWS, "live"),
    ("dead", gauges.ROWS, "dead"),
    ("temp_bytes", gauges.TEMPORARY_BYTES, ""),
    ("deadlocks", gauges.DEADLOCKS, ""),
    ("bytes", gauges.BYTES, ""),
    ("age", gauges.TRANSACTION_AGE, ""),
    ("locks", gauges.LOCKS_WAITING, ""),
    ("connections", gauges.CONNECTIONS_LIMIT, ""),
    ("replicas", gauges.REPLICAS, ""),
    ("lag", gauges.REPLICA_LAG, ""),
)
"""Columns of STATISTICS, the gauge of each, and the value of its label."""
STATES = {
    "active": "active",
    "idle": "idle",
    "idle in transaction": "idle_in_transaction",
    "idle in transaction (aborted)": "idle_in_transaction",
}
"""Values of the label by the server's own; all others are `other`."""
LABELS = (*dict.fromkeys(STATES.values()), "other")


def measure_database() -> None:
    """Read the state of the server into its gauges. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(ACTIVITY)
        activity = cursor.fetchall()
        cursor.execute(STATISTICS)
        names = [column.name for column in cursor.description or ()]
        [row] = cursor.fetchall()
    found: Counter[str] = Counter()
    for state, number, _age in activity:
        found[STATES.get(state, "other")] += number
    oldest = max((float(age) for *_ignored, age in activity), default=0.0)
    set_gauges({label: found[label] for label in LABELS}, oldest, dict(zip(names, row, strict=True)))


def forget_database() -> None:
    """Let the gauges tell that nothing could be read, rather than what was true before."""
    set_gauges(dict.fromkeys(LABELS, nan), nan, {})


def set_gauges(connections: dict[str, float], oldest: float, statistics: dict[str, Any]) -> None:
    for label, number in connections.items():
        gauges.CONNECTIONS.labels(label).set(number)
    gauges.OLDEST_TRANSACTION.set(oldest)
    for column, gauge, label in COLUMNS:
        value = statistics.get(column)
        (gauge.labels(label) if label else gauge).set(nan if value is None else float(value))
