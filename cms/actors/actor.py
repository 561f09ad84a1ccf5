"""Who asks: decided once for a request, and read by limits, gates, policies and idempotency alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from cms.actors.confirmation import is_recent
from cms.declarations.scopes import Scope

__all__ = ["Actor", "ActorKind", "Rejection", "anonymous_actor"]


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    USER = "user"
    SERVER = "server"
    KEY = "key"
    """A machine with the key of a person."""


def deny(permission: str) -> bool:
    """Deny every permission."""
    return False


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a request is rejected for its credential, and with which HTTP status.

    reason, key: for operators alone, what is wrong with a key, and its visible prefix.
    """

    status: int
    message: str
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of a request, a command or a job.

    rate_key: the key of its rate-limit buckets, "user:5", "key:4",
    "server:3" or "net:192.0.2.7". audience: a key of API_LIMITS.
    points: how many points it can save up and gets back each second, in place of its audience's.
    visitor_key: the key of the buckets of single actions, such as searches, when a server asks for a visitor.
    user_id: None for an anonymous caller and for servers. group_ids: keys of its Django groups.
    scopes: the permissions that its credential is limited to; None without such a limit, as in a session.
    scope: what of the content its credential reads; None without such a limit. key_id: of the key that was sent.
    credential_hash: of the credential that came with the request. On an anonymous actor it proved invalid.
    rejection: set where such a request must not be answered as an anonymous one.
    confirmed_at: when the person last proved who they are, in seconds since 1970; 0 where that is not known.
    shares_email: whether it may be told the address of its person.
    is_first_party: False for a client of somebody else, which may not do what a person has to do by their own hand.
    permission_check: answers whether the user holds a Django permission ("app_label.codename").
    """

    rate_key: str
    kind: ActorKind = ActorKind.ANONYMOUS
    audience: str = "anonymous"
    user_id: int | None = None
    group_ids: frozenset[int] = frozenset()
    is_superuser: bool = False
    scopes: frozenset[str] | None = None
    scope: Scope | None = None
    key_id: int | None = None
    credential_hash: int | None = None
    points: tuple[int, int] | None = None
    visitor_key: str | None = None
    rejection: Rejection | None = None
    confirmed_at: float = 0
    shares_email: bool = True
    is_first_party: bool = True
    permission_check: Callable[[str], bool] = field(default=deny, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        """Whether it has no account: an anonymous client or a server, which read what is public."""
        return self.user_id is None

    @property
    def is_person(self) -> bool:
        """Whether somebody has signed in, and not a machine in their place."""
        return self.kind is ActorKind.USER

    @property
    def is_confirmed(self) -> bool:
        """Whether the person proved just now who they are."""
        return is_recent(self.confirmed_at)

    @property
    def action_key(self) -> str:
        """The key of its buckets of single actions."""
        return self.visitor_key or self.rate_key

    def has_permission(self, name: str) -> bool:
        """Whether the actor holds a Django permission and its credential is not limited to others."""
        return (self.scopes is None or name in self.scopes) and self.permission_check(name)


def anonymous_actor(
    rate_key: str = "net:unknown", credential_hash: int | None = None, rejection: Rejection | None = None
) -> Actor:
    """An anonymous caller; without a network for work that no request asked for."""
    return Actor(rate_key, credential_hash=credential_hash, rejection=rejection)
