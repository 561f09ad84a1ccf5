"""Build the search index in `migrate`, when it is new or was built by other rules than today's."""

from __future__ import annotations

import sys
from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from cms.indexing.rebuilding import is_built, rebuild
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.slots import list_slot

__all__ = ["build_outdated_index"]


def build_outdated_index(using: str = "default", verbosity: int = 1, **signal: Any) -> None:
    """Receiver of post_migrate: build once, as soon as every table is as the models have it."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    for provider in list_slot(SearchProvider):
        if not is_built(provider):
            build_index(provider, verbosity)


def build_index(provider: SearchProvider, verbosity: int) -> None:
    try:
        count = rebuild(provider, lambda done, total: None)
    except CallFailed as error:
        sys.stderr.write(f"The search index was not built: {error} Run `manage.py search rebuild`.\n")
        return
    if verbosity and count:
        sys.stdout.write(f"Built the search index: {count:,} documents.\n")
