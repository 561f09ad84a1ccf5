"""What a plugin holds of people. A plugin whose manifest names personal data has to implement both."""

from __future__ import annotations

from typing import Any

from cms.plugins.api.markers import Budget, Kind, hookspec


@hookspec(Kind.DECIDE, since="1.0", returns=dict, budget=Budget(10.0, 100))
def export_personal_data(user: int) -> dict[str, Any]:
    """Everything that the plugin holds of a person.

    user: the key of the account. Return JSON-ready values by name; an empty mapping when there is nothing. Called when
    a person asks for a copy of their data; a plugin that fails makes the whole export fail.

        @hookimpl
        def export_personal_data(user: int) -> dict[str, Any]:
            return {"bookmarks": list(Bookmark.objects.filter(user=user).values("solution", "created_at"))}
    """
    raise NotImplementedError


@hookspec(Kind.DECIDE, since="1.0", returns=int, budget=Budget(30.0, 1000), writes=True)
def erase_personal_data(user: int) -> int:
    """Delete, or make anonymous, everything that the plugin holds of a person.

    user: the key of the account, which still exists. Return how many rows were changed. Called in the transaction that
    erases the account: a plugin that fails keeps the account from being erased.

        @hookimpl
        def erase_personal_data(user: int) -> int:
            return Bookmark.objects.filter(user=user).delete()[0]
    """
    raise NotImplementedError
