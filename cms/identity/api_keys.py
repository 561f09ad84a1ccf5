"""API keys are made, rotated and revoked here. docs/howto/machine-access.md says what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from django.utils import timezone

from cms.declarations.scopes import ACTIONS
from cms.identity.key_checks import forget_keys
from cms.identity.key_tokens import MACHINE, SERVER, compute_digest, create_token
from cms.identity.models import ApiKey, User

__all__ = [
    "KeyLimits",
    "KeyRefused",
    "connect",
    "create_key",
    "create_server_key",
    "list_valid_keys",
    "revoke_key",
    "rotate_key",
]

logger = structlog.get_logger(__name__)


class KeyRefused(Exception):
    """A key cannot be made or rotated; the message says why."""


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """What a key of a machine may do. kinds: labels in lower case; all kinds without any. locales: language codes; all
    without any. reads_drafts: also what its owner may edit and is not published. actions: names of ACTIONS that it does
    besides reading; ValueError for others."""

    kinds: Iterable[str] = ()
    locales: Iterable[str] = ()
    reads_drafts: bool = False
    actions: Iterable[str] = ()

    def __post_init__(self) -> None:
        if unknown := set(self.actions) - dict(ACTIONS).keys():
            raise ValueError(f"There is no action {', '.join(sorted(unknown))}; see ACTIONS.")


def create_key(
    name: str, owner: User, limits: KeyLimits | None = None, *, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key of a person, and its secret, which is not stored and cannot be shown again."""
    chosen = limits or KeyLimits()
    return store_key(
        MACHINE, name=name, owner=owner, kinds=sorted(chosen.kinds), locales=sorted(chosen.locales),
        reads_drafts=chosen.reads_drafts, actions=sort_actions(chosen.actions), expires_at=expires_at,
    )  # fmt: skip


def sort_actions(actions: Iterable[str]) -> list[str]:
    return [name for name, _label in ACTIONS if name in set(actions)]


def create_server_key(
    name: str, *, expires_at: datetime | None = None, points: tuple[int, int] | None = None,
    passes_visitors: bool = True,
) -> tuple[ApiKey, str]:  # fmt: skip
    """A new key for the server of a frontend, which reads what is public, and its secret."""
    capacity, restore = points or (None, None)
    return store_key(
        SERVER, name=name, capacity=capacity, restore=restore, passes_visitors=passes_visitors,
        expires_at=expires_at,
    )  # fmt: skip


def store_key(mark: str, **values: Any) -> tuple[ApiKey, str]:
    prefix, token = create_token(mark)
    key = ApiKey.objects.create(prefix=prefix, digest=compute_digest(token), **values)
    logger.info("api_key_created", key=prefix, name=key.name, owner=key.owner_id)
    return key, token


def list_valid_keys() -> QuerySet[ApiKey]:
    """Keys that are neither revoked nor expired."""
    now = timezone.now()
    return ApiKey.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)


@transaction.atomic
def rotate_key(key: ApiKey, overlap: timedelta, *, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """A new key with the name and limits of this one, which stays valid for `overlap`; KeyRefused for one that has
    ended or was replaced before. expires_at: of the new one."""
    old = list_valid_keys().select_for_update().filter(pk=key.pk, replaced_at__isnull=True).first()
    if old is None:
        raise KeyRefused("This key has ended or was replaced already. Create a new one.")
    now = timezone.now()
    old.replaced_at, old.expires_at = now, min(old.expires_at or now + overlap, now + overlap)
    old.save(update_fields=["replaced_at", "expires_at"])
    same = (
        "name",
        "owner",
        "kinds",
        "locales",
        "reads_drafts",
        "actions",
        "capacity",
        "restore",
        "passes_visitors",
    )
    mark = SERVER if old.owner_id is None else MACHINE
    new, token = store_key(mark, expires_at=expires_at, **{name: getattr(old, name) for name in same})
    forget_here()
    logger.info("api_key_rotated", key=old.prefix, by=new.prefix, valid_until=old.expires_at.isoformat())
    return new, token


def revoke_key(key: ApiKey) -> None:
    """End a key; every process refuses it within five seconds."""
    end_keys(ApiKey.objects.filter(pk=key.pk), "revoked")
    key.refresh_from_db(fields=["revoked_at"])


def end_keys(keys: QuerySet[ApiKey], reason: str) -> None:
    ended = list(keys.filter(revoked_at__isnull=True).values_list("prefix", flat=True))
    keys.filter(prefix__in=ended, revoked_at__isnull=True).update(revoked_at=timezone.now())
    forget_here()
    for prefix in ended:
        logger.info("api_key_revoked", key=prefix, reason=reason)


def forget_here() -> None:
    """Forget what this process knows of keys: now, and again when others can see what was written."""
    forget_keys()
    transaction.on_commit(forget_keys)


def end_owner_keys(instance: User, created: bool, **_: Any) -> None:
    """A new password ends the keys of an account: who had the old one may have made them."""
    if not created and instance._password is not None:
        end_keys(ApiKey.objects.filter(owner=instance), "password changed")
    elif not created:
        forget_here()  # the account may have been closed


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(end_owner_keys, sender=User, dispatch_uid="end_owner_keys")
