"""Every hook is documented with its exact signature, has a test named after it, and is used by a plugin of our own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.plugins.api.hookspecs import MODULES
from cms.plugins.loader.inspection import SPECS
from cms.plugins.management.reference import signature

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "reference" / "hooks.md"
TESTS = ("tests/**/test_*.py", "plugins/*/tests/test_*.py")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.FunctionDef))


@cache
def list_test_names() -> frozenset[str]:
    """Names of all test functions."""
    paths = [path for pattern in TESTS for path in CHECKOUT.glob(pattern) if "_template" not in path.parts]
    return frozenset(each.name for path in paths for each in functions(path) if each.name.startswith("test_"))


@cache
def list_implemented_hooks() -> frozenset[str]:
    """Hooks that a plugin in plugins/ implements."""
    return frozenset(
        each.name
        for path in CHECKOUT.glob("plugins/[a-z]*/plugin.py")
        for each in functions(path)
        if any(ast.unparse(mark).startswith("hookimpl") for mark in each.decorator_list)
    )


def test_the_reference_is_current() -> None:
    call_command("hooks_reference", check=True)


@pytest.mark.parametrize("hook", SPECS)
def test_a_hook_is_documented_with_its_signature(hook: str) -> None:
    specification = next(getattr(module, hook) for module in MODULES if hasattr(module, hook))
    section = PAGE.read_text().partition(f"### `{hook}`\n")[2].partition("\n### ")[0]
    assert f"```python\n{signature(specification)}\n```" in section
    assert "@hookimpl" in section, "its docstring shows an example"


@pytest.mark.parametrize("hook", SPECS)
def test_a_hook_has_a_test_of_its_own(hook: str) -> None:
    assert [name for name in list_test_names() if re.search(rf"_{hook}(_|$)", name)], (
        f"name a test test_{hook}…"
    )


def test_every_hook_is_used_by_a_plugin_of_our_own() -> None:
    assert sorted(set(SPECS) - list_implemented_hooks()) == []
