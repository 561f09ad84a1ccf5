"""Functions are named by a verb and its object: no bare participles (`told`), no `x_of(y)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "content_types", "graphql/content_api", "plugins", "tests")
IRREGULAR = {
    "begun", "bound", "bought", "broken", "brought", "built", "caught", "chosen", "cut", "done", "drawn",
    "driven", "felt", "forbidden", "forgotten", "found", "frozen", "fed", "given", "gone", "grown", "held",
    "hidden", "kept", "known", "laid", "learnt", "led", "left", "lent", "lost", "made", "meant", "met",
    "paid", "put", "read", "risen", "run", "said", "seen", "sent", "set", "shown", "shut", "sold", "spent",
    "split", "spoken", "spread", "stolen", "stood", "taken", "taught", "thought", "thrown", "told", "torn",
    "understood", "unbound", "undone", "unknown", "unmet", "unwritten", "withdrawn", "withheld", "won",
    "worn", "worth", "written",
}  # fmt: skip
"""Participles without the ending -ed."""
VERBS = {
    "cut",
    "embed",
    "exceed",
    "feed",
    "need",
    "proceed",
    "put",
    "read",
    "run",
    "seed",
    "set",
    "shut",
    "speed",
    "split",
}
"""Words of these that are verbs as well: `read()` is a command."""
ALLOWED = {"settings_of"}
"""Part of the plugin API (`cms.plugin_api`), so plugins elsewhere call it."""


def find_fault(name: str) -> str | None:
    """What is wrong with the name of a function; None when nothing is."""
    bare = name.strip("_")
    if name in ALLOWED or bare.startswith("test_"):
        return None
    if re.search(r"_of(_|$)", bare):
        return "x_of"
    if "_" in bare or bare in VERBS:
        return None
    return "participle" if bare in IRREGULAR or (bare.islower() and bare.endswith("ed")) else None


def list_functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def find_bad_names(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}:{function.lineno}: {function.name} ({fault})"
        for package in PACKAGES
        for path in sorted((folder / package).rglob("*.py"))
        if "migrations" not in path.parts
        for function in list_functions(ast.parse(path.read_text(encoding="utf-8")))
        if (fault := find_fault(function.name))
    ]


def test_functions_are_named_by_a_verb_and_its_object() -> None:
    assert not find_bad_names(CHECKOUT)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("def told() -> None: ...", "told (participle)"),
        ("class Cache:\n    async def _checked(self) -> None: ...", "_checked (participle)"),
        ("def outer():\n    def entered(): ...", "entered (participle)"),
        ("def words_of(term): ...", "words_of (x_of)"),
        ("def rules_of_pages(): ...", "rules_of_pages (x_of)"),
    ],
)
def test_a_bad_name_is_found_where_it_stands(code: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms" / "planted.py").write_text(code)
    [found] = find_bad_names(tmp_path)
    assert found.startswith("cms/planted.py:") and found.endswith(f": {fault}")


@pytest.mark.parametrize("name", ["read", "embed", "load_checked", "is_shown", "offer", "proofread_text"])
def test_verbs_and_names_with_an_object_are_no_faults(name: str) -> None:
    assert find_fault(name) is None
