"""Alerts and charts ask for metrics that exist, by labels that they have, and each alert has a runbook."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from prometheus_client.utils import floatToGoString

from cms.analytics.drops import Drop
from cms.base.measures import SECONDS
from cms.operations.models import Role
from cms.plugins.runtime.overview import Condition
from cms.serving.measures import AREAS, OTHER
from tests.deploy.files import (
    CHECKOUT,
    DEPLOY,
    find_metrics,
    list_dashboard_queries,
    list_recorded,
    list_rules,
    read_yaml,
)

METRICS = (CHECKOUT / "docs" / "reference" / "metrics.md").read_text()
LABELS = {
    name: set(re.findall(r"\w+", labels))
    for name, labels in re.findall(r"^\| `(aixplore_\w+)` \| \w+ \|([\w, ]*)\|", METRICS, re.M)
}
"""Labels by metric; `tests/cms/test_operations.py` compares this page with what the site exports."""
VALUES: dict[str, set[str]] = {
    "role": {each.value for each in Role},
    "state": {each.value for each in Condition} | {"ready", "running"},
    "reason": {each.value for each in Drop},
    "outcome": {"queued", "given_up", "handed_back"},
    "area": {*AREAS.values(), OTHER},
    "status": {"2xx", "3xx", "4xx", "5xx"},
    "le": {floatToGoString(each) for each in SECONDS},
}
QUERIES = [
    *((rule["alert"], rule["expr"]) for rule in list_rules()),
    *list_recorded().items(),
    *list_dashboard_queries(),
]
RECORDED = re.compile(r"\blevel:\w+:\w+")


@pytest.mark.parametrize(("place", "query"), QUERIES, ids=[place for place, _ in QUERIES])
def test_a_query_asks_for_what_there_is(place: str, query: str) -> None:
    metrics = find_metrics(query)
    assert metrics <= set(LABELS), f"{place} asks for metrics that do not exist"
    assert set(RECORDED.findall(query)) <= set(list_recorded()), f"{place} asks for what is not recorded"
    known: set[str] = {"job", "instance"}.union(*(LABELS[name] for name in metrics))
    grouped = {word for group in re.findall(r"by \(([^)]*)\)", query) for word in re.findall(r"\w+", group)}
    matched = re.findall(r'(\w+)=(~?)"([^"]*)"', query)
    assert grouped | {label for label, *_ in matched} <= known
    for label, pattern, value in matched:
        if label in VALUES:
            assert set(value.split("|") if pattern else [value]) <= VALUES[label]


def test_a_wrong_query_is_found() -> None:
    with pytest.raises(AssertionError, match="is not recorded"):
        test_a_query_asks_for_what_there_is("x", "level:availability_faults:ratio_rate2h > 1")
    with pytest.raises(AssertionError):
        test_a_query_asks_for_what_there_is("x", 'aixplore_request_seconds_bucket{le="0.7"}')
    with pytest.raises(AssertionError, match="do not exist"):
        test_a_query_asks_for_what_there_is("x", "rate(aixplore_requests_lost_total[5m])")
    with pytest.raises(AssertionError):
        test_a_query_asks_for_what_there_is("x", 'aixplore_processes{role="cook"}')
    with pytest.raises(AssertionError):
        test_a_query_asks_for_what_there_is("x", "sum by (plugin) (aixplore_tasks)")


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule["alert"])
def test_an_alert_has_a_runbook_and_a_test(rule: dict[str, Any]) -> None:
    headings = re.findall(r"^### (\w+)$", (CHECKOUT / "docs" / "OPERATIONS.md").read_text(), re.M)
    assert rule["alert"] in headings
    assert rule["annotations"]["runbook"] == f"docs/OPERATIONS.md#{rule['alert'].lower()}"
    assert rule["labels"]["severity"] in ("critical", "warning")
    tests = [
        case
        for test in read_yaml("prometheus/rules_test.yml")["tests"]
        for case in test["alert_rule_test"]
        if case["alertname"] == rule["alert"]
    ]
    assert {bool(case.get("exp_alerts")) for case in tests} == {True, False}, (
        "one that fires, and one that does not"
    )


def test_a_runbook_is_that_of_an_alert() -> None:
    text = (CHECKOUT / "docs" / "OPERATIONS.md").read_text()
    assert set(re.findall(r"^### (\w+)$", text, re.M)) == {rule["alert"] for rule in list_rules()}


def test_dashboards_are_generated() -> None:
    command = [sys.executable, str(DEPLOY / "grafana" / "build_dashboards.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
