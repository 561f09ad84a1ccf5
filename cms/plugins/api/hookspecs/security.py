"""Who may see what."""

from __future__ import annotations

from cms.plugins.api.contributions import PermissionFilter
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", returns=PermissionFilter)
def permission_filter() -> list[PermissionFilter]:
    """Hide rows from viewers, by query filters that hold for every road of the API: lists, relations, counts, search.

    Called once at start; the rules themselves are asked once for each request that reads their model, and fail closed.

        @hookimpl
        def permission_filter() -> list[PermissionFilter]:
            return [PermissionFilter(name="embargo", model="solutions.Solution", rule=not_under_embargo)]
    """
    raise NotImplementedError
