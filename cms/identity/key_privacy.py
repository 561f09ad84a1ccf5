"""The keys of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders

__all__ = ["register"]

TOLD = (
    "name", "prefix", "kinds", "locales", "reads_drafts", "actions", "created_at", "expires_at", "revoked_at",
    "last_used_at", "last_operation",
)  # fmt: skip

NOTE = DataNote(
    what="API keys: name, beginning, hash, limits, and when and for which operation they were last used",
    why="to let machines act for the person",
    kept="until the account is erased, also after they ended",
    erased="deleted",
)


def register() -> None:
    holders["api_keys"] = DataHolder(export, erase, NOTE, columns=("accounts.ApiKey.owner",))


def export(user: User) -> list[dict[str, Any]]:
    return list(user.api_keys.order_by("pk").values(*TOLD))


def erase(user: User) -> int:
    return int(user.api_keys.all().delete()[0])
