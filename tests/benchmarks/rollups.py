"""Time and memory of counting days: events are written by SQL, and counted as the job does it.

    python -m tests.benchmarks.rollups --events 1000000

It makes a database of its own beside that of DATABASE_URL, and drops it. Memory is the peak of this process and of its
backend in PostgreSQL, without shared buffers. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path

import psycopg

NAME = "aixplore_rollups"
EVENTS = """
    INSERT INTO analytics_postgres_event (id, type, time, kind, subject, path, referrer, props, visitor, site)
    SELECT gen_random_uuid(), CASE WHEN n %% 10 = 0 THEN 'outbound_click' ELSE 'view' END,
        timestamptz '2026-11-01 00:00+00' + n * (interval '14 days' / %(events)s), 'SOLUTION',
        encode(convert_to('Solution:' || floor(20000 * power(random(), 3))::int, 'UTF8'), 'base64'), '',
        CASE WHEN n %% 3 = 0 THEN 'host' || floor(3000 * power(random(), 3))::int || '.example' ELSE '' END,
        CASE WHEN n %% 10 = 0 THEN jsonb_build_object('host', 'host' || n %% 5000 || '.example') ELSE '{}' END,
        md5('visitor' || floor(random() * %(events)s / 4)::int)::uuid, 'example.org'
    FROM generate_series(%(first)s, %(last)s) n
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=1_000_000)
    given = parser.parse_args()
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f"CREATE DATABASE {NAME}")
        try:
            measure(url.rsplit("/", 1)[0] + f"/{NAME}", given.events)
        finally:
            connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def measure(url: str, events: int) -> None:
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.test",
        "LOG_LEVEL": "ERROR",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from plugins.analytics_postgres.rollups import roll_up

    connection.settings_dict["NAME"] = NAME
    call_command("migrate", "analytics_postgres", verbosity=0)
    write_events(events)
    connection.close()
    connection.ensure_connection()
    begins, cpu = time.perf_counter(), time.process_time()
    print(roll_up())
    seconds = time.perf_counter() - begins
    print(f"{events:,} events in {seconds:.1f} s ({time.process_time() - cpu:.1f} s CPU of this process)")
    print(f"peak memory: this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(f"its backend {read_backend_peak():.0f} MiB; days: {read_size()}")


def write_events(events: int) -> None:
    from datetime import UTC, datetime

    from django.db import connection

    from plugins.analytics_postgres.partitions import create_partitions

    create_partitions([datetime(2026, 11, 1, tzinfo=UTC)])
    with connection.cursor() as cursor:
        for first in range(0, events, 100_000):
            last = min(first + 100_000, events) - 1
            cursor.execute(EVENTS, {"events": events, "first": first, "last": last})
        cursor.execute("ANALYZE analytics_postgres_event")


def read_backend_peak() -> float:
    """MiB of private memory that the backend has now; 0 where it is on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        file = Path(f"/proc/{cursor.fetchone()[0]}/status")
    lines = file.read_text().splitlines() if file.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def read_size() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), pg_size_pretty(pg_total_relation_size('analytics_postgres_day')) FROM analytics_postgres_day"
        )
        return "{:,} rows, {}".format(*cursor.fetchone())


if __name__ == "__main__":
    main()
