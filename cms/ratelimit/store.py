"""Token buckets, stored in Valkey or Redis by the `limits` library for all processes, or in this process.

The stored value of a bucket is the time at which it will be full again; full buckets are not stored. A bucket whose
limits were changed since then is at most empty.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import Any, Protocol

from limits.storage import RedisStorage

__all__ = ["ROUNDING", "BucketStorage", "LocalBuckets", "SharedBuckets"]

ROUNDING = 0.001
"""Tolerance in points: times are stored in microseconds."""

SWEPT = 1000
"""How many buckets a process keeps before it looks for full ones."""

CONSUME_SCRIPT = f"""
local capacity, seconds, points = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local left = math.max(0, (tonumber(redis.call('GET', KEYS[1])) or 0) - now)
if left > seconds then
    left = seconds
    redis.call('SET', KEYS[1], string.format('%.6f', now + left), 'PX', math.ceil(left * 1000))
end
local wanted = math.max(0, left + points * seconds / capacity)
if points > 0 and wanted > seconds + {ROUNDING} * seconds / capacity then
    return {{0, string.format('%.6f', left)}}
end
if wanted > 0 then
    redis.call('SET', KEYS[1], string.format('%.6f', now + wanted), 'PX', math.ceil(wanted * 1000))
else
    redis.call('DEL', KEYS[1])
end
return {{1, string.format('%.6f', wanted)}}
"""
"""KEYS: the bucket. ARGV: points that it holds, seconds in which it fills, points wanted.

The generic cell rate algorithm (ITU-T I.371, annex A), which is a token bucket written as a time.
"""


class BucketStorage(Protocol):
    """Where buckets are kept."""

    def consume(self, key: str, capacity: int, seconds: float, points: int) -> tuple[bool, float]:
        """Take points, or put back fewer than none: whether they were all there, and in how many seconds it is full."""
        ...


class SharedBuckets(RedisStorage):
    """One round trip for each question; the server's clock is everybody's."""

    STORAGE_SCHEME = ["shared-buckets"]

    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri, **options)
        self._consume = self.storage.register_script(CONSUME_SCRIPT)

    def consume(self, key: str, capacity: int, seconds: float, points: int) -> tuple[bool, float]:
        allowed, left = self._consume([self.prefixed_key(key)], [capacity, seconds, points])
        return bool(allowed), float(left)


class LocalBuckets:
    """The same in this process. full_at: when each bucket is full again; from time to time, full ones are forgotten."""

    def __init__(self) -> None:
        self.full_at: dict[str, float] = {}
        self._lock = Lock()
        self._swept = 0

    def consume(self, key: str, capacity: int, seconds: float, points: int) -> tuple[bool, float]:
        with self._lock:
            now = time.time()
            left = min(seconds, max(0.0, self.full_at.get(key, now) - now))
            wanted = max(0.0, left + points * seconds / capacity)
            allowed = points <= 0 or wanted <= seconds + ROUNDING * seconds / capacity
            if not allowed:
                wanted = left
            self.full_at[key] = now + wanted
            if len(self.full_at) > 2 * self._swept + SWEPT:
                self._sweep(now)
            return allowed, wanted

    def _sweep(self, now: float) -> None:
        """Forget full buckets. It is due when there are twice as many as were left the last time."""
        self.full_at = {key: moment for key, moment in self.full_at.items() if moment > now}
        self._swept = len(self.full_at)
