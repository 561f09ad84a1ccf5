"""Sign-ins to clients are ended here: a family is everything that one authorization code led to."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from oauth2_provider.models import AccessToken, DeviceGrant, Grant, RefreshToken

from cms.identity.models import UsedCode, User
from cms.identity.provider.logout_notices import note_ended
from cms.identity.provider.revocations import name_family, name_user, revoke_tokens

__all__ = ["end_device_sign_ins", "end_family", "end_sign_ins", "find_signed_in"]


@transaction.atomic
def end_family(family: UUID, reason: str) -> None:
    """Refuse the refresh token and all access tokens of one sign-in, and tell its client, unless that ended it."""
    if reason != "client":
        note_ended(RefreshToken.objects.filter(token_family=family))
    RefreshToken.revoke_family(family)
    revoke_tokens(name_family(family), reason)


@transaction.atomic
def end_device_sign_ins(user_id: int, device: str, reason: str) -> None:
    """End what a person signed in to from one device; from all of them where its session has no name.

    Codes go first: one that is exchanged at this moment is waited for, and what it led to is then found.
    """
    if not device:
        end_sign_ins(user_id, reason)
        return
    Grant.objects.filter(user=user_id).delete()
    for family in list(UsedCode.objects.filter(device=device).values_list("family", flat=True)):
        end_family(family, reason)


@transaction.atomic
def end_sign_ins(user_id: int, reason: str) -> None:
    """Sign a person out of all clients; a client has to lead them to the sign-in page again."""
    Grant.objects.filter(user=user_id).delete()
    DeviceGrant.objects.filter(user=user_id).delete()
    note_ended(RefreshToken.objects.filter(user=user_id))
    families = RefreshToken.objects.filter(user=user_id, revoked__isnull=True).values_list(
        "token_family", flat=True
    )
    for family in list(families.distinct()):
        if family is not None:
            RefreshToken.revoke_family(family)
    AccessToken.objects.filter(user=user_id).delete()
    revoke_tokens(name_user(user_id), reason)


def find_signed_in() -> QuerySet[User]:
    """The people who are signed in to a client, or about to be."""
    mine = {"user": OuterRef("pk")}
    return User.objects.filter(
        Exists(RefreshToken.objects.filter(**mine, revoked__isnull=True))
        | Exists(Grant.objects.filter(**mine))
    )
