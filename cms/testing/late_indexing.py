"""A task backend for tests: Wagtail's own indexes are filled when something reads them, which few tests do.

Saving a page indexes it for Wagtail's search and reports, which is half of what saving costs. In production a worker
does it later, too. All other tasks run at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult

__all__ = ["LateIndexingBackend", "fill_indexes", "forget_waiting"]

INDEXING = {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"}
TABLES = ("wagtailsearch_", "wagtailcore_referenceindex")
waiting: dict[tuple[str, str], TaskResult[Any]] = {}
"""Tasks that have not run, by what they do and to which row: each once, in the order of their first call."""


class LateIndexingBackend(ImmediateBackend):
    """Runs tasks at once, but for those that index a row: these run before the next statement that reads an index.

    Where a test commits for real, other connections read what it writes, so everything runs at once there.
    """

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        if get_path(task_result.task) not in INDEXING or not is_rolled_back():
            super()._execute_task(task_result)
            return
        waiting[get_path(task_result.task), repr(task_result.args)] = task_result
        if run_before not in connection.execute_wrappers:
            connection.execute_wrappers.append(run_before)


def get_path(task: Task[Any, Any]) -> str:
    return f"{task.func.__module__}.{task.func.__qualname__}"


def is_rolled_back() -> bool:
    """Whether what this connection does is rolled back at the end of the test."""
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def run_before(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Fill the indexes before a statement that names one of their tables, unless it deletes rows from it."""
    if waiting and names_index(str(sql)):
        fill_indexes()
    return execute(sql, params, many, context)


def names_index(sql: str) -> bool:
    return any(name in sql for name in TABLES) and not sql.startswith("DELETE")


def fill_indexes() -> None:
    """Run the tasks that wait. Rows that were deleted or rolled back since then are left out."""
    results = list(waiting.values())
    forget_waiting()
    for each in results:
        try:
            each.task.call(*each.args, **each.kwargs)
        except ObjectDoesNotExist:
            continue


def forget_waiting() -> None:
    """Drop the tasks that wait: their rows were rolled back with the last test."""
    waiting.clear()
