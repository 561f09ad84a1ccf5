"""Hooks of the vectors in PostgreSQL."""

from __future__ import annotations

from cms.plugin_api import VectorProvider, hookimpl
from plugins.vectors_postgres import finding, storing


@hookimpl
def vector_provider() -> list[VectorProvider]:
    return [
        VectorProvider(
            name="postgres",
            find_nearest=finding.find_nearest,
            store=storing.store,
            remove=storing.remove,
            list_marks=storing.list_marks,
            prepare=storing.prepare,
            tables=("vectors_postgres_vector",),
        )
    ]
