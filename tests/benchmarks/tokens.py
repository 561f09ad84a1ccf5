"""What checking an access token costs a request, beside no credential and django-oauth-toolkit's check of opaque tokens.

`make bench` runs it on the database of DATABASE_URL, in a transaction that is rolled back. Requests take turns, in one
process, so that whatever else the machine does slows down all of them. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import process_time
from typing import Any

ROUNDS, TIMES = 40, 50
TARGET, RATIO = 120, 20
"""Microseconds that a token may add, and how many times dearer the opaque check should be."""


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        try:
            report()
        finally:
            transaction.set_rollback(True)


def report() -> None:
    """Print the median CPU of each, and the statements of one more check of each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    checks = build_checks()
    taken: dict[str, list[float]] = {name: [] for name in checks}
    for _ in range(ROUNDS):
        for name, check in checks.items():
            before = process_time()
            for _ in range(TIMES):
                check()
            taken[name].append((process_time() - before) / TIMES * 1e6)
    base = median(taken["no credential"])
    for name, values in taken.items():
        with CaptureQueriesContext(connection) as captured:
            checks[name]()
        added = f"added {median(values) - base:+8.1f} (target {TARGET})"
        print(f"{name:<26} {median(values):8.1f} µs   {added}   {len(captured)} statements")
    ratio = (median(taken["opaque token (toolkit)"]) - base) / (median(taken["access token"]) - base)
    print(f"the toolkit's check costs {ratio:.0f} times as much (target {RATIO})")


def build_checks() -> dict[str, Callable[[], Any]]:
    from django.test import RequestFactory
    from oauth2_provider.oauth2_backends import get_oauthlib_core

    from cms.actors.authenticators import authenticate
    from cms.identity.provider.access_tokens import forget_checked_tokens

    jwt, opaque = make_tokens()
    make = RequestFactory().post
    signed, plain = make("/graphql", HTTP_AUTHORIZATION=f"Bearer {jwt}"), make("/graphql")
    other, core = make("/graphql", HTTP_AUTHORIZATION=f"Bearer {opaque}"), get_oauthlib_core()

    def check_signature() -> None:
        forget_checked_tokens()
        authenticate(signed)

    return {
        "no credential": lambda: authenticate(plain),
        "access token": lambda: authenticate(signed),
        "access token, first time": check_signature,
        "opaque token (toolkit)": lambda: core.verify_request(other, scopes=["read"]),
    }


def make_tokens() -> tuple[str, str]:
    """A token of ours, and one as the toolkit makes it."""
    from django.utils import timezone
    from oauth2_provider.models import AccessToken
    from oauthlib.common import Request

    from cms.identity.models import User
    from cms.identity.provider.clients import create_client
    from cms.identity.provider.issuing import issue_access_token

    user = User.objects.create_user("benchmark of tokens")
    client, _secret = create_client("benchmark", ["https://www.example.com/"])
    request = Request("https://www.example.com/")
    request.user, request.client, request.scopes, request.grant_type = user, client, ["read"], "refresh_token"
    until = timezone.now() + timedelta(minutes=10)
    row = AccessToken(user=user, application=client, scope="read", expires=until, token="", resource=[])
    row._raw_token = "opaque-token-of-the-benchmark"
    row.save()
    return issue_access_token(request), "opaque-token-of-the-benchmark"


if __name__ == "__main__":
    main()
