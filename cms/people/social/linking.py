"""Which account here belongs to whom at another site. An address that a site asserts decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from social_django.models import UserSocialAuth

from cms.base.events import tell_event
from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.models import User
from cms.people.mails import get_language, mail_notice
from cms.people.models import LegalText
from cms.people.sign_up import create_account
from cms.people.social.backends import Identity
from cms.people.social.providers import list_providers

__all__ = ["LastWayError", "create_linked_account", "find_user", "link", "list_links", "unlink"]

logger = structlog.get_logger(__name__)


class LastWayError(Exception):
    """Without this link, its owner could not sign in any more."""


def list_links(user: User) -> QuerySet[Any]:
    return UserSocialAuth.objects.filter(user=user).order_by("pk")


def find_user(identity: Identity) -> User | None:
    """Whose account is linked. The row keeps when it was used."""
    row = UserSocialAuth.objects.filter(provider=identity.provider, uid=identity.uid).first()
    if row is None:
        return None
    row.save(update_fields=["modified"])
    return User.objects.get(pk=row.user_id)


def link(user: User, identity: Identity) -> bool:
    """Let somebody at another site sign in as this user; False when another account has them."""
    try:
        with transaction.atomic():
            UserSocialAuth.objects.create(user=user, provider=identity.provider, uid=identity.uid)
            tell_event("sign_in.linked", actor=user.pk, target=user, provider=identity.provider)
    except IntegrityError:
        return UserSocialAuth.objects.filter(user=user, provider=identity.provider, uid=identity.uid).exists()
    report(user, "sign_in_linked", identity.provider)
    return True


@transaction.atomic
def create_linked_account(identity: Identity, display_name: str, texts: Sequence[LegalText]) -> User | None:
    """An account without password and address, whose owner agreed to the texts; None when there is one meanwhile."""
    user = create_account("", display_name, None, texts)
    if link(user, identity):
        return user
    transaction.set_rollback(True)
    return None


@transaction.atomic
def unlink(user: User, key: int) -> bool:
    """Remove a link; False when there is none. LastWayError where no password and no other site is left."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    offered = [each.name for each in list_providers()]
    row = list_links(locked).filter(pk=key).first()
    if row is None:
        return False
    others = list_links(locked).exclude(pk=key).filter(provider__in=offered)
    if not locked.has_usable_password() and not others.exists():
        raise LastWayError
    row.delete()
    tell_event("sign_in.unlinked", actor=user.pk, target=locked, provider=row.provider)
    transaction.on_commit(lambda: report(locked, "sign_in_unlinked", row.provider))
    return True


def report(user: User, change: str, provider: str) -> None:
    """Tell operators and the owner."""
    ACCOUNT_CHANGES.labels("sign_ins").inc()
    logger.info(change, user=user.pk, provider=provider)
    mail_notice.enqueue("sign_ins_changed", user.email, get_language())
