"""CPU that PostgreSQL takes to find the vectors that are nearest to one, among so many of 384 numbers each."""

from __future__ import annotations

import random
import time
from statistics import median

from tests.benchmarks.read_worker import backend_pids, count_seconds, postgres_seconds

__all__ = ["measure_nearest"]

DIMENSIONS, SEARCHES, MODEL = 384, 30, "random"
FILL = """
    INSERT INTO vectors_postgres_vector (kind, key, locale, model, mark, numbers)
    SELECT 'SOLUTION', n, 'en', %s, '', ARRAY(SELECT (random() - 0.5 + n * 0)::real FROM generate_series(1, %s))
    FROM generate_series(1, %s) n
"""


def measure_nearest(count: int) -> None:
    """Print what one search costs among so many random vectors: all of a kind are compared, whatever they say."""
    from django.db import connection

    from cms.plugins.api.vectors import NearestRequest
    from plugins.vectors_postgres.finding import find_nearest
    from plugins.vectors_postgres.storing import prepare

    prepare(MODEL, DIMENSIONS)
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # workers would not be seen
        cursor.execute(FILL, [MODEL, DIMENSIONS, count])
        cursor.execute("VACUUM ANALYZE vectors_postgres_vector")
    seconds, costs = [], []
    for _ in range(SEARCHES):
        vector = [random.random() - 0.5 for _ in range(DIMENSIONS)]
        before, started = postgres_seconds(list(backend_pids())), time.perf_counter()
        find_nearest(NearestRequest(vector, MODEL, ("SOLUTION",), "en", 100, -1.0))
        seconds.append(time.perf_counter() - started)
        costs.append(count_seconds(before))
    print(
        f"nearest of {count:,} vectors: {min(costs) * 1000:.1f} ms CPU of PostgreSQL at least, median "
        f"{median(costs) * 1000:.1f}; {median(seconds) * 1000:.1f} ms passed"
    )
