"""How the server and the counts are: for operators and Prometheus."""

from __future__ import annotations

from datetime import timedelta

from cms.plugin_api import Health, Sample
from plugins.analytics_clickhouse.connection import ask
from plugins.analytics_clickhouse.errors import ClickHouseFailed
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["check_server", "count_uncounted_hours"]

LATE = timedelta(minutes=15)
UNCOUNTED = """
    SELECT count(), min(since), now64(3, 'UTC'), version() FROM (
        SELECT max(stored) AS since FROM changed_hour GROUP BY hour HAVING since > max(counted)
    )
"""


def check_server() -> Health:
    """Whether ClickHouse answers, has tables of the right version, and what was stored is counted; one query."""
    try:
        check_tables()
        hours, since, now, version = ask(UNCOUNTED)[0]
    except ClickHouseFailed as error:
        return Health(ok=False, message=str(error))
    if hours and now - since > LATE:
        remedy = "start the scheduler, and see `manage.py plugins why analytics_clickhouse`."
        return Health(
            ok=False,
            message=f"{hours} hours with events are not counted since {since:%Y-%m-%d %H:%M}: {remedy}",
        )
    return Health(ok=True, message=f"ClickHouse {version}.")


def count_uncounted_hours() -> list[Sample]:
    """No sample while ClickHouse does not answer."""
    try:
        return [Sample(ask(UNCOUNTED)[0][0])]
    except ClickHouseFailed:
        return []
