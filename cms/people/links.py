"""Links in e-mails that prove an address: signed, nothing is stored until they are followed. Each works once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.identity.models import User
from cms.identity.provider.digests import digest
from cms.people.models import UsedLink

__all__ = [
    "delete_used_links", "make_email_link", "make_sign_up_link", "read_email_link", "read_sign_up_link", "use_link",
]  # fmt: skip

SIGN_UP, EMAIL = "cms.people.sign_up", "cms.people.email"
LIFETIME = timedelta(days=1)


def make_sign_up_link(email: str, target: str) -> str:
    """A link of its own each time: two within one second must not be one, which would be used at once."""
    token = signing.dumps({"email": email, "next": target, "number": secrets.token_urlsafe(9)}, salt=SIGN_UP)
    return reverse("sign_up_finish", args=(token,))


def read_sign_up_link(token: str) -> dict[str, str] | None:
    """Address and target; None for a link that is forged, old or used, or whose address has got an account since."""
    known = load(token, SIGN_UP)
    if known is None or UsedLink.objects.filter(digest=digest(token)).exists():
        return None
    if User.objects.filter(email__iexact=known["email"]).exists():
        return None
    return known


def use_link(token: str) -> None:
    """Take a link out of use; IntegrityError where it was used, by one of parallel requests too."""
    UsedLink.objects.create(digest=digest(token))


def delete_used_links() -> int:
    """Delete those that are too old to be used anyway; how many."""
    return int(UsedLink.objects.filter(used_at__lt=timezone.now() - 2 * LIFETIME).delete()[0])


def make_email_link(user: User, email: str) -> str:
    token = signing.dumps({"user": user.pk, "email": email, "state": prove_state(user)}, salt=EMAIL)
    return reverse("email_finish", args=(token,))


def read_email_link(token: str, user: User) -> str | None:
    """The new address; None for a link that is forged, old, somebody else's, or older than a change of the account's
    address or password."""
    known = load(token, EMAIL)
    if (
        known is None
        or known["user"] != user.pk
        or not constant_time_compare(known["state"], prove_state(user))
    ):
        return None
    return str(known["email"])


def load(token: str, salt: str) -> dict[str, Any] | None:
    try:
        return signing.loads(token, salt=salt, max_age=LIFETIME)  # type: ignore[no-any-return]
    except signing.BadSignature:
        return None


def prove_state(user: User) -> str:
    """What changes with the address and the password, and tells neither."""
    return salted_hmac(EMAIL, f"{user.email}\n{user.password}", algorithm="sha256").hexdigest()
