"""What the scheduler reads from the database once a minute. NaN: it could not be read."""

from __future__ import annotations

from prometheus_client import Gauge

from cms.base.measures import REGISTRY

__all__ = [
    "BLOCKS",
    "BYTES",
    "CONNECTIONS",
    "CONNECTIONS_LIMIT",
    "DEADLOCKS",
    "LOCKS_WAITING",
    "OLDEST_TRANSACTION",
    "QUEUE_LENGTH",
    "QUEUE_OLDEST",
    "REPLICAS",
    "REPLICA_LAG",
    "ROWS",
    "SECONDS",
    "TEMPORARY_BYTES",
    "TRANSACTIONS",
    "TRANSACTION_AGE",
]


def make_gauge(name: str, text: str, *labels: str) -> Gauge:
    """A gauge of which the process that set it last tells the value, while it lives."""
    return Gauge(f"aixplore_{name}", text, labels, registry=REGISTRY, multiprocess_mode="livemostrecent")


CONNECTIONS = make_gauge(
    "database_connections",
    "Connections of all clients to the database server: active, idle, idle_in_transaction, or other (also those whose"
    " state is hidden from the site's role).",
    "state",
)
CONNECTIONS_LIMIT = make_gauge(
    "database_connections_limit", "Connections that the server has for roles without privileges."
)
OLDEST_TRANSACTION = make_gauge(
    "database_oldest_transaction_seconds", "Age of the oldest open transaction in the site's database."
)
LOCKS_WAITING = make_gauge("database_locks_waiting", "Locks that a connection waits for.")
BYTES = make_gauge("database_bytes", "Size of the site's database.")
ROWS = make_gauge(
    "database_rows",
    "Rows of all tables, as the server estimates them: live, or dead (not yet vacuumed).",
    "state",
)
BLOCKS = make_gauge(
    "database_blocks",
    "Blocks of 8 kB read since the statistics began: from the server's cache, or from disk.",
    "source",
)
TRANSACTIONS = make_gauge(
    "database_transactions", "Transactions since the statistics began: committed or rolled_back.", "outcome"
)
SECONDS = make_gauge(
    "database_seconds",
    "Seconds of all connections since the statistics began: active (with statements) or idle_in_transaction.",
    "state",
)
TEMPORARY_BYTES = make_gauge(
    "database_temporary_bytes",
    "Bytes of temporary files since the statistics began: of sorts beyond work_mem.",
)
DEADLOCKS = make_gauge("database_deadlocks", "Deadlocks since the statistics began.")
TRANSACTION_AGE = make_gauge(
    "database_transaction_age",
    "Transactions since the oldest row that is not frozen; autovacuum keeps it low, and beyond two billion the server"
    " writes no more.",
)
REPLICAS = make_gauge("database_replicas", "Servers that follow this one.")
REPLICA_LAG = make_gauge(
    "database_replica_lag_seconds",
    "How far the slowest of them is behind; NaN where the site's role may not see it.",
)
QUEUE_LENGTH = make_gauge(
    "editorial_waiting",
    "What waits for people, or to be published: workflow, scheduled, imports, broken_links, reviews, replies, reports"
    " and claims.",
    "queue",
)
QUEUE_OLDEST = make_gauge(
    "editorial_oldest_seconds", "Age of the oldest of them; of scheduled pages, since it was due.", "queue"
)
