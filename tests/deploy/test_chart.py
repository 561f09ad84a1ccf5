"""`make verify-deploy`: the chart, as helm renders it with each file of values."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.module_loading import import_string

from cms.config.settings.env import Environment
from cms.config.settings.requirements import find_missing
from cms.config.settings.secret_files import SECRETS
from tests.deploy.charts import CHART, HELM, VALUES, find_pods, read_environment, refuse, render, render_text
from tests.deploy.files import CHECKOUT, DEPLOY
from tests.deploy.test_compose import ROLES
from tests.support.deploy_tools import find_tool, run_tool, try_tool
from tests.support.kubernetes_schemas import KUBERNETES

VALIDATE = ("kubernetes-validate", "the PyPI package of that name: run `make deploy-tools`")
OPERATORS = {"ExternalSecret", "PodMonitor"}
"""Kinds of operators, whose schemas Kubernetes does not have."""
PLUGIN = re.compile(r"AIXPLORE_PLUGIN_([A-Z0-9_]+?)__([A-Z0-9_]+)")
SERVER = re.compile(r"https?://([a-z0-9-]+:[0-9]+)")
each_values = pytest.mark.parametrize("values", VALUES)
slow = pytest.mark.slow


def test_the_schema_knows_every_setting() -> None:
    command = [sys.executable, str(DEPLOY / "build_chart_schema.py"), "--check"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=CHECKOUT, env={"PYTHONPATH": "."}
    )
    assert (done.returncode, done.stderr) == (0, "")


@slow
@each_values
def test_helm_finds_nothing_to_correct(values: str) -> None:
    assert "0 chart(s) failed" in run_tool(
        [find_tool(*HELM), "lint", "--strict", CHART, "--values", CHART / values]
    )


def test_the_lowest_version_of_kubernetes_is_said_once() -> None:
    """Chart.yaml says it; the schemas that files are checked against begin there, and the page names it."""
    lowest = yaml.safe_load((CHART / "Chart.yaml").read_text())["kubeVersion"]
    assert lowest == f">={KUBERNETES[0]}-0"
    page = (CHECKOUT / "docs" / "DEPLOYMENT.md").read_text()
    short = [version.removesuffix(".0") for version in KUBERNETES]
    assert f"Kubernetes {short[0]} or newer" in page
    assert f"Kubernetes {short[0]}, {short[1]} and {short[2]}" in page


@slow
def test_an_older_kubernetes_is_refused() -> None:
    command: list[str | Path] = [
        find_tool(*HELM),
        "template",
        "aixplore",
        CHART,
        "--values",
        CHART / "values-small.yaml",
    ]
    status, text = try_tool([*command, "--kube-version=1.29.9"])
    assert status == 1 and "requires kubeVersion: >=1.30.0-0" in text
    assert "kind: Deployment" in run_tool([*command, "--kube-version=1.30.0"])


@slow
@each_values
@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_knows_every_field(values: str, version: str, tmp_path: Path) -> None:
    tool = find_tool(*VALIDATE)
    kept = [
        part for part in re.split(r"^---$", render_text(values), flags=re.M)
        if part.strip() and not any(f"kind: {kind}\n" in part for kind in OPERATORS)
    ]  # fmt: skip
    path = tmp_path / "rendered.yaml"
    path.write_text("---".join(kept))
    run_tool([tool, "--strict", "--no-warn", "--kubernetes-version", version, path])


@slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("deployments.web.replcas=3", "replcas"),
        ("ingres.enabled=true", "ingres"),
        ("settings.BASE_URI=https://x.example.org", "BASE_URI"),
        ("settings.SECRET_KEY=abc", "SECRET_KEY"),
        ("secrets.SECRT_KEY.secret=x", "SECRT_KEY"),
        ("settings.WEB_THREADS=900", "WEB_THREADS"),
        ("settings.SIGN_UP=often", "SIGN_UP"),
        ("deployments.web.role=cook", "role"),
        ("settings.BASE_URL=null", "BASE_URL"),
        ("deployments.scheduler.replicas=2", "Exactly one runs"),
        ("deployments.scheduler.enabled=false", "Exactly one runs"),
        ("deployments.worker.paths={/x}", "only the role web"),
        ("deployments.web.enabled=false", "the website asks it"),
        ("settings.MEDIA_BUCKET=", "Media would be lost"),
        ("persistence.enabled=true", "Keep one place"),
        ("secrets.METRICS_TOKEN=null", "METRICS_TOKEN"),
        ("externalSecrets.store.name=", "Name your store"),
    ],
)
def test_what_is_wrong_is_refused_by_name(change: str, said: str) -> None:
    assert said in refuse("values-production.yaml", change)


@slow
@each_values
def test_every_variable_is_a_setting_and_every_role_one_of_the_image(values: str) -> None:
    known = {name.upper() for name in Environment.model_fields} | {"POD_IP"}
    for name, pod in find_pods(values).items():
        if name.endswith("-theme"):
            continue
        container = pod["spec"]["containers"][0]
        given = {each["name"] for each in container["env"]}
        assert {each for each in given if not PLUGIN.fullmatch(each)} <= known, name
        assert len(given) == len(container["env"]), f"{name}: twice the same variable"
        assert container["args"][0] in ROLES


@slow
@each_values
def test_plugins_and_their_settings_exist(values: str) -> None:
    given = {each for pod in find_pods(values).values() for each in read_environment(pod)}
    for plugin, key in filter(None, (match and match.groups() for match in map(PLUGIN.fullmatch, given))):
        manifest = tomllib.loads((CHECKOUT / "plugins" / plugin.lower() / "manifest.toml").read_text())
        assert key.lower() in import_string(manifest["settings"].replace(":", ".")).model_fields, (
            plugin,
            key,
        )


@each_values
def test_the_site_may_call_the_servers_that_plugins_name(values: str) -> None:
    """Addresses without a dot are private, and refused unless they are allowed."""
    given = yaml.safe_load((DEPLOY / "chart" / values).read_text()).get("settings", {})
    allowed = given.get("OUTGOING_ALLOWED_HOSTS", "").split(",")
    named = [
        host for name, text in given.items() if PLUGIN.fullmatch(name) for host in SERVER.findall(str(text))
    ]
    assert set(named) <= set(allowed)


@slow
@each_values
def test_the_site_starts_with_these_settings(
    values: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in {name.upper() for name in Environment.model_fields} & set(os.environ):
        monkeypatch.delenv(variable)  # those of the tests' own servers
    for name, pod in find_pods(values).items():
        if name.endswith("-theme"):
            continue
        given = fill_secrets(read_environment(pod), pod, tmp_path)
        for own in ("VAR_DIR", "PROMETHEUS_MULTIPROC_DIR"):
            given.pop(own)
        read: dict[str, Any] = {key.lower(): value for key, value in given.items()}
        assert find_missing(Environment.model_validate(read)) == []


def fill_secrets(given: dict[str, str], pod: dict[str, Any], folder: Path) -> dict[str, str]:
    """The variables, with a secret in each file that the pod would have."""
    examples = {
        "DATABASE_URL": "postgresql://a:b@c/d",
        "REDIS_URL": "redis://c/0",
        "EMAIL_URL": "smtp://c:587",
    }
    [volume] = [each for each in pod["spec"]["volumes"] if each["name"] == "secrets"]
    mounted = {
        item["path"] for source in volume["projected"]["sources"] for item in source["secret"]["items"]
    }
    made = dict(given)
    for secret in (each.upper() for each in SECRETS):
        if named := made.get(f"{secret}_FILE"):
            assert Path(named).name in mounted and named.startswith("/run/secrets/site/")
            path = folder / Path(named).name
            path.write_text(examples.get(secret, "a" * 60))
            path.chmod(0o440)
            made[f"{secret}_FILE"] = str(path)
    return made


@slow
@each_values
def test_pods_are_restricted(values: str) -> None:
    """What the Pod Security Standard `restricted` asks for, and a root file system that takes nothing."""
    for name, pod in find_pods(values).items():
        spec, [container] = pod["spec"], pod["spec"]["containers"]
        security = container["securityContext"]
        assert spec["securityContext"]["runAsNonRoot"] is True, name
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert security == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert spec["automountServiceAccountToken"] is False and container["resources"]["limits"]["memory"]
        kinds = {key for volume in spec["volumes"] for key in volume} - {"name"}
        assert kinds <= {"emptyDir", "projected", "persistentVolumeClaim"}, "no folder of a node"
        for volume in spec["volumes"]:
            assert volume.get("projected", {}).get("defaultMode", 0o440) == 0o440


def selects(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Whether a selector of Kubernetes finds a pod with these labels."""
    for each in selector.get("matchExpressions", ()):
        if (labels.get(each["key"]) in each["values"]) is not (each["operator"] == "In"):
            return False
    wanted = selector.get("matchLabels", {} if "matchExpressions" in selector else selector)
    return bool(wanted.items() <= labels.items())


