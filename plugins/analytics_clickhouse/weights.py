"""What visitors add to subjects, from the single events: the input of what is trending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cms.plugin_api import EventSubject, HourWeight
from plugins.analytics_clickhouse.connection import ask
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["list_weights"]

DAY = "toDate(hour, 'UTC'), kind, subject, path, visitor"
"""What is capped, and within which a view counts once."""
GIVEN = """
    {begins:DateTime('UTC')} AS begins, {ends:DateTime('UTC')} AS ends, {types:Array(String)} AS types,
    {weights:Array(Float64)} AS weights, {cap:Float64} AS cap
"""
EVENTS = f"""
    SELECT hour, kind, subject, path, visitor, type, count() AS events FROM event FINAL
    WHERE hour >= toStartOfDay(begins) AND hour < ends AND has(types, type) AND (kind != '' OR path != '')
    AND ({DAY}) IN (SELECT {DAY} FROM event WHERE hour >= begins AND hour < ends AND has(types, type))
    GROUP BY hour, kind, subject, path, visitor, type
"""
"""The days of those visitors alone who did something in the range."""
WEIGHED = f"""
    SELECT hour, kind, subject, path, visitor, transform(type, types, weights, 0.) * if(
        type = 'view', row_number() OVER (PARTITION BY {DAY}, type ORDER BY hour) = 1, events
    ) AS weight FROM ({EVENTS})
"""
CAPPED = f"""
    SELECT hour, kind, subject, path, least(cap, reached) - least(cap, reached - hourly) AS added,
    added > 0 AND reached = hourly AS is_first
    FROM (
        SELECT hour, kind, subject, path, sum(weight) AS hourly,
        sum(hourly) OVER (PARTITION BY {DAY} ORDER BY hour) AS reached
        FROM ({WEIGHED}) GROUP BY hour, kind, subject, path, visitor
    )
"""
WEIGHTS = f"""
    WITH {GIVEN}
    SELECT hour, kind, subject, path, sum(added) AS weight, countIf(is_first) FROM ({CAPPED})
    WHERE hour >= begins GROUP BY hour, kind, subject, path HAVING weight > 0 ORDER BY hour, kind, subject, path
"""


def list_weights(
    begins: datetime, ends: datetime, weights: Mapping[str, float], cap: float
) -> Sequence[HourWeight]:
    """What each hour added to each subject."""
    check_tables(slow=True)
    given = {
        "begins": floor_to_hour(begins), "ends": floor_to_hour(ends), "cap": cap, "types": list(weights),
        "weights": [float(each) for each in weights.values()],
    }  # fmt: skip
    if not weights:
        return []
    return [
        HourWeight(hour, EventSubject(kind, name, path), weight, visitors)
        for hour, kind, name, path, weight, visitors in ask(WEIGHTS, given, slow=True)
    ]


def floor_to_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
