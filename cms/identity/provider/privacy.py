"""The clients that a person has signed in to, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from oauth2_provider.models import AccessToken, DeviceGrant, Grant, IDToken, RefreshToken

from cms.identity.models import TokenCounter, User
from cms.identity.privacy import DataHolder, DataNote, holders
from cms.identity.provider.families import end_sign_ins
from cms.identity.provider.revocations import name_user

__all__ = ["register"]

MODELS = (RefreshToken, AccessToken, IDToken, Grant, DeviceGrant)
COLUMNS = tuple(
    f"oauth2_provider.{name}.user"
    for name in ("AccessToken", "Application", "DeviceGrant", "Grant", "IDToken", "RefreshToken")
)

NOTE = DataNote(
    what="clients that the person signed in to, with hashes of their tokens and what they may do",
    why="to sign people in to websites and devices",
    kept="until the sign-in ends; ended tokens are deleted every night",
    erased="deleted; what the person registered as a client goes with the account",
)


def register() -> None:
    holders["oauth"] = DataHolder(export, erase, NOTE, columns=COLUMNS)


def export(user: User) -> list[dict[str, Any]]:
    rows = RefreshToken.objects.filter(user=user).order_by("pk")
    return list(rows.values("application__name", "created", "updated", "revoked"))


def erase(user: User) -> int:
    """The numbers of a user stay for an hour at least, so that no token of theirs is accepted again."""
    if not TokenCounter.objects.filter(subject=name_user(user.pk)).exists():
        return 0
    end_sign_ins(user.pk, "account")
    return sum(model.objects.filter(user=user).delete()[0] for model in MODELS)
