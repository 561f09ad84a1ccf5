"""The workflows of .github: they run what `make` has, with the rights that they need, and actions of one commit."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.files import CHECKOUT
from tests.support.deploy_tools import find_tool, run_tool

WORKFLOWS = tuple(sorted((CHECKOUT / ".github" / "workflows").glob("*.yml")))
TARGETS = {
    name
    for file in ("Makefile", "deploy/pipeline/targets.mk")
    for name in re.findall(r"^([a-z][a-z0-9-]*):(?!=)", (CHECKOUT / file).read_text(), re.M)
}
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text()))


@pytest.mark.slow
def test_actionlint_finds_nothing() -> None:
    tool = find_tool("actionlint", "the Go module github.com/rhysd/actionlint: run `make deploy-tools`")
    run_tool([tool, "-no-color", *WORKFLOWS])


@each_workflow
def test_what_it_makes_exists(path: Path) -> None:
    for line in re.findall(r"\bmake ((?:--?[\w-]+ )*[^|>&\n]+)", path.read_text()):
        words = [word for word in line.split() if re.fullmatch(r"[a-z][a-z0-9-]*", word)]
        assert words and set(words) <= TARGETS, line


@each_workflow
def test_actions_are_those_of_one_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)$", path.read_text(), re.M)
    for action, rest in used:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), f"{action}: say which version this is"


@each_workflow
def test_rights_are_given_where_they_are_needed(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    writers = {name for name, job in workflow["jobs"].items() if "write" in str(job.get("permissions", ""))}
    assert writers <= {"site", "theme", "image", "chart", "publish"}
    for job in workflow["jobs"].values():
        for step in job.get("steps", ()):
            if str(step.get("uses", "")).startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", ""), "values come by variables, not as text of a script"


VERSIONS = {
    "python": ("3.11", "3.12", "3.13", "3.14"),
    "postgres": ("16", "17", "18"),
    "wagtail": ("~=8.0.1", ">=8.0.1,<8.2"),
}
"""Supported versions."""


def list_rows() -> list[dict[str, str]]:
    matrix = read(CHECKOUT / ".github" / "workflows" / "ci.yml")["jobs"]["test"]["strategy"]["matrix"]
    return list(matrix["include"])


@pytest.mark.parametrize(("one", "other"), list(combinations(VERSIONS, 2)))
def test_the_matrix_has_every_pair_of_supported_versions(one: str, other: str) -> None:
    tested = {(row[one], row[other]) for row in list_rows()}
    assert tested == set(product(VERSIONS[one], VERSIONS[other]))


def test_the_matrix_is_as_small_as_pairs_allow() -> None:
    assert len(list_rows()) == len(VERSIONS["python"]) * len(VERSIONS["postgres"])


def test_supported_versions_are_those_of_the_package() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    named = {
        each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r":: Python :: 3\.\d+$", each)
    }
    assert named == set(VERSIONS["python"])
    [wagtail] = [each for each in project["dependencies"] if re.match(r"wagtail[<>=~]", each)]
    assert wagtail == f"wagtail{VERSIONS['wagtail'][1]}"


def test_both_images_are_built_scanned_signed_and_rolled_out() -> None:
    folder = CHECKOUT / ".github" / "workflows"
    jobs = read(folder / "image.yml")["jobs"]
    for name, target in (("site", "make image "), ("theme", "make theme-image ")):
        text = str(jobs[name]["steps"])
        for step in (target, "scan-action", "docker push", "cosign sign", "cosign attest", "sbom.cdx.json"):
            assert step in text, (name, step)
    for job in read(folder / "deploy.yml")["jobs"].values():
        text = str(job["steps"])
        assert 'DIGEST="$DIGEST"' in text and 'THEME_DIGEST="$THEME_DIGEST"' in text
    assert str(read(folder / "deploy.yml")["jobs"]["staging"]["steps"]).count("verify-image") == 2