@slow
def test_production_reaches_the_servers_that_operators_make() -> None:
    """Network policies forbid private addresses, so each server within the cluster is named by the labels of its pods."""
    [policy] = [
        each["spec"]
        for each in render("values-production.yaml")
        if each["kind"] == "NetworkPolicy" and each["metadata"]["name"] == "aixplore"
    ]
    reached = {
        next(iter(peer["podSelector"]["matchLabels"].values())): rule["ports"][0]["port"]
        for rule in policy["egress"]
        for peer in rule["to"]
        if "podSelector" in peer
    }
    assert {"aixplore-db": 5432, "valkey": 6379, "aixplore-search": 9200}.items() <= reached.items()


@slow
@each_values
def test_what_selects_pods_finds_them(values: str) -> None:
    documents = render(values)
    pods = [pod["metadata"]["labels"] for pod in find_pods(values).values()]
    names = {(each["kind"], each["metadata"]["name"]) for each in documents}
    for each in documents:
        spec = each.get("spec", {})
        selector = {"Service": spec.get("selector"), "PodDisruptionBudget": spec.get("selector"),
                    "NetworkPolicy": spec.get("podSelector"), "PodMonitor": spec.get("selector")}.get(each["kind"])  # fmt: skip
        if selector is not None:
            assert any(selects(selector, labels) for labels in pods), each["metadata"]
        if each["kind"] == "HorizontalPodAutoscaler":
            assert ("Deployment", spec["scaleTargetRef"]["name"]) in names
        if each["kind"] == "Ingress":
            served = [
                path["backend"]["service"]["name"] for rule in spec["rules"] for path in rule["http"]["paths"]
            ]
            assert {("Service", name) for name in served} <= names


