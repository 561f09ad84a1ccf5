"""manage.py limits and manage.py explain."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(*words: str, **options: Any) -> str:
    told = StringIO()
    call_command(*words, stdout=told, **options)
    return told.getvalue()


def test_limits_are_shown_for_each_audience() -> None:
    lines = run("limits").splitlines()
    assert lines[0].split()[:3] == ["limit", "anonymous", "known"]
    assert next(line for line in lines if line.startswith("cost ")).split()[:3] == ["cost", "1,000", "5,000"]


def test_the_page_of_limits_is_current() -> None:
    run("limits", "--check")


def test_explain_shows_the_points_of_each_field(tmp_path: Path) -> None:
    file = tmp_path / "query.graphql"
    file.write_text("query ($n: Int) { solutions(first: $n) { totalCount nodes { title vendor { name } } } }")
    lines = run("explain", "--cost", str(file), "--variables", '{"n": 10}').splitlines()
    points = {
        path: int(count)
        for count, _, path in (line.strip().partition("  ") for line in lines[-6:])
        if count.isdigit()
    }
    assert {path.strip(): count for path, count in points.items()} == {
        "solutions.totalCount": 5,
        "solutions.nodes.vendor": 1,
        "solutions.nodes": 1,
        "solutions": 25,
        "of 1000 for anonymous": 25,
    }


@pytest.mark.parametrize(
    ("text", "variables", "message"),
    [
        ("{ nothing }", "{}", "Cannot query field 'nothing' on type 'Query'."),
        ("{ site { name } }", "[", "--variables is not JSON"),
        ("query ($n: Int!) { solutions(first: $n) { totalCount } }", "{}", "the variables do not fit"),
    ],
)
def test_explain_says_what_is_wrong(tmp_path: Path, text: str, variables: str, message: str) -> None:
    file = tmp_path / "query.graphql"
    file.write_text(text)
    with pytest.raises(CommandError, match=message):
        run("explain", "--cost", str(file), variables=variables)
