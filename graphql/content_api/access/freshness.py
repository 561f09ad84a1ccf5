"""Running a query on the structure that is kept, and again when a commit has made that wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from graphql import ExecutionResult

from content_api.access.context import ReadContext
from content_api.access.structure import OutdatedStructure

__all__ = ["execute_fresh"]


def execute_fresh(run: Callable[[ReadContext], ExecutionResult], context: ReadContext) -> ExecutionResult:
    """The result of a query, data and errors, on a structure that was current after the query began.

    The first run uses what is kept. When that proves outdated, the run ends there or all of its result is discarded,
    and a second run reads the version of the structure before anything else. Never for mutations: they would be
    executed twice.
    """
    first = context.restart(uses_kept_structure=True)
    with suppress(OutdatedStructure):
        result = run(first)
        if first.has_current_structure():
            return result
    return run(context.restart())
