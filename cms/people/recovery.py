"""Codes for who lost the second factor: ten, each of which works once."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.base.events import tell_event
from cms.identity.models import User
from cms.people.models import RecoveryCode
from cms.people.sealing import list_secrets

__all__ = ["accept_recovery_code", "count_codes", "make_codes"]

COUNT, LENGTH = 10, 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other. Twelve of 31 are 59 bits."""


@transaction.atomic
def make_codes(user: User) -> list[str]:
    """New codes in the place of all earlier ones. They are not stored, and cannot be shown again."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(COUNT)]
    RecoveryCode.objects.filter(user=user).delete()
    secret = list_secrets()[0]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=hash_code(user, each, secret)) for each in codes
    )
    tell_event("factor.codes.renewed", actor=user.pk, target=user)
    return [f"{each[:4]}-{each[4:8]}-{each[8:]}" for each in codes]


def hash_code(user: User, code: str, secret: str) -> str:
    return salted_hmac("cms.people.recovery", f"{user.pk}:{code}", secret, algorithm="sha256").hexdigest()


def accept_recovery_code(user: User, text: str) -> bool:
    """Use a code up; False for a wrong one, and for one that was used. Of parallel requests one is right."""
    code = text.lower().replace("-", "")
    digests = [hash_code(user, code, secret) for secret in list_secrets()]
    found = RecoveryCode.objects.filter(user=user, digest__in=digests, used_at=None)
    is_right = found.update(used_at=timezone.now()) == 1
    if is_right:
        tell_event("factor.code.used", actor=user.pk, target=user)
    return is_right


def count_codes(user: User) -> int:
    """How many are left."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()
