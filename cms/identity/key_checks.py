"""Is a key valid, and who is its actor? Every process remembers the answer for a few seconds.

So long a key that was revoked elsewhere still works, and so long an owner's former roles apply to it; in the process
that revoked it, it is refused at once. A key that is asked for again meanwhile costs no statement, a wrong one neither.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from django.utils import timezone

from cms.actors.actor import Actor, ActorKind
from cms.identity.key_scopes import build_scope
from cms.identity.key_tokens import compute_digest, get_prefix, has_checksum, is_well_formed
from cms.identity.models import ApiKey

__all__ = ["KnownKey", "KnownKeys", "check_token", "forget_keys"]

FRESH = 4.0
"""Seconds for which a process uses what it has found: with a slow look-up, less than five in all."""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What was found about a key. actor: whose requests it makes; None when it is refused. reason: why it is refused.
    until: on the monotonic clock."""

    reason: str = ""
    actor: Actor | None = None
    expires_at: datetime | None = None
    passes_visitors: bool = False
    until: float = 0.0


class KnownKeys:
    """Keys by digest; the one that was asked for longest ago makes room. Safe for threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.keys: OrderedDict[str, KnownKey] = OrderedDict()
        self.lock = Lock()
        self.version = 0
        """Changes when all are forgotten: what was read before is not remembered after that."""

    def get(self, digest: str) -> KnownKey | None:
        """A key that was found less than FRESH seconds ago."""
        with self.lock:
            known = self.keys.get(digest)
            if known is None or known.until < monotonic():
                return None
            self.keys.move_to_end(digest)
            return known

    def put(self, digest: str, known: KnownKey, version: int) -> None:
        with self.lock:
            if version != self.version:
                return
            self.keys[digest] = known
            while len(self.keys) > self.size:
                self.keys.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.version += 1
            self.keys.clear()


_valid, _wrong = KnownKeys(MOST), KnownKeys(MOST)
"""Apart, so that no number of wrong keys can evict a valid one."""
MALFORMED, CHECKSUM = KnownKey("malformed"), KnownKey("checksum")
EXPIRED = KnownKey("expired")


def forget_keys() -> None:
    """Look every key up again."""
    _valid.clear()
    _wrong.clear()


def check_token(token: str) -> KnownKey:
    """What is known of a key; at most two statements, and none for one that was looked up just before."""
    if not is_well_formed(token):
        return MALFORMED
    if not has_checksum(token):
        return CHECKSUM
    digest = compute_digest(token)
    known = _valid.get(digest) or _wrong.get(digest) or look_up(token, digest)
    if known.expires_at is not None and known.expires_at <= timezone.now():
        return EXPIRED
    return known


def look_up(token: str, digest: str) -> KnownKey:
    """The key as the database has it now, which is remembered."""
    started, versions = monotonic(), (_valid.version, _wrong.version)
    found = ApiKey.objects.select_related("owner").filter(prefix=get_prefix(token)).first()
    known = judge(found if found and hmac.compare_digest(found.digest, digest) else None, started + FRESH)
    if known.actor is not None:
        _valid.put(digest, known, versions[0])
    else:
        _wrong.put(digest, known, versions[1])
    return known


def judge(key: ApiKey | None, until: float) -> KnownKey:
    """What follows from a row."""
    if key is None:
        return KnownKey("unknown", until=until)
    if key.revoked_at is not None:
        return KnownKey("revoked", until=until)
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return KnownKey("expired", until=until)
    if key.owner is not None and not key.owner.is_active:
        return KnownKey("owner", until=until)
    return KnownKey("", build_actor(key), key.expires_at, key.passes_visitors, until)


def build_actor(key: ApiKey) -> Actor:
    """The actor of a valid key: its owner within the limits of the key, or a server that reads what is public."""
    if key.owner is None:
        return Actor(
            rate_key=f"server:{key.pk}", kind=ActorKind.SERVER, audience="server", scopes=frozenset(),
            points=key.points, key_id=key.pk,
        )  # fmt: skip
    return Actor(
        rate_key=f"key:{key.pk}", kind=ActorKind.KEY, audience="known", user_id=key.owner.pk,
        group_ids=frozenset(key.owner.groups.values_list("pk", flat=True)),
        is_superuser=key.owner.is_superuser, scopes=frozenset(), points=key.points, key_id=key.pk,
        scope=build_scope(key),
    )  # fmt: skip
