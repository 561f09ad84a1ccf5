"""The process of the benchmark of `/collect` that stores, with the pause and priority of `store_events --forever`, until
its input ends."""

from __future__ import annotations

import json
import os
import sys
from threading import Event, Thread


def main() -> None:
    import django

    django.setup()
    from cms.analytics.drops import Dropped
    from cms.analytics.management.commands.store_events import NICENESS, PAUSE
    from cms.analytics.server import event_server
    from cms.analytics.storing import store_waiting
    from cms.plugins.api.analytics import AnalyticsProvider
    from cms.plugins.runtime.preparing import prepare
    from cms.plugins.runtime.slots import slot

    os.nice(NICENESS)
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
    """The parent closes our input when it wants the figures."""
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
