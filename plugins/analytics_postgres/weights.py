"""What each hour added to each subject, for what is trending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import connection

from cms.plugin_api import EventSubject, HourWeight

__all__ = ["find_weights"]

WEIGHTS = """
    WITH given AS (
        SELECT * FROM unnest(%(types)s::text[], %(weights)s::float8[]) AS given (type, weight)
    ), hours AS (
        SELECT date_trunc('hour', time, 'UTC') AS hour, date_trunc('day', time, 'UTC') AS day,
            kind, subject, path, visitor,
            sum(given.weight) FILTER (WHERE type <> 'view') AS others,
            max(given.weight) FILTER (WHERE type = 'view') AS view
        FROM analytics_postgres_event JOIN given USING (type)
        WHERE time >= date_trunc('day', %(begins)s, 'UTC') AND time < %(ends)s AND kind || path <> ''
        GROUP BY 1, 2, 3, 4, 5, 6
    ), viewed AS (
        SELECT *, coalesce(others, 0) + CASE WHEN view IS NOT NULL AND row_number() OVER (
            PARTITION BY day, kind, subject, path, visitor ORDER BY view IS NULL, hour
        ) = 1 THEN view ELSE 0 END AS weight
        FROM hours
    ), sums AS (
        SELECT hour, day, kind, subject, path, weight,
            sum(weight) OVER (PARTITION BY day, kind, subject, path, visitor ORDER BY hour) AS until
        FROM viewed WHERE weight > 0
    )
    SELECT hour, kind, subject, path, sum(least(weight, %(cap)s - (until - weight))),
        count(*) FILTER (WHERE until = weight)
    FROM sums WHERE hour >= %(begins)s AND until - weight < %(cap)s
    GROUP BY 1, 2, 3, 4 ORDER BY 1, kind COLLATE "C", subject COLLATE "C", path COLLATE "C"
"""
"""By visitor, subject and day: hours, their weights with the view in the first of them, and the sum until each."""


def find_weights(
    begins: datetime, ends: datetime, weights: Mapping[str, float], cap: float
) -> Sequence[HourWeight]:
    """Weights of subjects by hour, from single events; one statement."""
    given = {type: weight for type, weight in weights.items() if weight > 0}
    values = {"begins": truncate(begins), "ends": truncate(ends), "cap": cap}
    with connection.cursor() as cursor:
        cursor.execute(WEIGHTS, {**values, "types": list(given), "weights": list(given.values())})
        return [HourWeight(row[0], EventSubject(*row[1:4]), *row[4:]) for row in cursor.fetchall()]


def truncate(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
