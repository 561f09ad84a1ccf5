"""The sessions and second factors of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, holders
from cms.people.models import AuthenticatorApp, Passkey, RecoveryCode, Session

__all__ = ["register"]


FACTORS = (AuthenticatorApp, Passkey, RecoveryCode)


def register() -> None:
    columns = tuple(f"{model._meta.label}.user" for model in FACTORS)
    holders["sessions"] = DataHolder(export, erase, columns=("people.Session.user",))
    holders["second_factors"] = DataHolder(export_factors, erase_factors, columns=columns)


def export(user: User) -> list[dict[str, Any]]:
    return list(
        Session.objects.filter(user=user)
        .order_by("last_used_at")
        .values("device", "signed_in_at", "last_used_at")
    )


def erase(user: User) -> int:
    return int(Session.objects.filter(user=user).delete()[0])


def export_factors(user: User) -> dict[str, Any]:
    """What there is, without secrets and keys."""
    return {
        "authenticator_app": AuthenticatorApp.objects.filter(user=user).values("created_at").first(),
        "passkeys": list(Passkey.objects.filter(user=user).values("name", "created_at", "last_used_at")),
        "recovery_codes": RecoveryCode.objects.filter(user=user).count(),
    }


def erase_factors(user: User) -> int:
    return sum(each.objects.filter(user=user).delete()[0] for each in FACTORS)
