"""docs/DEPLOYMENT.md: its table names every secret that chart and operators read, and its commands do what they say."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.charts import CHART, HELM, VALUES, render
from tests.deploy.files import CHECKOUT, DEPLOY, read_yaml
from tests.support.deploy_tools import find_tool

PAGE = (CHECKOUT / "docs" / "DEPLOYMENT.md").read_text()
ROW = re.compile(r"^\| `([\w-]+)` \| `([\w.-]+)` \| ([a-z, ]+) \| (.+) \|$", re.M)
TABLE = [(secret, key, set(values.split(", ")), text) for secret, key, values, text in ROW.findall(PAGE)]
BLOCKS = re.findall(r"```console\n(.+?)```", PAGE, re.S)
KUBECTL = """#!/bin/bash
[ "$3" != get ] || { printf cGFzcw==; exit; }
printf '%s\\n' "$@" END >> "$CALLS"
"""
"""Notes its words, and answers with "pass" when it is asked for a secret."""
each_values = pytest.mark.parametrize("values", VALUES)
Key = tuple[str, str]


def name_values(values: str) -> str:
    return values.removeprefix("values-").removesuffix(".yaml")


def list_table(values: str) -> set[Key]:
    """The keys that the table has for a file of values."""
    return {(secret, key) for secret, key, given, _ in TABLE if name_values(values) in given}


def list_read(values: str) -> Iterator[Key]:
    """The keys that a file of values, and what operators read beside it, names."""
    defaults, own = read_yaml("chart/values.yaml"), read_yaml(f"chart/{values}")
    places = {**defaults["secrets"], **own.get("secrets", {})}.values()
    for place in [*places, *own.get("pluginSecrets", ()), *own["theme"]["secrets"].values()]:
        yield place["secret"], place["key"]
    tls = {**defaults["ingress"], **own.get("ingress", {})}["tlsSecret"]
    yield from ((tls, "tls.crt"), (tls, "tls.key"))
    [valkey] = yaml.safe_load_all((DEPLOY / "operators" / "valkey.yaml").read_text())
    yield valkey["spec"]["servicePassword"]["name"], valkey["spec"]["servicePassword"]["key"]


@each_values
def test_the_table_has_every_secret_and_no_other(values: str) -> None:
    assert list_table(values) == set(list_read(values))
    assert len({(secret, key) for secret, key, *_ in TABLE}) == len(TABLE), "twice the same"


def find_references(node: Any) -> Iterator[Key]:
    """Secrets that a rendered pod or monitor names, wherever that is."""
    if isinstance(node, list):
        for each in node:
            yield from find_references(each)
    if isinstance(node, dict):
        if isinstance(node.get("secret"), dict):
            yield from ((node["secret"]["name"], item["key"]) for item in node["secret"]["items"])
        for name in ("secretKeyRef", "credentials"):
            if name in node:
                yield node[name]["name"], node[name]["key"]
        for each in node.values():
            yield from find_references(each)


@pytest.mark.slow
@each_values
def test_what_is_rendered_reads_no_other_secret(values: str) -> None:
    documents = render(values, "podMonitor.enabled=true")
    found = set(find_references(documents))
    assert found <= list_table(values) and len(found) >= 5


def test_the_store_has_every_key_of_production() -> None:
    external = read_yaml("chart/values-production.yaml")["externalSecrets"]
    wanted = {key for secret, key in list_table("values-production.yaml") if secret == "aixplore"}
    assert {each["secretKey"] for each in external["data"]} == wanted


def test_the_password_of_the_search_server_is_that_of_the_site() -> None:
    operators = list(yaml.safe_load_all((DEPLOY / "operators" / "opensearch.yaml").read_text()))
    found = {each["kind"]: each for each in operators}
    settings = read_yaml("chart/values-production.yaml")["settings"]
    user = found["OpensearchUser"]
    assert user["metadata"]["name"] == settings["AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__USERNAME"]
    assert (user["spec"]["passwordFrom"]["name"], user["spec"]["passwordFrom"]["key"]) in list_table(
        "values-production.yaml"
    )
    cluster = found["OpenSearchCluster"]["metadata"]["name"]
    assert settings["AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__HOSTS"] == f'["https://{cluster}:9200"]'
    assert (f"{cluster}-http-cert", "ca.crt") in list_table("values-production.yaml")
    assert found["OpensearchUserRoleBinding"]["spec"]["roles"] == [
        found["OpensearchRole"]["metadata"]["name"]
    ]
    assert {each["spec"]["opensearchCluster"]["name"] for each in operators[1:]} == {cluster}


def run_block(block: str, folder: Path) -> list[list[str]]:
    """Run the commands of a block with a `kubectl` that notes its words; what it got."""
    program = folder / "kubectl"
    program.write_text(KUBECTL)
    program.chmod(0o755)
    script = re.sub(r"^\$ ", "", block, flags=re.M)
    given = {"PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(folder / "calls")}
    done = subprocess.run(["bash", "-euc", script], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [call.splitlines() for call in (folder / "calls").read_text().split("END\n") if call]


@pytest.mark.parametrize(("values", "number"), [("values-small.yaml", 0), ("values-production.yaml", 1)])
def test_the_commands_make_what_the_table_says(values: str, number: int, tmp_path: Path) -> None:
    made: dict[Key, str] = {}
    block = [block for block in BLOCKS if "secret generic aixplore " in block][number]
    for call in run_block(block, tmp_path):
        assert call[:5] == ["--namespace", "aixplore", "create", "secret", "generic"]
        for word in call[6:]:
            key, _, value = word.removeprefix("--from-literal=").partition("=")
            made[call[5], key] = value
    own = {(secret, key) for secret, key in list_table(values) if secret in ("aixplore", "aixplore-theme")}
    assert set(made) == own
    assert made["aixplore", "redis-url"] == "redis://:pass@aixplore-valkey:6379/0"
    assert len(made["aixplore", "secret-key"]) >= 50 and len(set(made.values())) >= 3
    assert not any("\n" in value or not value for value in made.values())


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][2:50])
def test_commands_can_be_read_by_a_shell_and_name_what_exists(block: str) -> None:
    script = re.sub(r"^\$ ", "", block, flags=re.M)
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    for path in re.findall(r"\bdeploy/(?!aixplore-)[\w./-]+", script):
        assert (CHECKOUT / path).exists(), path
    targets = (CHECKOUT / "Makefile").read_text() + (DEPLOY / "pipeline" / "targets.mk").read_text()
    for target in re.findall(r"\bmake ([a-z][a-z-]+)", script):
        assert re.search(rf"^{target}:", targets, re.M), target


@pytest.mark.slow
def test_the_chart_is_rendered_as_the_page_says(tmp_path: Path) -> None:
    """With the helm that `make deploy-tools` builds, without naming a version of Kubernetes."""
    helm = find_tool(*HELM)
    [block] = [block for block in BLOCKS if "helm template" in block]
    (tmp_path / "deploy").symlink_to(DEPLOY)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "deploy-tools").mkdir()
    (tmp_path / "var" / "deploy-tools" / "helm").symlink_to(helm)
    script = re.sub(r"^\$ ", "", block, flags=re.M)
    done = subprocess.run(["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kind: Deployment" in done.stdout
    assert (tmp_path / "my-values.yaml").read_text() == (CHART / "values-small.yaml").read_text()
