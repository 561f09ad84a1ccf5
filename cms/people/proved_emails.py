"""Which addresses were proved by a link in an e-mail, for clients that may see them."""

from __future__ import annotations

from cms.identity.models import User
from cms.identity.provider.address_proofs import set_address_check
from cms.people.models import ProvedEmail

__all__ = ["connect", "is_proved", "note_proof"]


def connect() -> None:
    set_address_check(is_proved)


def note_proof(user: User) -> None:
    """The account's present address is its owner's."""
    if user.email:
        ProvedEmail.objects.update_or_create(user=user, defaults={"email": user.email})


def is_proved(user: User) -> bool:
    """One statement."""
    return ProvedEmail.objects.filter(user=user, email__iexact=user.email).exists()
