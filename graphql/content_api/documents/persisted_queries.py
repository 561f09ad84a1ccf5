"""Persisted queries, as Apollo's clients ask for them: a hash, and the text when the hash is not known.

Texts are kept in the cache's server for a day after they were last asked for, MAX_KEPT at most; those that were asked
for longest ago go first, and nothing else of the cache is touched. While the server is away no hash is known, and
clients send the text.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from content_api.errors import RequestRefused

__all__ = ["drop_queries", "find_query", "keep_query", "read_hash"]

KEPT = 24 * 3600
"""Seconds."""
MAX_KEPT = 1_000
MAX_CHARACTERS = 15_000
HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")

logger = structlog.get_logger(__name__)


def read_hash(extensions: dict[str, Any], query: str) -> str | None:
    """The hash that a request names, bare or, as graphql-codegen writes it, after sha256:; None without one.

    RequestRefused when it is no hash, or not that of the text.
    """
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    digest = given.get("sha256Hash") if isinstance(given, dict) and given.get("version") == 1 else None
    matched = HASH.fullmatch(digest) if isinstance(digest, str) else None
    if matched is None:
        raise RequestRefused(
            400,
            "`extensions.persistedQuery` must contain `version` 1 and `sha256Hash`, 64 hexadecimal digits.",
        )
    if query and hashlib.sha256(query.encode()).hexdigest() != matched[1]:
        raise RequestRefused(400, "`sha256Hash` is not the SHA-256 of `query`.")
    return matched[1]


def find_query(digest: str) -> str | None:
    """The text of a hash, kept for another day; None when it is not known."""
    if settings.API_ONLY_TRUSTED:
        return None
    try:
        pipe = get_redis_connection("default").pipeline()
        pipe.getex(build_key(digest), ex=KEPT)
        pipe.zadd(build_index_key(), {digest: time.time()}, xx=True)
        text = pipe.execute()[0]
    except (RedisError, OSError) as error:
        logger.warning("persisted_queries_away", reason=type(error).__name__)
        return None
    return text.decode() if text is not None else None


def keep_query(digest: str, text: str) -> None:
    """Keep a text that is worth it: it fits the schema and is no longer than MAX_CHARACTERS."""
    if settings.API_ONLY_TRUSTED or len(text) > MAX_CHARACTERS:
        return
    now = time.time()
    try:
        server = get_redis_connection("default")
        pipe = server.pipeline()
        pipe.set(build_key(digest), text, ex=KEPT)
        pipe.zadd(build_index_key(), {digest: now})
        pipe.zremrangebyscore(build_index_key(), "-inf", now - KEPT)
        pipe.zcard(build_index_key())
        if (over := pipe.execute()[-1] - MAX_KEPT) > 0:
            for name, _ in server.zpopmin(build_index_key(), over):
                server.delete(build_key(name.decode()))
    except (RedisError, OSError) as error:
        logger.warning("persisted_queries_away", reason=type(error).__name__)


def drop_queries(digests: Iterable[str]) -> None:
    """Keep these texts no longer: they are registered now, and are to be looked up and counted as such."""
    names = list(digests)
    try:
        pipe = get_redis_connection("default").pipeline()
        pipe.delete(*map(build_key, names))
        pipe.zrem(build_index_key(), *names)
        pipe.execute()
    except (RedisError, OSError) as error:
        logger.warning("persisted_queries_away", reason=type(error).__name__)


def build_key(digest: str) -> str:
    return cache.make_key(f"apq:{digest}")


def build_index_key() -> str:
    """The hashes by when they were last asked for."""
    return cache.make_key("apq")
