"""The workshop of `cms.testing`, under the name by which our own tests know it."""

from typing import Any

from cms.testing.workshop import JOB, QUIET, Workshop

__all__ = ["JOB", "QUIET", "Workshop", "write_search"]


def write_search(workshop: Workshop) -> dict[str, Any]:
    """A plugin that searches as the bundled one does; what to load the site with."""
    code = "from plugins.search_postgres.plugin import search_provider  # noqa: F401"
    return {"slots": {"search": workshop.write("finder", code, slot="search")}}
