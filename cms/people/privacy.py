"""The sessions, second factors and linked accounts of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from social_django.models import UserSocialAuth

from cms.identity.models import User
from cms.identity.privacy import DataHolder, holders
from cms.people.models import AuthenticatorApp, Passkey, ProvedEmail, RecoveryCode, Session

__all__ = ["register"]


FACTORS = (AuthenticatorApp, Passkey, RecoveryCode)


def register() -> None:
    columns = tuple(f"{model._meta.label}.user" for model in FACTORS)
    holders["sessions"] = DataHolder(export, erase, columns=("people.Session.user",))
    holders["second_factors"] = DataHolder(export_factors, erase_factors, columns=columns)
    linked = ("social_django.UserSocialAuth.user",)
    proved = ("people.ProvedEmail.user",)
    holders["proved_address"] = DataHolder(export_proof, erase_proof, columns=proved)
    holders["linked_accounts"] = DataHolder(export_links, erase_links, columns=linked)


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


def export_links(user: User) -> list[dict[str, Any]]:
    """The other sites by which the person signs in. What they are called there is not known."""
    rows = UserSocialAuth.objects.filter(user=user).order_by("pk")
    return [
        {"site": each.provider, "linked_at": each.created, "last_used_at": each.modified} for each in rows
    ]


def erase_links(user: User) -> int:
    return int(UserSocialAuth.objects.filter(user=user).delete()[0])


def export_proof(user: User) -> str | None:
    """The address that the person proved; None for none."""
    return ProvedEmail.objects.filter(user=user).values_list("email", flat=True).first()


def erase_proof(user: User) -> int:
    return int(ProvedEmail.objects.filter(user=user).delete()[0])
