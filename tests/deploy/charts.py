"""The chart as helm renders it: what is in it, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.files import DEPLOY
from tests.support.deploy_tools import find_tool, run_tool, try_tool

__all__ = ["CHART", "VALUES", "find_pods", "read_environment", "refuse", "render", "render_text"]

CHART = DEPLOY / "chart"
VALUES = tuple(sorted(path.name for path in CHART.glob("values-*.yaml")))
HELM = ("helm", "the Go module helm.sh/helm/v3: run `make deploy-tools`")
Document = dict[str, Any]


@cache
def render_text(values: str, *sets: str) -> str:
    """What helm would send to a cluster."""
    command: list[str | Path] = [
        find_tool(*HELM),
        "template",
        "--kube-version=1.34.0",
        "aixplore",
        CHART,
        "--namespace",
        "site",
        "--values",
        CHART / values,
    ]
    return run_tool([*command, *list_words(sets)])


def render(values: str, *sets: str) -> list[Document]:
    """The same as data."""
    return [each for each in yaml.safe_load_all(render_text(values, *sets)) if each]


def refuse(values: str | Path, *sets: str) -> str:
    """Why helm renders nothing."""
    command: list[str | Path] = [
        find_tool(*HELM),
        "template",
        "--kube-version=1.34.0",
        "aixplore",
        CHART,
        "--values",
        CHART / values,
    ]
    status, text = try_tool([*command, *list_words(sets)])
    assert status != 0, "it should have been refused"
    assert "kind: Deployment" not in text
    return text


def list_words(sets: Iterable[str]) -> list[str]:
    """Changes of values as words of a command."""
    return [word for each in sets for word in ("--set", each)]


def find_pods(values: str) -> dict[str, Document]:
    """The pod templates by the name of what makes them."""
    return {
        each["metadata"]["name"]: each["spec"]["template"]
        for each in render(values)
        if each["kind"] in ("Deployment", "Job")
    }


def read_environment(pod: Document) -> dict[str, str]:
    """The variables of a pod's container that are written out."""
    return {each["name"]: each["value"] for each in pod["spec"]["containers"][0]["env"] if "value" in each}
