"""Write the dashboard of logs for OpenSearch Dashboards and Kibana, or with --check compare it:
python deploy/logging/build_dashboards.py."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "dashboards.ndjson"
LOGS, DASHBOARD, LINES = "aixplore-logs", "aixplore-logs-dashboard", "aixplore-logs-errors"
WIDTH, HEIGHT, COLUMNS = 16, 12, 48
FORM = {"index-pattern": "7.6.0", "visualization": "7.10.0", "search": "7.9.3", "dashboard": "7.9.3"}
"""The form of each object, which both programs know and bring up to date."""
Aggregation = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """One chart. query: in the syntax of Lucene. by: the field by whose most frequent values it is split. over_time: as
    lines, else as a table. p95: the field whose 95th percentile is shown instead of a number of lines."""

    title: str
    query: str
    by: str
    over_time: bool = True
    p95: str = ""


PANELS = (
    Panel("Lines by level", "level:*", "level"),
    Panel("Lines by service", "*", "service"),
    Panel("Errors", "level:(error OR critical)", "event", over_time=False),
    Panel("Requests at the proxy by status", "service:nginx AND status:*", "status"),
    Panel("Seconds in which 95 % are answered", "service:nginx AND status:*", "service", p95="seconds"),
    Panel("Paths with faults", "service:nginx AND status:[500 TO 599]", "path", over_time=False),
    Panel("Requests that Django answered, by status", "event:request_finished", "code"),
    Panel("Rejected by rate limits", "event:rate_limited", "bucket"),
    Panel("Refused keys", "event:api_key_refused", "reason"),
    Panel("Failed health checks", "event:health_check_failed", "check"),
    Panel("Tasks of workers that were killed", "event:task_handed_back", "task", over_time=False),
    Panel("Dropped messages and notices", "event:(logout_notice_dropped OR revalidation_failed)", "reason",
          over_time=False),
    Panel("Accounts", "event:(signed_in OR second_factor_wrong OR password_changed OR account_created)", "event"),
    Panel("Plugins that were refused", "event:plugin_refused", "plugin", over_time=False),
)  # fmt: skip
ERRORS = "level:(error OR critical) OR exception:*"
SHOWN = ("service", "level", "event", "request_id", "message")


def build_object(
    kind: str, key: str, attributes: dict[str, Any], references: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "id": key, "type": kind, "attributes": attributes, "references": references,
        "migrationVersion": {kind: FORM[kind]},
    }  # fmt: skip


def build_source(query: str) -> dict[str, str]:
    """Which lines an object is about."""
    source = {
        "query": {"language": "lucene", "query": query}, "filter": [],
        "indexRefName": "kibanaSavedObjectMeta.searchSourceJSON.index",
    }  # fmt: skip
    return {"searchSourceJSON": json.dumps(source)}


REFERENCE = {"name": "kibanaSavedObjectMeta.searchSourceJSON.index", "type": "index-pattern", "id": LOGS}


def list_aggregations(panel: Panel) -> list[Aggregation]:
    """What is counted or measured, over time, by the values of a field."""
    measured = {"field": panel.p95, "percents": [95]} if panel.p95 else {}
    kind = "percentiles" if panel.p95 else "count"
    found: list[Aggregation] = [
        {"id": "1", "enabled": True, "type": kind, "schema": "metric", "params": measured}
    ]
    if panel.over_time:
        times = {
            "field": "timestamp",
            "interval": "auto",
            "min_doc_count": 1,
            "useNormalizedEsInterval": True,
        }
        found.append(
            {"id": "2", "enabled": True, "type": "date_histogram", "schema": "segment", "params": times}
        )
    values = {"field": panel.by, "size": 10, "order": "desc", "orderBy": "_key" if panel.p95 else "1"}
    schema = "group" if panel.over_time else "bucket"
    found.append({"id": "3", "enabled": True, "type": "terms", "schema": schema, "params": values})
    return found


def build_panel(number: int, panel: Panel) -> dict[str, Any]:
    kind = "line" if panel.over_time else "table"
    params = build_axes() if panel.over_time else {"perPage": 10, "showTotal": False}
    state = {"title": panel.title, "type": kind, "params": params, "aggs": list_aggregations(panel)}
    attributes = {
        "title": f"AiXplore logs: {panel.title}", "description": "", "version": 1, "uiStateJSON": "{}",
        "visState": json.dumps(state), "kibanaSavedObjectMeta": build_source(panel.query),
    }  # fmt: skip
    return build_object("visualization", f"{LOGS}-{number}", attributes, [REFERENCE])


def build_axes() -> dict[str, Any]:
    """The form of a line chart: both programs draw nothing without its axes."""
    axis = {"show": True, "style": {}, "labels": {"show": True, "truncate": 100}, "title": {}}
    across = {
        **axis, "id": "CategoryAxis-1", "type": "category", "position": "bottom", "scale": {"type": "linear"},
    }  # fmt: skip
    up = {
        **axis, "id": "ValueAxis-1", "name": "LeftAxis-1", "type": "value", "position": "left",
        "scale": {"type": "linear", "mode": "normal"},
    }  # fmt: skip
    series = {
        "show": True, "type": "line", "mode": "normal", "data": {"id": "1", "label": "Count"},
        "valueAxis": "ValueAxis-1", "drawLinesBetweenPoints": True, "showCircles": True, "lineWidth": 2,
    }  # fmt: skip
    return {
        "type": "line", "addLegend": True, "addTooltip": True, "legendPosition": "right", "grid": {},
        "categoryAxes": [across], "valueAxes": [up], "seriesParams": [series],
    }  # fmt: skip


def build_dashboard(names: list[tuple[str, str]]) -> dict[str, Any]:
    """All objects below each other, three in a row."""
    panels = [
        {
            "panelIndex": str(number), "panelRefName": f"panel_{number}", "embeddableConfig": {}, "version": "7.10.0",
            "gridData": {"i": str(number), "x": number * WIDTH % COLUMNS, "y": number * WIDTH // COLUMNS * HEIGHT,
                         "w": WIDTH, "h": HEIGHT},
        }
        for number in range(len(names))
    ]  # fmt: skip
    everything = {"query": {"language": "lucene", "query": ""}, "filter": []}
    attributes = {
        "title": "AiXplore: logs", "description": "", "version": 1, "hits": 0, "timeRestore": True,
        "timeFrom": "now-6h", "timeTo": "now", "refreshInterval": {"pause": True, "value": 0},
        "optionsJSON": json.dumps({"useMargins": True, "hidePanelTitles": False}), "panelsJSON": json.dumps(panels),
        "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps(everything)},
    }  # fmt: skip
    references = [
        {"name": f"panel_{number}", "type": kind, "id": key} for number, (kind, key) in enumerate(names)
    ]
    return build_object("dashboard", DASHBOARD, attributes, references)


def build() -> str:
    """One object a line, each after those that it names."""
    pattern = build_object("index-pattern", LOGS, {"title": f"{LOGS}-*", "timeFieldName": "timestamp"}, [])
    errors = {
        "title": "AiXplore logs: newest errors", "description": "", "version": 1, "hits": 0, "columns": list(SHOWN),
        "sort": [["timestamp", "desc"]], "kibanaSavedObjectMeta": build_source(ERRORS),
    }  # fmt: skip
    shown = [build_panel(number, panel) for number, panel in enumerate(PANELS)]
    shown.append(build_object("search", LINES, errors, [REFERENCE]))
    names = [(each["type"], each["id"]) for each in shown]
    return "".join(json.dumps(each) + "\n" for each in (pattern, *shown, build_dashboard(names)))


def main() -> None:
    text = build()
    if "--check" not in sys.argv:
        PATH.write_text(text, encoding="utf-8")
    elif not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
        sys.exit(f"Out of date: {PATH.name}. Run make dashboards.")


if __name__ == "__main__":
    main()
