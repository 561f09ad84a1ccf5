"""Signed calls that name the kinds of content that changed; changes in quick succession share one."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from threading import Lock, Timer

import structlog

from cms.plugin_api import FetchRefused, Sample, TryLater, fetch, settings_of
from plugins.nextjs_revalidate.settings import Settings

SHORTEST_SECRET = 32
LONGEST_PAUSE = 5.0
logger = structlog.get_logger(__name__)


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

    What an instance does not take is told again after a pause that doubles up to five seconds, and as soon as something
    else changes. The outbox is asked to deliver these events again, too: a process that ends takes with it only what
    it has waited with for less than the window.
    """

    def __init__(self) -> None:
        self.waiting: set[str] = set()
        self.failures = 0
        self._lock, self._calling = Lock(), Lock()
        self._last, self._due = float("-inf"), 0.0
        self._timer: Timer | None = None

    def add(self, kind: str) -> None:
        """Note that rows of a kind changed; TryLater while an instance is away."""
        given = settings_of(Settings)
        if not given.addresses:
            return
        with self._lock:
            self.waiting.add(kind)
            rest = max(self._last + given.window - time.monotonic(), 0.0)
            is_away = self.failures > 0
            if rest or is_away:
                self._start(rest)
        if not rest and not is_away:
            self.flush()
            is_away = self.failures > 0
        if is_away:
            raise TryLater("An instance of the theme takes no calls: see `revalidation_failed` in the log.")

    def flush(self) -> None:
        """Tell what waits, one call after the other; what is not taken is kept for another try."""
        with self._calling:
            kinds = self._take()
            try:
                if kinds:
                    post(kinds)
                self._note_success()
            except CallRefused as error:
                self._keep(kinds, str(error))

    def _take(self) -> set[str]:
        with self._lock:
            kinds, self.waiting = self.waiting, set()
            self._last = time.monotonic()
            self._stop()
        return kinds

    def _note_success(self) -> None:
        if self.failures:
            logger.warning("revalidation_recovered", failures=self.failures)
        self.failures = 0

    def _keep(self, kinds: set[str], reason: str) -> None:
        self.failures += 1
        if self.failures.bit_count() == 1:  # 1, 2, 4, 8…: an outage of an hour is a dozen lines
            logger.warning("revalidation_failed", failures=self.failures, reason=reason)
        with self._lock:
            self.waiting |= kinds
            self._start(min(2.0 ** (self.failures - 1), LONGEST_PAUSE))

    def _start(self, seconds: float) -> None:
        """Flush after so many seconds, or earlier where that was promised."""
        if self._timer is not None and self._due <= time.monotonic() + seconds:
            return
        self._stop()
        self._due = time.monotonic() + seconds
        self._timer = Timer(seconds, self.flush)
        self._timer.daemon = True
        self._timer.start()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


gatherer = Gatherer()


def measure() -> list[Sample]:
    return [Sample(len(gatherer.waiting))]
