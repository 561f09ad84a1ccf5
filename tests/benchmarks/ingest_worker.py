"""The process of the benchmark of `/collect` that stores: what waits is stored every few seconds, until its input ends."""

from __future__ import annotations

import json
import sys
from threading import Event, Thread

PAUSE = 2.0


def main() -> None:
    import django

    django.setup()
    from cms.analytics.drops import Dropped
    from cms.analytics.server import event_server
    from cms.analytics.storing import store_waiting
    from cms.plugins.api.analytics import AnalyticsProvider
    from cms.plugins.runtime.preparing import prepare
    from cms.plugins.runtime.slots import slot

    prepare()
    provider, ended = slot(AnalyticsProvider), Event()
    if provider is None:
        raise SystemExit("No plugin fills the slot `analytics`.")
    print(json.dumps("ready"), flush=True)
    Thread(target=wait_for_end, args=(ended,), daemon=True).start()
    read = new = failed = 0
    while True:
        last = ended.wait(PAUSE)
        try:
            for done in store_waiting(event_server(), provider, 100_000):
                read, new = read + done.read, new + done.new
        except Dropped:
            failed += 1
            continue
        if last:
            break
    print(json.dumps({"read": read, "new": new, "failed": failed}), flush=True)


def wait_for_end(ended: Event) -> None:
    """Read the input until it is closed."""
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
