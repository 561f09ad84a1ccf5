"""Access tokens that are refused before they expire: every process knows of them within five seconds.

A token names the numbers that its user, its sign-in and its client had when it was issued. Revoking counts one of them
up, and a process refuses what has a lower number. It reads those that were counted up lately, all in one statement,
when it has not done so for a few seconds; a request by itself costs none. Numbers do not depend on anybody's clock.

The same statement asks which of the users of the tokens that this process sees are still there, active and superusers,
in which groups they are, and which of the clients are still there and the site's own: so it does not matter by which
road an account or a client was closed or lost a role, in bulk and by SQL included.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from cms.base.measures import TOKENS_REVOKED
from cms.identity.models import TokenCounter

if TYPE_CHECKING:
    from cms.identity.provider.claims import AccessClaims

__all__ = [
    "forget_revocations", "is_closed", "is_revoked", "name_client", "name_family", "name_user", "note_user",
    "read_numbers", "revoke_tokens", "was_noted",
]  # fmt: skip

FRESH = 4.0
"""Seconds for which a process uses what it has read: with a slow statement, less than five in all."""
KEPT = timedelta(hours=1)
"""For how long a revocation is read: longer than a token is valid, on clocks that are minutes apart."""
COUNT_UP = """
    INSERT INTO accounts_tokencounter AS known (subject, number, changed_at) VALUES (%s, 1, now())
    ON CONFLICT (subject) DO UPDATE SET number = known.number + 1, changed_at = now()
"""
READ = """
    SELECT subject, number FROM accounts_tokencounter WHERE changed_at > now() - %s AND number > 0
    UNION ALL SELECT 'active:' || id, is_superuser::int FROM accounts_user WHERE id = ANY(%s) AND is_active
    UNION ALL SELECT 'member:' || user_id || ':' || group_id, 1 FROM accounts_user_groups WHERE user_id = ANY(%s)
    UNION ALL SELECT 'own:' || client_id, skip_authorization::int FROM oauth2_provider_application
    WHERE client_id = ANY(%s)
"""
MOST = 2_000
"""Users, and clients, that a process asks for at a time: as many as it remembers tokens."""
logger = structlog.get_logger(__name__)


def name_user(key: int) -> str:
    return f"user:{key}"


def name_family(family: UUID | str) -> str:
    """The subject of what one sign-in to a client led to."""
    return f"family:{family}"


def name_client(client: str) -> str:
    return f"client:{client}"[:80]


class KnownRevocations:
    """The numbers of subjects that were counted up lately, the active users and the clients, as this process read them
    last."""

    def __init__(self) -> None:
        self.numbers: Mapping[str, int] = {}
        self.users: OrderedDict[int, None] = OrderedDict()
        self.clients: OrderedDict[str, None] = OrderedDict()
        self.read_at = float("-inf")
        self.lock = Lock()

    def read(self) -> Mapping[str, int]:
        if monotonic() - self.read_at <= FRESH:
            return self.numbers
        with self.lock:
            if monotonic() - self.read_at > FRESH:
                started, users = monotonic(), list(self.users)
                with connection.cursor() as cursor:
                    cursor.execute(READ, [KEPT, users, users, list(self.clients)])
                    self.numbers = dict(cursor.fetchall())
                self.read_at = started
        return self.numbers

    def follow(self, user: int, client: str) -> None:
        """Ask for this user and this client, too, from now on."""
        with self.lock:
            is_new = add_last(self.users, user) | add_last(self.clients, client)
            if is_new:
                self.read_at = float("-inf")

    def forget(self) -> None:
        self.read_at = float("-inf")


def add_last(known: OrderedDict[Any, None], each: Any) -> bool:
    """Put one last; whether it is new. The one that was seen longest ago makes room."""
    is_new = each not in known
    known[each] = None
    known.move_to_end(each)
    while len(known) > MOST:
        known.popitem(last=False)
    return is_new


_known = KnownRevocations()


def is_revoked(numbers: Mapping[str, int]) -> bool:
    """Whether one of the subjects that a token names has been counted up since, or has not got as far as it says."""
    known = _known.read()
    if any(known.get(subject, number) < number for subject, number in numbers.items()):
        _known.forget()  # issued since this was read; or made up
        known = _known.read()
    return any(known.get(subject, number) != number for subject, number in numbers.items())


def is_closed(claims: AccessClaims) -> bool:
    """Whether the account or the client of a token is gone or inactive, or is not any more what the token says: a
    superuser, a member of its groups, a client of the site's own."""
    user, client = claims.user_id, claims.client_id
    _known.follow(user, client)
    known = _known.read()
    if (
        known.get(f"active:{user}", -1) < claims.is_superuser
        or known.get(f"own:{client}", -1) < claims.is_first_party
    ):
        return True
    return any(f"member:{user}:{group}" not in known for group in claims.group_ids)


def read_numbers(*subjects: str) -> dict[str, int]:
    """The numbers that a token of these subjects gets now; one statement."""
    known = dict(TokenCounter.objects.filter(subject__in=subjects).values_list("subject", "number"))
    return {subject: known.get(subject, 0) for subject in subjects}


def note_user(key: int) -> None:
    """Remember that somebody has access tokens, which a change of their account has to revoke."""
    row = TokenCounter(subject=name_user(key), changed_at=timezone.now())
    TokenCounter.objects.bulk_create([row], ignore_conflicts=True)


def was_noted(key: int) -> bool:
    """Whether a token was ever issued to somebody; one statement."""
    return TokenCounter.objects.filter(subject=name_user(key)).exists()


def revoke_tokens(subject: str, reason: str) -> None:
    """Refuse all access tokens of a user, a sign-in or a client that were issued up to now."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP, [subject])
    TOKENS_REVOKED.labels(reason).inc()
    logger.info("tokens_revoked", subject=subject, reason=reason)
    forget_revocations()
    transaction.on_commit(forget_revocations)


def forget_revocations() -> None:
    """Read them again at the next token."""
    _known.forget()
