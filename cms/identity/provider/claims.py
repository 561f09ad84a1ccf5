"""What an access token says: a JWT as RFC 9068 describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cms.identity.provider.revocations import name_client, name_family, name_user

__all__ = ["EMAIL", "READ", "TYPE", "WRITE", "AccessClaims", "get_audience", "get_issuer"]

TYPE = "at+jwt"
EMAIL, READ, WRITE = "email", "read", "write"
FIRST_PARTY = "first_party"
NUMBERS = ("u", "f", "c")


def get_issuer() -> str:
    """The name of this identity provider; its addresses begin with it."""
    return str(settings.OAUTH2_PROVIDER["OIDC_ISS_ENDPOINT"])


def get_audience() -> str:
    """What access tokens are for: the API of this site."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid token says.

    family: what one sign-in to a client led to. is_first_party: whether the client is the site's own, which needs no
    consent. group_ids, is_superuser: of the user when it was issued; a change of them revokes it. numbers: of the
    subjects by which it can be revoked. kid: the name of the key that signed it.
    """

    user_id: int
    client_id: str
    family: str
    scopes: frozenset[str]
    group_ids: frozenset[int]
    is_superuser: bool
    numbers: Mapping[str, int]
    expires_at: float
    kid: str = ""
    is_first_party: bool = False

    @classmethod
    def read(cls, given: Mapping[str, Any], kid: str) -> AccessClaims:
        """From the payload of a token whose signature is ours; TypeError, ValueError or KeyError for any other."""
        user, client, family = int(given["sub"]), str(given["client_id"]), str(given["sid"])
        subjects = name_user(user), name_family(family), name_client(client)
        return cls(
            user, client, family, frozenset(given["scope"].split()), frozenset(given["gid"]), given["su"] is True,
            {subject: int(given["rev"][name]) for subject, name in zip(subjects, NUMBERS, strict=True)},
            float(given["exp"]), kid, given.get(FIRST_PARTY) is True,
        )  # fmt: skip

    @property
    def subjects(self) -> tuple[str, ...]:
        """What can be counted up to revoke it."""
        return tuple(self.numbers)

    def build(self) -> dict[str, Any]:
        """The members of the payload that are our own."""
        numbers = dict(zip(NUMBERS, self.numbers.values(), strict=True))
        return {
            "sub": str(self.user_id), "client_id": self.client_id, "sid": self.family,
            "scope": " ".join(sorted(self.scopes)), "gid": sorted(self.group_ids), "su": self.is_superuser,
            "rev": numbers, FIRST_PARTY: self.is_first_party,
        }  # fmt: skip
