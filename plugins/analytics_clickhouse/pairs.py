"""What the same visitors viewed on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cms.plugin_api import EventSubject, SubjectPair
from plugins.analytics_clickhouse.connection import ask
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["list_pairs"]

VIEWED = """
    SELECT visitor, arraySort(groupUniqArray(subject)) AS seen FROM event
    WHERE hour >= toDateTime({day:Date}, 'UTC') AND hour < toDateTime({day:Date} + 1, 'UTC')
    AND type = 'view' AND kind = {kind:String}
    GROUP BY visitor HAVING length(seen) BETWEEN 2 AND {most:UInt32}
"""
"""An event that is stored twice until rows are merged names no other subject."""
PAIRS = f"""
    SELECT pair.1, pair.2, count() AS visitors FROM (
        SELECT arrayJoin(arrayFlatten(arrayMap(
            (one, place) -> arrayMap(other -> (one, other), arraySlice(seen, place + 1)), seen, arrayEnumerate(seen)
        ))) AS pair FROM ({VIEWED})
    ) GROUP BY pair HAVING visitors >= {{fewest:UInt64}} ORDER BY visitors DESC, pair LIMIT {{limit:UInt32}}
"""


def list_pairs(kind: str, day: date, fewest: int, most: int, limit: int) -> Sequence[SubjectPair]:
    """Pairs of subjects that visitors of a day viewed, from the single events."""
    check_tables(slow=True)
    given = {"kind": kind, "day": day, "fewest": fewest, "most": most, "limit": limit}
    return [
        SubjectPair(EventSubject(kind, one), EventSubject(kind, other), visitors)
        for one, other, visitors in ask(PAIRS, given, slow=True)
    ]
