"""Write the dashboards of Grafana, or with --check compare them: python deploy/grafana/build_dashboards.py."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "dashboards"
WIDTH, HEIGHT, COLUMNS = 8, 8, 24


@dataclass(frozen=True)
class Panel:
    """One chart. queries: PromQL by legend. unit: of Grafana, such as s or reqps."""

    title: str
    queries: dict[str, str]
    unit: str = "short"


def divide(above: str, below: str, by: str) -> str:
    """The ratio of two counters by a label."""
    return (
        f"sum by ({by}) (rate({above}[$__rate_interval])) / sum by ({by}) (rate({below}[$__rate_interval]))"
    )


def rate(counter: str, by: str) -> str:
    return f"sum by ({by}) (rate({counter}[$__rate_interval]))"


def change(gauge: str, by: str) -> str:
    """How fast a number grows that the scheduler reads once a minute, by a label."""
    return f"max by ({by}) (rate({gauge}[5m]))"


def percentile(share: float, histogram: str, by: str) -> str:
    """The seconds in which this share of requests was answered, by a label."""
    return f"histogram_quantile({share}, sum by ({by}, le) (rate({histogram}_bucket[$__rate_interval])))"


DASHBOARDS: dict[str, list[Panel]] = {
    "requests": [
        Panel("Requests", {"{{area}}": rate("aixplore_request_seconds_count", "area")}, "reqps"),
        Panel(
            "Requests by status", {"{{status}}": rate("aixplore_request_seconds_count", "status")}, "reqps"
        ),
        Panel(
            "95 % are answered within",
            {"{{area}}": percentile(0.95, "aixplore_request_seconds", "area")},
            "s",
        ),
        Panel(
            "Faults of the API (0.1 % are allowed)",
            {
                "5 minutes": "level:availability_faults:ratio_rate5m",
                "1 hour": "level:availability_faults:ratio_rate1h",
            },
            "percentunit",
        ),
        Panel(
            "Slow answers of the API (1 % is allowed)",
            {"5 minutes": "level:latency_faults:ratio_rate5m", "1 hour": "level:latency_faults:ratio_rate1h"},
            "percentunit",
        ),
        Panel("Requests that wait for a thread", {"waiting": "sum(aixplore_requests_waiting)"}),
        Panel(
            "Operations",
            {"{{operation}}": f"topk(10, {rate('aixplore_operation_seconds_count', 'operation')})"},
            "reqps",
        ),
        Panel(
            "95 % of an operation are answered within",
            {"{{operation}}": f"topk(10, {percentile(0.95, 'aixplore_operation_seconds', 'operation')})"},
            "s",
        ),
    ],
    "site": [
        Panel("Living processes", {"{{role}}": "max by (role) (aixplore_processes)"}),
        Panel("Tasks", {"{{state}}": "max by (state) (aixplore_tasks)"}),
        Panel("Age of the oldest due task", {"age": "max(aixplore_tasks_oldest_seconds)"}, "s"),
        Panel("Interrupted tasks", {"{{outcome}}": rate("aixplore_tasks_interrupted_total", "outcome")}),
        Panel("Deliveries that wait", {"{{plugin}}": "max by (plugin) (aixplore_outbox_waiting)"}),
        Panel(
            "Age of the oldest delivery",
            {"{{plugin}}": "max by (plugin) (aixplore_outbox_oldest_seconds)"},
            "s",
        ),
    ],
    "graphql": [
        Panel(
            "Anonymous answers", {"{{outcome}}": rate("aixplore_graphql_answers_total", "outcome")}, "reqps"
        ),
        Panel(
            "Root fields by tier", {"{{tier}}": rate("aixplore_graphql_root_fields_total", "tier")}, "reqps"
        ),
        Panel(
            "Answers of other processes",
            {"{{outcome}}": rate("aixplore_graphql_shared_answers_total", "outcome")},
            "reqps",
        ),
        Panel(
            "Bytes of kept answers", {"{{owner}}": "sum by (owner) (aixplore_graphql_answer_bytes)"}, "bytes"
        ),
        Panel(
            "Rejected by rate limits", {"{{bucket}}": rate("aixplore_rate_limited_total", "bucket")}, "reqps"
        ),
        Panel("Refused keys", {"{{reason}}": rate("aixplore_keys_refused_total", "reason")}, "reqps"),
    ],
    "plugins": [
        Panel("State", {"{{plugin}}: {{state}}": "max by (plugin, state) (aixplore_plugin)"}),
        Panel("Calls", {"{{plugin}}": rate("aixplore_hook_calls_total", "plugin")}, "reqps"),
        Panel(
            "Share of calls that fail",
            {"{{plugin}}": divide("aixplore_hook_failures_total", "aixplore_hook_calls_total", "plugin")},
            "percentunit",
        ),
        Panel(
            "Seconds of a call",
            {"{{plugin}}": divide("aixplore_hook_seconds_total", "aixplore_hook_calls_total", "plugin")},
            "s",
        ),
        Panel(
            "Statements of a call",
            {"{{plugin}}": divide("aixplore_hook_statements_total", "aixplore_hook_calls_total", "plugin")},
        ),
        Panel("Open breakers", {"{{plugin}} {{hook}}": "max by (plugin, hook) (aixplore_hook_breaker_open)"}),
    ],
    "database": [
        Panel(
            "Connections",
            {
                "{{state}}": "max by (state) (aixplore_database_connections)",
                "limit": "max(aixplore_database_connections_limit)",
            },
        ),
        Panel("Busy connections", {"{{state}}": change("aixplore_database_seconds", "state")}),
        Panel(
            "Age of the oldest open transaction",
            {"age": "max(aixplore_database_oldest_transaction_seconds)"},
            "s",
        ),
        Panel("Locks that are waited for", {"locks": "max(aixplore_database_locks_waiting)"}),
        Panel(
            "Share of blocks that come from the cache",
            {
                "cache": 'max(rate(aixplore_database_blocks{source="cache"}[5m]))'
                f" / sum({change('aixplore_database_blocks', 'source')})"
            },
            "percentunit",
        ),
        Panel("Transactions", {"{{outcome}}": change("aixplore_database_transactions", "outcome")}, "reqps"),
        Panel("Size", {"size": "max(aixplore_database_bytes)"}, "bytes"),
        Panel("Rows", {"{{state}}": "max by (state) (aixplore_database_rows)"}),
        Panel("Temporary files", {"written": "max(rate(aixplore_database_temporary_bytes[5m]))"}, "Bps"),
        Panel("Deadlocks", {"deadlocks": "max(rate(aixplore_database_deadlocks[5m]))"}),
        Panel(
            "Transactions since the oldest row that is not frozen",
            {"age": "max(aixplore_database_transaction_age)"},
        ),
        Panel(
            "Replicas, and seconds that the slowest is behind",
            {
                "replicas": "max(aixplore_database_replicas)",
                "behind": "max(aixplore_database_replica_lag_seconds)",
            },
        ),
    ],
    "editorial": [
        Panel("What waits", {"{{queue}}": "max by (queue) (aixplore_editorial_waiting)"}),
        Panel("Age of the oldest", {"{{queue}}": "max by (queue) (aixplore_editorial_oldest_seconds)"}, "s"),
        Panel(
            "Published and taken back in an hour",
            {
                "{{event}}": "sum by (event)"
                ' (increase(aixplore_content_events_total{event=~"content_published|content_unpublished"}[1h]))'
            },
        ),
        Panel(
            "Published in an hour, by kind",
            {
                "{{kind}}": "sum by (kind)"
                ' (increase(aixplore_content_events_total{event="content_published"}[1h]))'
            },
        ),
        Panel(
            "Reviews and replies in an hour",
            {
                "{{event}}": "sum by (event) (increase("
                'aixplore_content_events_total{event=~"review_submitted|review_published|vendor_reply_published"}[1h]))'
            },
        ),
        Panel(
            "Written through the editorial API in an hour",
            {"{{action}}": "sum by (action) (increase(aixplore_editorial_writes_total[1h]))"},
        ),
        Panel(
            "Claims on vendors in an hour",
            {"{{outcome}}": "sum by (outcome) (increase(aixplore_vendor_claims_total[1h]))"},
        ),
        Panel("Broken links", {"broken": 'max(aixplore_editorial_waiting{queue="broken_links"})'}),
        Panel("Imports that wait or run", {"imports": 'max(aixplore_editorial_waiting{queue="imports"})'}),
    ],
    "visits": [
        Panel("Events taken", {"{{type}}": rate("aixplore_collect_events_total", "type")}),
        Panel("Events stored", {"{{provider}}": rate("aixplore_collect_stored_total", "provider")}),
        Panel("Events dropped", {"{{reason}}": rate("aixplore_collect_dropped_total", "reason")}),
        Panel("Events that wait", {"waiting": "max(aixplore_collect_waiting)"}),
        Panel("Age of the oldest event", {"age": "max(aixplore_collect_oldest_seconds)"}, "s"),
        Panel(
            "Searches",
            {"{{part}}: {{outcome}}": rate("aixplore_searches_kept_total", "part, outcome")},
            "reqps",
        ),
    ],
}
"""Panels by dashboard."""


def build_dashboard(name: str, panels: list[Panel]) -> dict[str, Any]:
    """Grafana's form of a dashboard: three panels in a row."""
    return {
        "uid": f"aixplore-{name}",
        "title": f"AiXplore: {name}",
        "tags": ["aixplore"],
        "schemaVersion": 41,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "panels": [build_panel(number, panel) for number, panel in enumerate(panels)],
    }


def build_panel(number: int, panel: Panel) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "prometheus"}
    place = number * WIDTH
    return {
        "id": number + 1,
        "title": panel.title,
        "type": "timeseries",
        "datasource": source,
        "gridPos": {"x": place % COLUMNS, "y": place // COLUMNS * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(65 + index), "datasource": source, "expr": query, "legendFormat": legend}
            for index, (legend, query) in enumerate(panel.queries.items())
        ],
    }


def main() -> None:
    stale = []
    for name, panels in DASHBOARDS.items():
        path, text = FOLDER / f"{name}.json", json.dumps(build_dashboard(name, panels), indent=2) + "\n"
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"Out of date: {', '.join(stale)}. Run python deploy/grafana/build_dashboards.py.")


if __name__ == "__main__":
    main()
