"""How often anybody may try to sign in: to one account, and from one network, by whatever address of the site."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.http.clients import get_client_address, get_network
from cms.identity.known_devices import identify_device
from cms.identity.lookup import find_user_name, fold_name
from cms.ratelimit.rates import RateExceeded, refund, take

__all__ = ["SignInLimitBackend", "account_name", "connect", "refund_attempt"]


class SignInLimitBackend:
    """An authentication backend that runs before the password backends and enforces the rate limits.

    An attempt is counted before the password is checked, so that parallel attempts are all counted; a successful one is
    refunded. Without a request (in a shell, a command) nothing is counted.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **given: Any) -> None:
        """None lets the other backends decide; PermissionDenied ends the attempt without a look at the password."""
        if request is None or username is None:
            return
        attempt = build_attempt_buckets(request, username)
        for bucket, client in attempt.items():
            try:
                take(bucket, client)
            except RateExceeded as error:
                request.retry_after = error.retry_after  # type: ignore[attr-defined]
                raise PermissionDenied from error
        request.attempt = attempt  # type: ignore[attr-defined]


def build_attempt_buckets(request: HttpRequest, username: str) -> dict[str, str]:
    """The buckets that an attempt takes from, and for whom.

    Attempts from one network to one account leave other networks their own; those from a device on which the account
    signed in before are counted for that device alone, so that other clients cannot use them up. Its e-mail
    address counts as its name.
    """
    account, network = account_name(find_user_name(username)), get_network(get_client_address(request))
    if device := identify_device(request, account):
        return {"sign_in_pair": f"device:{device}:{account}"}
    return {
        "sign_in_network": f"net:{network}",
        "sign_in_pair": f"net:{network}:{account}",
        "sign_in_account": f"account:{account}",
    }


def account_name(username: str) -> str:
    """A name as attempts are counted: without spaces around it, in any case."""
    return fold_name(username)[:150]


def refund_attempt(sender: Any, request: HttpRequest | None, **given: Any) -> None:
    """Who signed in has not tried in vain."""
    attempt = request.__dict__.pop("attempt", {}) if request is not None else {}
    for bucket, client in attempt.items():
        refund(bucket, client)


def connect() -> None:
    user_logged_in.connect(refund_attempt, dispatch_uid="accounts.forgive")
