"""Is an access token valid? No statement, but one every few seconds for what was revoked meanwhile.

A signature is checked once in each process: what was found of a token is remembered until it expires, or until its key
does not count any more.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import time

import jwt
from django.conf import settings

from cms.identity.provider.claims import TYPE, AccessClaims, get_audience, get_issuer
from cms.identity.provider.revocations import is_closed, is_revoked
from cms.identity.provider.signing_keys import find_public_key

__all__ = ["CheckedToken", "check_access_token", "forget_checked_tokens", "looks_like_jwt"]

LONGEST = 4_096
HEADER = frozenset({"alg", "typ", "kid"})
"""What stands in the header of our tokens; one that brings its own key, or anything else, is none."""
REQUIRED = ["iss", "aud", "sub", "exp", "iat", "jti", "client_id", "sid", "scope", "gid", "su", "rev"]
LEEWAY = 30
"""Seconds that the clocks of our own servers may differ by."""
MOST = 2_000


@dataclass(frozen=True, slots=True)
class CheckedToken:
    """What was found about a token. claims: None when it is refused. reason: why, for operators alone."""

    claims: AccessClaims | None = None
    reason: str = ""


MALFORMED, EXPIRED, REVOKED, UNKNOWN_KEY = (
    CheckedToken(reason=f"token_{word}") for word in ("malformed", "expired", "revoked", "key")
)
_checked: OrderedDict[bytes, AccessClaims] = OrderedDict()
"""Tokens whose signature is ours, by their hash; the one that was used longest ago makes room."""
_lock = Lock()


def looks_like_jwt(token: str) -> bool:
    """Whether a bearer token is for us to judge: keys have no dots."""
    return "." in token


def check_access_token(token: str) -> CheckedToken:
    """What is known of a token."""
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    claims = find_checked(digest)
    if claims is None:
        found = verify(token)
        if found.claims is None:
            return found
        claims = found.claims
        keep(digest, claims)
    if claims.expires_at <= time():
        return EXPIRED
    if find_public_key(claims.kid) is None:
        return UNKNOWN_KEY
    return REVOKED if is_closed(claims) or is_revoked(claims.numbers) else CheckedToken(claims)


def find_checked(digest: bytes) -> AccessClaims | None:
    with _lock:
        claims = _checked.get(digest)
        if claims is not None:
            _checked.move_to_end(digest)
        return claims


def keep(digest: bytes, claims: AccessClaims) -> None:
    with _lock:
        _checked[digest] = claims
        while len(_checked) > MOST:
            _checked.popitem(last=False)


def forget_checked_tokens() -> None:
    """Check every signature again."""
    with _lock:
        _checked.clear()


def verify(token: str) -> CheckedToken:
    """The claims of a token whose signature, issuer, audience, type and times are right."""
    if len(token) > LONGEST or not token.isascii():
        return MALFORMED
    try:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if (
            header.keys() != HEADER
            or header["typ"] != TYPE
            or header["alg"] != "RS256"
            or not isinstance(kid, str)
        ):
            return CheckedToken(reason="token_header")
        if (known := find_public_key(kid)) is None:
            return UNKNOWN_KEY
        payload = jwt.decode(
            token, known.key, algorithms=["RS256"], audience=get_audience(), issuer=get_issuer(), leeway=LEEWAY,
            options={"require": REQUIRED, "strict_aud": True},
        )  # fmt: skip
        if payload["exp"] - payload["iat"] > settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"]:
            return CheckedToken(reason="token_claims")  # no token of ours, but one by who has our key
        return CheckedToken(AccessClaims.read(payload, kid))
    except jwt.ExpiredSignatureError:
        return EXPIRED
    except jwt.InvalidSignatureError:
        return CheckedToken(reason="token_signature")
    except jwt.DecodeError:
        return MALFORMED
    except jwt.InvalidTokenError:
        return CheckedToken(reason="token_claims")
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return MALFORMED
