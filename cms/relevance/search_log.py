"""What was searched for, without who did: counted in this process, then in Valkey, and stored once it is no single
person's.

A search adds to a queue in memory and is done. A thread adds the queue to the counts of the day in Valkey, and a job
writes counts of MIN_SEARCHES and more to the database; fewer are forgotten with the day. When anything on this way
fails or is full, searches are not counted: no visitor waits for it.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, deque
from datetime import date, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_redis import get_redis_connection

from cms.relevance.models import SearchCount
from cms.search.text import normalize

__all__ = ["MIN_SEARCHES", "count_hits", "flush", "record_search", "store_counts"]

MIN_SEARCHES = 5
"""Searches of a day from which on a text is stored, and shown to editors."""
QUEUED, MAX_TEXTS, MAX_LETTERS = 2000, 20_000, 100
"""Searches that wait in a process, texts that are counted in a day, and letters of a text."""
FLUSH_SECONDS = 10
KEPT = timedelta(days=2)
BUCKETS = ((0, "0"), (10, "1-10"), (100, "11-100"))
Entry = tuple[str, str, str, str]
_queue: deque[Entry] = deque(maxlen=QUEUED)
_thread: threading.Thread | None = None
logger = structlog.get_logger(__name__)


def count_hits(number: int) -> str:
    """The range that a number of hits lies in."""
    return next((name for most, name in BUCKETS if number <= most), "101-")


def record_search(text: str, locale: str, kinds: list[str], hits: int) -> None:
    """Count a search; it touches nothing but memory. kinds: those that were asked for, none for all."""
    normal = normalize(text)
    if settings.SEARCH_LOG_DAYS and normal and len(normal) <= MAX_LETTERS and len(_queue) < QUEUED:
        _queue.append((normal, locale, " ".join(sorted(kinds)), count_hits(hits)))
        start_thread()


def start_thread() -> None:
    """One for each process; a fork has none until it is asked for."""
    global _thread
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=flush_forever, name="search-log", daemon=True)
        _thread.start()


def flush_forever() -> None:
    while True:
        time.sleep(FLUSH_SECONDS)
        flush()


def flush() -> int:
    """Add what waits in this process to the counts of the day; how many searches. None when Valkey does not answer."""
    waiting = Counter(_queue.popleft() for _ in range(len(_queue)))
    if not waiting:
        return 0
    try:
        add_counts(waiting)
    except Exception as error:
        logger.warning("searches_not_counted", searches=waiting.total(), error=str(error))
        return 0
    return waiting.total()


def add_counts(counts: Counter[Entry]) -> None:
    server, key = get_redis_connection("default"), build_key(timezone.now().date())
    if server.hlen(key) >= MAX_TEXTS:
        return
    pipeline = server.pipeline(transaction=False)
    for entry, number in counts.items():
        pipeline.hincrby(key, json.dumps(entry), number)
    pipeline.expire(key, KEPT)
    pipeline.execute()


def build_key(day: date) -> str:
    return str(cache.make_key(f"searches:{day.isoformat()}"))


def store_counts() -> str:
    """Write the counts of today and yesterday that are large enough, and delete old ones; a line for the log."""
    today = timezone.now().date()
    stored = sum(store_day(day) for day in (today - timedelta(days=1), today))
    outdated = SearchCount.objects.filter(day__lt=today - timedelta(days=settings.SEARCH_LOG_DAYS))
    return f"{stored} texts of searches counted, {outdated.delete()[0]} forgotten"


def store_day(day: date) -> int:
    found = get_redis_connection("default").hgetall(build_key(day))
    rows = [
        SearchCount(day=day, text=text, locale=locale, kinds=kinds, hits=hits, searches=int(number))
        for (text, locale, kinds, hits), number in (
            (json.loads(entry), number) for entry, number in found.items()
        )
        if int(number) >= MIN_SEARCHES
    ]
    SearchCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["searches"],
        unique_fields=["day", "text", "locale", "kinds", "hits"],
        batch_size=1000,
    )
    return len(rows)
