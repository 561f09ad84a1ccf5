"""Watch alerts of Prometheus while a new version gets requests: python deploy/pipeline/watch_slo.py PROMETHEUS SECONDS.

Ends with 1 as soon as a critical alert of the site fires that did not fire before, or when Prometheus gives no answer
three times in a row. PROMETHEUS_TOKEN, if it is set, is sent as a bearer token.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode
from urllib.request import Request, urlopen

QUERY = 'ALERTS{alertstate="firing",severity="critical"}'
PAUSE, PATIENCE, MISSES = 15.0, 10, 3
"""Seconds between questions and for an answer, and how many may be lost in a row."""


def find_firing(prometheus: str) -> set[str]:
    """The names of the critical alerts that fire. OSError or ValueError without an answer."""
    token = os.environ.get("PROMETHEUS_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = f"{prometheus.rstrip('/')}/api/v1/query?{urlencode({'query': QUERY})}"
    with urlopen(Request(address, headers=headers), timeout=PATIENCE) as answer:
        found = json.load(answer)
    if found.get("status") != "success":
        raise ValueError(f"Prometheus says {found.get('error')}")
    return {each["metric"]["alertname"] for each in found["data"]["result"]}


def watch(look: Callable[[], set[str]], seconds: float, pause: float = PAUSE) -> str:
    """Why the version should go back; empty when it may stay."""
    try:
        before, misses = look(), 0
    except (OSError, ValueError) as error:
        return f"Prometheus gives no answer: {error}. Correct its address before a version is tried out."
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(pause)
        try:
            firing, misses = look() - before, 0
        except (OSError, ValueError) as error:
            misses += 1
            if misses == MISSES:
                return f"Prometheus gives no answer any more: {error}"
            continue
        if firing:
            return f"Alerts fire: {', '.join(sorted(firing))}. docs/OPERATIONS.md has a runbook for each."
    return ""


def main(prometheus: str, seconds: str) -> int:
    reason = watch(lambda: find_firing(prometheus), float(seconds))
    print(reason or f"No new critical alert within {seconds} s.")
    return int(bool(reason))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 2 else __doc__)
