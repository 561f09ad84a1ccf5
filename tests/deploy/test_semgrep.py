"""The rules of deploy/pipeline/semgrep.yml find what they are for, and leave the right way alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from tests.deploy.files import DEPLOY
from tests.support.deploy_tools import find_tool, try_tool

RULES = DEPLOY / "pipeline" / "semgrep.yml"
WRONG = {
    "redirect-to-a-parameter": 'redirect(request.GET.get("next"))',
    "lookups-from-parameters": "Page.objects.filter(**request.GET.dict())",
    "secret-compared-in-varying-time": "is_right = given_digest == expected",
    "secret-in-a-log-line": 'logger.info("signed_in", user=1, password=password)',
}
"""A line for each rule."""
RIGHT = """
redirect("home")
Page.objects.filter(slug=request.GET.get("slug"))
is_right = constant_time_compare(given_digest, expected)
logger.info("signed_in", user=1)
is_empty = secret == ""
"""


@pytest.mark.slow
def test_each_rule_finds_its_fault_alone(tmp_path: Path) -> None:
    semgrep = Path(find_tool("semgrep", "the PyPI package semgrep"))
    (tmp_path / "wrong.py").write_text("\n".join(WRONG.values()))
    (tmp_path / "right.py").write_text(RIGHT)
    options = [
        "scan",
        "--metrics=off",
        "--disable-version-check",
        "--quiet",
        "--json",
        "--no-git-ignore",
        "--config",
    ]
    path = {"PATH": f"{semgrep.parent}:{os.environ['PATH']}"}
    status, text = try_tool([semgrep, *options, RULES, tmp_path], path)
    assert status == 0, text
    found = [
        (Path(each["path"]).name, each["start"]["line"], each["check_id"].rpartition(".")[2])
        for each in json.loads(text)["results"]
    ]
    assert sorted(found) == [("wrong.py", number, rule) for number, rule in enumerate(WRONG, 1)]


def test_each_rule_has_a_line_that_it_finds() -> None:
    assert {rule["id"] for rule in yaml.safe_load(RULES.read_text())["rules"]} == set(WRONG)
