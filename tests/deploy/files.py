"""The files of deploy/, read as what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = [
    "CHECKOUT",
    "DEPLOY",
    "DOCKERFILES",
    "find_metrics",
    "list_dashboard_queries",
    "list_recorded",
    "list_rules",
    "read_yaml",
]

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"
DOCKERFILES = ("Dockerfile", "theme.Dockerfile")
METRIC = re.compile(r"\baixplore_[a-z0-9_]+")


@cache
def read_yaml(name: str) -> Any:
    """A file of deploy/ as data."""
    return yaml.safe_load((DEPLOY / name).read_text())


def list_rules() -> list[dict[str, Any]]:
    """The alerts of Prometheus."""
    return [rule for rule in list_all_rules() if "alert" in rule]


def list_recorded() -> dict[str, str]:
    """The queries that Prometheus records, by the name of what they give."""
    return {rule["record"]: rule["expr"] for rule in list_all_rules() if "record" in rule}


def list_all_rules() -> list[dict[str, Any]]:
    return [rule for group in read_yaml("prometheus/rules.yml")["groups"] for rule in group["rules"]]


def list_dashboard_queries() -> Iterator[tuple[str, str]]:
    """The queries of all dashboards, each with the title of its panel."""
    for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]


def find_metrics(query: str) -> set[str]:
    """The metrics of ours that a query names."""
    return set(METRIC.findall(query))
