"""Tests that commit for real are marked `alone`, so that a run can leave them out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
ALONE = "mark.alone"


def find_unmarked(source: str) -> Iterator[str]:
    """The names of test functions that commit and are not marked, neither by themselves nor by their module."""
    module = ast.parse(source)
    assigned = [ast.unparse(each) for each in module.body if isinstance(each, ast.Assign)]
    marks = [each for each in assigned if each.startswith("pytestmark")]
    if any(ALONE in mark for mark in marks):
        return
    for each in module.body:
        decorators = [ast.unparse(mark) for mark in getattr(each, "decorator_list", ())]
        own = [mark for mark in decorators if mark.startswith("pytest.mark.django_db")]
        commits = any("transaction=True" in mark for mark in [*marks, *own])
        if isinstance(each, ast.FunctionDef) and commits and f"pytest.{ALONE}" not in decorators:
            yield each.name


@pytest.mark.parametrize("folder", ["tests", "plugins"])
def test_tests_that_commit_are_marked(folder: str) -> None:
    files = sorted((CHECKOUT / folder).rglob("test_*.py"))
    assert [(file.name, name) for file in files for name in find_unmarked(file.read_text())] == []


COMMITS = "@pytest.mark.django_db(transaction=True)\ndef test_it(): ..."


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (COMMITS, ["test_it"]),
        (COMMITS + "\n\n@pytest.mark.alone\n" + COMMITS, ["test_it"]),
        ("@pytest.mark.alone\n" + COMMITS, []),
        ("pytestmark = pytest.mark.alone\n" + COMMITS, []),
        ("pytestmark = pytest.mark.django_db(transaction=True)\ndef test_it(): ...", ["test_it"]),
        ("pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]\ndef test_it(): ...", []),
        ("@pytest.mark.django_db\ndef test_it(): ...", []),
    ],
)
def test_a_test_that_commits_is_found(source: str, found: list[str]) -> None:
    assert list(find_unmarked(source)) == found
