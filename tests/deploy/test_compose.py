"""compose.yaml and the Dockerfiles: least privilege, real settings, real roles, and nothing that is left out."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from cms.config.settings.env import Environment
from cms.config.settings.requirements import REQUIRED
from tests.deploy.files import CHECKOUT, DEPLOY, DOCKERFILES, read_yaml

ROLES = set(re.findall(r"^(\w+)\)$", (DEPLOY / "image" / "run-role").read_text(), re.M))
SITE = ("web", "worker", "scheduler", "collector", "migrate")


def list_services() -> dict[str, dict[str, Any]]:
    return dict(read_yaml("compose.yaml")["services"])


@pytest.mark.parametrize("name", SITE)
def test_a_role_runs_with_least_privilege(name: str) -> None:
    service = list_services()[name]
    assert service["command"] == [name] and name in ROLES
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"] and service["stop_grace_period"] == "30s"
    assert not service.get("ports"), "only the proxy is reached from outside"


def test_the_site_gets_settings_that_exist_and_all_that_it_needs() -> None:
    given = set(list_services()["web"]["environment"])
    plugins = {name for name in given if name.startswith("AIXPLORE_PLUGIN_") and "__" in name}
    assert given - plugins <= {name.upper() for name in Environment.model_fields}
    assert {name.upper() for name in REQUIRED} <= {name.removesuffix("_FILE") for name in given}


def test_secrets_are_files_and_none_is_a_variable() -> None:
    secrets = set(read_yaml("compose.yaml")["secrets"])
    for name, service in list_services().items():
        used = {each if isinstance(each, str) else each["source"] for each in service.get("secrets", ())}
        assert used <= secrets, name
        for variable, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL", variable):
                assert re.match(r'(\{"\$\$file": ")?/run/secrets/', str(value)), f"{name}: {variable}"
    assert "deploy/secrets/" in (CHECKOUT / ".gitignore").read_text().splitlines()


def test_only_the_proxy_has_ports_of_all_addresses_and_databases_no_way_out() -> None:
    services = list_services()
    with_ports = {name: each["ports"] for name, each in services.items() if each.get("ports")}
    assert set(with_ports) == {"nginx", "grafana", "opensearch-dashboards", "kibana"}
    for name in set(with_ports) - {"nginx"}:
        assert all(port.startswith("127.0.0.1:") for port in with_ports[name]), name
    assert read_yaml("compose.yaml")["networks"]["inside"]["internal"] is True
    for name in (
        "postgres",
        "valkey",
        "opensearch",
        "clickhouse",
        "prometheus",
        "alertmanager",
        "vector",
        "elasticsearch",
    ):
        assert services[name]["networks"] == ["inside"]


@pytest.mark.parametrize("name", [name for name, each in list_services().items() if "build" not in each])
def test_images_of_others_have_a_version(name: str) -> None:
    assert re.search(r":v?\d", list_services()[name]["image"])


@pytest.mark.parametrize("name", DOCKERFILES)
def test_an_image_is_built_from_files_that_exist_and_are_not_ignored(name: str) -> None:
    ignored = (DEPLOY / f"{name}.dockerignore").read_text().splitlines()
    for source in list_copied(DEPLOY / name):
        assert (CHECKOUT / source).exists(), source
        assert is_sent(source, ignored), f"{source} is ignored"
    for secret in (
        ".env",
        "deploy/secrets/secret-key",
        "var/postgres",
        ".git/config",
        "requirements-dev.lock",
    ):
        assert not is_sent(secret, ignored), secret


@pytest.mark.parametrize("name", DOCKERFILES)
def test_an_image_runs_as_somebody_without_rights(name: str) -> None:
    last = (DEPLOY / name).read_text().split("\nFROM ")[-1]
    users = re.findall(r"^USER (\S+)$", last, re.M)
    assert users and users[-1].split(":")[0] not in ("root", "0")
    assert re.findall(r"^ENTRYPOINT \[", last, re.M), "signals reach the process, not a shell"


def list_copied(dockerfile: Path) -> list[str]:
    """The sources of COPY that come from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+)$", dockerfile.read_text(), re.M)
    return [source for line in lines for source in line.split()[:-1]]


def is_sent(path: str, ignored: list[str]) -> bool:
    """Whether a path is sent to the builder: the last line that matches it, or a folder above, decides."""
    sent = True
    parts = path.split("/")
    places = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    for line in filter(None, (line.strip() for line in ignored)):
        if line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        names = [place.rsplit("/", 1)[-1] for place in places]
        hit = (
            any(fnmatch(each, pattern[3:]) for each in names)
            if pattern.startswith("**/")
            else any(fnmatch(each, pattern) and each.count("/") == pattern.count("/") for each in places)
        )
        sent = line.startswith("!") if hit else sent
    return sent
