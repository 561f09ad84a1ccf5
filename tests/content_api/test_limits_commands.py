"""manage.py limits."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command


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
