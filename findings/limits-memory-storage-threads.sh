#!/usr/bin/env bash
# limits 5.8.0: its storage in memory starts a thread to expire what it holds whenever a hit finds none running. A thread
# lives for 10 ms, so hits that are further apart start one thread each, and each of them walks through all keys.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check limits==5.8.0

"$folder/venv/bin/python" - <<'PYTHON'
import threading
import time
from importlib.metadata import version

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

HITS = 50
started = 0
start = threading.Thread.start


def count(thread: threading.Thread) -> None:
    global started
    started += 1
    start(thread)


threading.Thread.start = count
limiter, limit = FixedWindowRateLimiter(MemoryStorage()), RateLimitItemPerHour(1000)
started = 0
for number in range(HITS):
    assert limiter.hit(limit, "one client")
    time.sleep(0.03)
print(f"limits {version('limits')}: {HITS} hits of one key, 30 ms apart, started {started} threads")
assert started > HITS * 0.8, "the behaviour has changed"
PYTHON