@slow
def test_migrations_run_before_a_version_and_one_scheduler_at_a_time() -> None:
    documents = {(each["kind"], each["metadata"]["name"]): each for each in render("values-production.yaml")}
    hook = documents["Job", "aixplore-migrate"]["metadata"]["annotations"]
    assert hook["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert documents["Deployment", "aixplore-scheduler"]["spec"]["strategy"] == {"type": "Recreate"}
    secret = documents["ExternalSecret", "aixplore"]["metadata"]["annotations"]
    assert int(secret["helm.sh/hook-weight"]) < int(hook["helm.sh/hook-weight"])


@slow
def test_web_is_asked_how_it_is_and_workers_scale_with_the_queue() -> None:
    web = find_pods("values-production.yaml")["aixplore-web"]["spec"]["containers"][0]
    probes = {name: web[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert probes == {"startup": "/livez", "liveness": "/livez", "readiness": "/readyz"}
    hosts = read_environment(find_pods("values-production.yaml")["aixplore-web"])["ALLOWED_HOSTS"]
    assert hosts == "cms.example.org,aixplore-collect,aixplore-web,$(POD_IP),[$(POD_IP)]"
    [scaler] = [
        each["spec"] for each in render("values-production.yaml")
        if each["kind"] == "HorizontalPodAutoscaler" and each["metadata"]["name"] == "aixplore-worker"
    ]  # fmt: skip
    assert [each["type"] for each in scaler["metrics"]] == ["Resource", "External"]


@slow
def test_every_role_is_scraped_where_it_answers() -> None:
    documents, pods = render("values-production.yaml"), find_pods("values-production.yaml")
    found: dict[str, list[str]] = {}
    for name, pod in pods.items():
        ports = {
            each["name"]: each["containerPort"] for each in pod["spec"]["containers"][0].get("ports", ())
        }
        for each in documents:
            if each["kind"] == "PodMonitor" and selects(each["spec"]["selector"], pod["metadata"]["labels"]):
                [endpoint] = each["spec"]["podMetricsEndpoints"]
                assert endpoint["authorization"]["credentials"] == {
                    "name": "aixplore",
                    "key": "metrics-token",
                }
                found.setdefault(endpoint["relabelings"][0]["replacement"], []).append(name)
                if endpoint["port"] == "metrics":
                    assert read_environment(pod)["METRICS_PORT"] == str(ports["metrics"])
                assert is_reached(documents, pod, ports[endpoint["port"]]), name
    assert found == {
        "aixplore": ["aixplore-collect", "aixplore-web"],
        "aixplore-background": ["aixplore-collector", "aixplore-scheduler", "aixplore-worker"],
    }


def is_reached(documents: list[dict[str, Any]], pod: dict[str, Any], port: int) -> bool:
    """Whether a network policy lets the namespace of monitoring reach a pod's port."""
    return any(
        {"protocol": "TCP", "port": port} in rule["ports"]
        and any(
            peer.get("namespaceSelector", {}).get("matchLabels")
            == {"kubernetes.io/metadata.name": "monitoring"}
            for peer in rule["from"]
        )
        for each in documents
        if each["kind"] == "NetworkPolicy" and selects(each["spec"]["podSelector"], pod["metadata"]["labels"])
        for rule in each["spec"].get("ingress", ())
    )


@slow
def test_without_a_monitor_no_port_is_opened() -> None:
    text = render_text("values-small.yaml", "podMonitor.enabled=false")
    assert "METRICS_PORT" not in text and "PodMonitor" not in text and "-background" not in text


@slow
def test_the_port_of_metrics_is_the_charts() -> None:
    assert "METRICS_PORT" in refuse("values-small.yaml", "settings.METRICS_PORT=9000")
