"""What checking a key costs a request: CPU from the request to its actor, beside a request without a credential.

`make bench` runs it on the database of DATABASE_URL, in a transaction that is rolled back. Requests take turns, in one
process, so that whatever else the machine does slows down all of them. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import os
from statistics import median
from time import perf_counter, process_time

ROUNDS, TIMES = 60, 200
TARGET = 120
"""Microseconds that a key may add."""


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
    """Print the median CPU of each, and the statements of a warm key."""
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from cms.actors.authenticators import authenticate
    from cms.identity.api_keys import create_key, create_server_key
    from cms.identity.key_tokens import create_token
    from cms.identity.models import User

    owner = User.objects.create_user("benchmark of keys")
    headers = {
        "no credential": "", "key of a machine": create_key("benchmark", owner)[1],
        "key of a server": create_server_key("benchmark server")[1], "unknown key": create_token("aix")[1],
        "mistyped key": create_token("aix")[1][:-1] + "_",
    }  # fmt: skip
    requests = {
        name: RequestFactory().post(
            "/graphql", **({"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {})
        )
        for name, token in headers.items()
    }
    taken: dict[str, list[float]] = {name: [] for name in requests}
    with CaptureQueriesContext(connection) as captured:
        started = perf_counter()
        for _ in range(ROUNDS):
            for name, request in requests.items():
                before = process_time()
                for _ in range(TIMES):
                    authenticate(request)
                taken[name].append((process_time() - before) / TIMES * 1e6)
        seconds = perf_counter() - started
    base = median(taken["no credential"])
    for name, values in taken.items():
        print(f"{name:<18} {median(values):7.1f} µs   added {median(values) - base:+7.1f} (target {TARGET})")
    print(f"{len(captured)} statements in {seconds:.0f} s for {ROUNDS * TIMES * len(requests)} requests")


if __name__ == "__main__":
    main()
