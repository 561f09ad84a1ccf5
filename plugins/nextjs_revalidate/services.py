"""Signed calls that name the kinds of content that changed; changes in quick succession share one."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Iterable
from threading import Lock, Timer

from cms.plugin_api import FetchRefused, Sample, fetch, settings_of
from plugins.nextjs_revalidate.settings import Settings

SHORTEST_SECRET = 32
LONGEST_PAUSE = 60.0
log = logging.getLogger(__name__)


class CallRefused(Exception):
    """An instance of the theme did not take a call."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """What the theme works out again: HMAC-SHA256 of time and body."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def post(kinds: Iterable[str]) -> None:
    """Tell every instance; raise CallRefused when one of them did not take it."""
    given = settings_of(Settings)
    body = json.dumps({"kinds": sorted(kinds), "nonce": time.time_ns()}).encode()
    timestamp = str(int(time.time()))
    signature = sign(given.secret.get_secret_value(), timestamp, body)
    headers = {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature}
    failures = []
    for address in given.addresses:
        try:
            status = fetch(address, "POST", headers=headers, body=body).status
            if status != 200:
                failures.append(f"{address} answers {status}")
        except FetchRefused as error:
            failures.append(str(error))
    if failures:
        raise CallRefused("; ".join(failures))


class Gatherer:
    """The first change is told at once; those that follow within the window wait for its end and go together.

    A first call that fails raises, so that the outbox delivers the event again. Later ones are tried again here; what
    a process takes with it when it ends is shown after the theme's own interval.
    """

    def __init__(self) -> None:
        self.waiting: set[str] = set()
        self.failures = 0
        self._lock, self._last, self._timer = Lock(), float("-inf"), None

    _timer: Timer | None

    def add(self, kind: str) -> None:
        """Note that rows of a kind changed."""
        given = settings_of(Settings)
        if not given.addresses:
            return
        with self._lock:
            rest = self._last + given.window - time.monotonic()
            if self._timer is not None or rest > 0:
                self.waiting.add(kind)
                self._start(max(rest, 0.0))
                return
            self._last = time.monotonic()
        post([kind])

    def flush(self) -> None:
        """Tell what waits; on failure keep it, and try again after a pause that doubles."""
        with self._lock:
            kinds, self.waiting, self._timer = self.waiting, set(), None
            self._last = time.monotonic()
        try:
            if kinds:
                post(kinds)
            self.failures = 0
        except CallRefused as error:
            self.failures += 1
            log.warning("revalidation_failed", extra={"failures": self.failures, "reason": str(error)})
            with self._lock:
                self.waiting |= kinds
                self._start(min(2.0**self.failures, LONGEST_PAUSE))

    def _start(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = Timer(seconds, self.flush)
            self._timer.daemon = True
            self._timer.start()


gatherer = Gatherer()


def measure() -> list[Sample]:
    return [Sample(len(gatherer.waiting))]
