"""How far a dry run is. Its transaction hides its row from others until it ends, so its counts go through the cache."""

from __future__ import annotations

from django.core.cache import cache

from cms.exchange.models import ImportRun, RunState

COUNTS = ("created", "updated", "unchanged", "refused")
KEPT = 60 * 60
"""Seconds after which the counts of a worker that is gone are forgotten."""


def share_progress(run: ImportRun) -> None:
    """Let others read the counts of a dry run while it goes on."""
    if run.dry_run:
        cache.set(cache_key(run), {name: getattr(run, name) for name in COUNTS}, KEPT)


def read_progress(run: ImportRun) -> None:
    """Take the counts of a dry run that is going on; without a cache they stay zero until its end."""
    if run.dry_run and run.state == RunState.RUNNING:
        for name, count in (cache.get(cache_key(run)) or {}).items():
            setattr(run, name, count)


def cache_key(run: ImportRun) -> str:
    return f"import-progress:{run.pk}"
