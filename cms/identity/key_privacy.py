"""The keys of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, holders

__all__ = ["register"]

TOLD = (
    "name", "prefix", "kinds", "locales", "reads_drafts", "actions", "created_at", "expires_at", "revoked_at",
    "last_used_at", "last_operation",
)  # fmt: skip


def register() -> None:
    holders["api_keys"] = DataHolder(export, erase, columns=("accounts.ApiKey.owner",))


def export(user: User) -> list[dict[str, Any]]:
    return list(user.api_keys.order_by("pk").values(*TOLD))


def erase(user: User) -> int:
    return int(user.api_keys.all().delete()[0])
