"""Counting in Valkey or Redis with one round trip where the library makes two: taking points tells what is left."""

from __future__ import annotations

import threading
from typing import Any

from limits.storage import RedisStorage

__all__ = ["OneTripStorage"]

Window = tuple[int, float, int, float]
"""Points of the window before and the seconds for which they still weigh; the same of this window."""

TAKE = """
local limit, length, amount = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000, tonumber(ARGV[3])

local function counted(key)
    return tonumber(redis.call('GET', key)) or 0, math.max(0, redis.call('PTTL', key))
end

local current, left = counted(KEYS[2])
if left > 0 and left < length then
    redis.call('RENAME', KEYS[2], KEYS[1])
    redis.call('SET', KEYS[2], 0, 'PX', left + length)
    current, left = 0, left + length
end
local before, weighing = counted(KEYS[1])
local used = math.floor(before * weighing / length) + current
local allowed = used + amount <= limit
if allowed and left > 0 then
    current = redis.call('INCRBY', KEYS[2], amount)
elseif allowed then
    redis.call('SET', KEYS[2], amount, 'PX', length * 2)
    current, left = amount, length * 2
end
return {allowed and 1 or 0, before, weighing, current, left}
"""
"""A sliding window of two counters: the earlier one weighs by the part of it that the last `length` still covers.
KEYS: the window before, this one. ARGV: points allowed, seconds, points wanted. Times in it are milliseconds."""


class OneTripStorage(RedisStorage):
    """The library's storage for sliding windows. What was counted while points were taken answers the question that
    the same thread asks next."""

    STORAGE_SCHEME = ["one-trip"]

    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri, **options)
        self._take = self.storage.register_script(TAKE)
        self._seen = threading.local()

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        keys = [
            self.prefixed_key(each(key)) for each in (self._previous_window_key, self._current_window_key)
        ]
        allowed, before, weighing, current, left = self._take(keys, [limit, expiry, amount])
        self._seen.window = key, (before, weighing / 1000, current, left / 1000)
        return bool(allowed)

    def get_sliding_window(self, key: str, expiry: int) -> Window:
        seen, self._seen.window = getattr(self._seen, "window", None), None
        if seen is not None and seen[0] == key:
            window: Window = seen[1]
            return window
        return super().get_sliding_window(key, expiry)
