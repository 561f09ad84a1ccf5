"""The sessions, second factors, linked accounts and consents of a person, in the copy of their data and at their
erasure."""

from __future__ import annotations

from typing import Any

from social_django.models import UserSocialAuth

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders
from cms.people.models import AuthenticatorApp, Consent, Passkey, ProvedEmail, RecoveryCode, Session

__all__ = ["register"]

FACTORS = (AuthenticatorApp, Passkey, RecoveryCode)

SESSIONS = DataNote(
    what="sign-ins: browser and system, when they began and when they were last used; no network address",
    why="to keep people signed in, and to show them where they are",
    kept="until they end; ended ones are deleted every night",
    erased="deleted",
)
SECOND_FACTORS = DataNote(
    what="second factors: the encrypted secret of an authenticator app, public keys and names of passkeys, hashes of "
    "recovery codes",
    why="to ask for more than a password",
    kept="until they are removed",
    erased="deleted",
)
PROVED_ADDRESS = DataNote(
    what="the e-mail address that was proved by a link",
    why="to know whose an address is",
    kept="until the account is erased",
    erased="deleted",
)
LINKED_ACCOUNTS = DataNote(
    what="accounts at other sites by which the person signs in: the site, and the number that it gives them",
    why="to sign people in by another site",
    kept="until the link is removed",
    erased="deleted",
)
CONSENTS = DataNote(
    what="versions of legal texts that the person agreed to, when, and when they withdrew it",
    why="to prove what was agreed to",
    kept="until the account is erased, also after it is withdrawn",
    erased="deleted; the audit log keeps that the account of this number agreed",
)


def register() -> None:
    columns = tuple(f"{model._meta.label}.user" for model in FACTORS)
    holders["sessions"] = DataHolder(export, erase, SESSIONS, columns=("people.Session.user",))
    holders["second_factors"] = DataHolder(export_factors, erase_factors, SECOND_FACTORS, columns=columns)
    linked = ("social_django.UserSocialAuth.user",)
    proved = ("people.ProvedEmail.user",)
    holders["proved_address"] = DataHolder(export_proof, erase_proof, PROVED_ADDRESS, columns=proved)
    holders["linked_accounts"] = DataHolder(export_links, erase_links, LINKED_ACCOUNTS, columns=linked)
    holders["consents"] = DataHolder(
        export_consents, erase_consents, CONSENTS, columns=("people.Consent.user",)
    )


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


def export_consents(user: User) -> list[dict[str, Any]]:
    """What the person agreed to, also what they withdrew."""
    rows = Consent.objects.filter(user=user).order_by("pk")
    return list(rows.values("text__kind", "text__version", "text__address", "agreed_at", "withdrawn_at"))


def erase_consents(user: User) -> int:
    return int(Consent.objects.filter(user=user).delete()[0])
