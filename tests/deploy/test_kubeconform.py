"""`make verify-deploy`: kubeconform knows every field, also of what operators make."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.deploy.charts import VALUES, render_text
from tests.deploy.files import DEPLOY
from tests.support.deploy_tools import FOLDER, find_tool, try_tool
from tests.support.kubernetes_schemas import KUBERNETES, list_locations

pytestmark = pytest.mark.slow
KUBECONFORM = ("kubeconform", "the Go module github.com/yannh/kubeconform: run `make deploy-tools`")
OPERATORS = tuple(sorted((DEPLOY / "operators").glob("*.yaml")))


def check(path: Path, version: str = KUBERNETES[0]) -> tuple[int, str]:
    """What kubeconform says of a file; a kind that has no schema is an error."""
    command: list[str | Path] = [
        find_tool(*KUBECONFORM),
        "-strict",
        "-summary",
        "-kubernetes-version",
        version,
    ]
    for location in list_locations(FOLDER):
        command += ["-schema-location", location]
    return try_tool([*command, path])


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("version", KUBERNETES)
def test_the_chart_is_valid_with_what_operators_take(values: str, version: str, tmp_path: Path) -> None:
    path = tmp_path / "rendered.yaml"
    path.write_text(render_text(values, "podMonitor.enabled=true"))
    status, text = check(path, version)
    assert status == 0, text
    number = sum(1 for each in yaml.safe_load_all(path.read_text()) if each)
    assert f"Valid: {number}, Invalid: 0, Errors: 0, Skipped: 0" in text


@pytest.mark.parametrize("path", OPERATORS, ids=lambda path: path.stem)
def test_what_operators_read_is_valid(path: Path) -> None:
    for each in yaml.safe_load_all(path.read_text()):
        group = each["apiVersion"].split("/")[0]
        if not (FOLDER / "schemas" / "operators" / group).exists():
            pytest.skip(f"No schema of {group}: put its custom resource definitions into {FOLDER / 'crds'}.")
    status, text = check(path)
    assert status == 0, text


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("Deployment", ("replicas: ", "replcas: "), "replcas"),
        ("Deployment", ("containerPort: 8000", "containerPort: http"), "containerPort"),
        ("ExternalSecret", ("secretStoreRef: ", "secretStore: "), "secretStore"),
        ("PodMonitor", ("podMetricsEndpoints:", "endpoints:"), "endpoints"),
    ],
)
def test_a_wrong_field_is_named(kind: str, change: tuple[str, str], said: str, tmp_path: Path) -> None:
    text = render_text("values-production.yaml", "podMonitor.enabled=true")
    parts = [part for part in text.split("\n---\n") if f"\nkind: {kind}\n" in part and change[0] in part]
    assert parts
    path = tmp_path / "wrong.yaml"
    path.write_text(parts[0].replace(*change))
    status, found = check(path)
    assert status == 1 and said in found


def test_a_kind_without_a_schema_is_no_success(tmp_path: Path) -> None:
    path = tmp_path / "unknown.yaml"
    path.write_text("apiVersion: example.org/v1\nkind: Cake\nmetadata: {name: x}\n")
    status, text = check(path)
    assert status == 1 and "could not find schema for Cake" in text
