"""Counters of this process, which outlive the test that counted."""

from __future__ import annotations

from cms.base import measures

__all__ = ["clear_counts"]


def clear_counts() -> None:
    """Let all that this process has counted be forgotten."""
    for metric in (
        measures.HOOK_CALLS, measures.HOOK_FAILURES, measures.HOOK_SECONDS, measures.HOOK_STATEMENTS,
        measures.HOOK_BREAKER_OPEN, measures.RATE_LIMITED, measures.COLLECTED,
        measures.COLLECT_DROPPED, measures.COLLECT_STORED,
        measures.REQUEST_SECONDS, measures.OPERATION_SECONDS,
    ):  # fmt: skip
        metric.clear()
