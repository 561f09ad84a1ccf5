"""The workflows of .github: they run what `make` has, with the rights that they need, and actions of one commit."""

from __future__ import annotations

import re
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
    assert writers <= {"site", "image", "chart", "publish"}
    for job in workflow["jobs"].values():
        for step in job.get("steps", ()):
            if str(step.get("uses", "")).startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", ""), "values come by variables, not as text of a script"


def test_the_matrix_has_every_supported_version() -> None:
    rows = read(CHECKOUT / ".github" / "workflows" / "ci.yml")["jobs"]["test"]["strategy"]["matrix"][
        "include"
    ]
    assert {row["python"] for row in rows} == {"3.11", "3.12", "3.13", "3.14"}
    assert {row["postgres"] for row in rows} == {"16", "17", "18"}
    assert {row["wagtail"] for row in rows} == {"~=8.0.1", ">=8.0.1,<8.2"}
