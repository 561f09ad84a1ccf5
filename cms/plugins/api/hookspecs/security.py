"""Who may see what."""

from __future__ import annotations

from cms.plugins.api.contributions import PermissionFilter
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", returns=PermissionFilter)
def permission_filter() -> list[PermissionFilter]:
    """Hide rows from viewers, by query filters that hold for every road of the API: lists, relations, counts, search.

    Called once at start. A rule is a Q, in which Now(), ViewerId() and GroupIds() stand for what each request brings.
    It may also be a function of the viewer, which is called for each request that reads the model. Both fail closed.

        @hookimpl
        def permission_filter() -> list[PermissionFilter]:
            shown = Q(embargo__isnull=True) | Q(embargo__until__lte=Now())
            return [PermissionFilter(name="embargo", model="solutions.Solution", rule=shown)]
    """
    raise NotImplementedError
