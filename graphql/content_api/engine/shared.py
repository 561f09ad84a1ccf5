"""Answers that processes share through Valkey or Redis: a second level, from which a new process starts warm.

An answer that is found there is used like one that the process has kept: only after the database has said that nothing
has changed since. What lies there is bounded, since an answer's place is one of so many slots; those of servers and
those of clients are apart. Documents of clients' own are not shared. While the server is away or slow, it costs a few
milliseconds in PAUSE.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar

import orjson
import structlog
from django.conf import settings
from django.core.signals import setting_changed
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from cms.base.measures import SHARED_ANSWERS
from cms.base.once import once
from cms.plugins.runtime.decisions import Decisions
from content_api.engine.answers import Answer, Owner
from content_api.engine.builds import compute_build
from content_api.engine.variants import Variant

__all__ = ["SharedAnswers", "shared_answers"]

SLOTS = {Owner.SERVERS: 4096, Owner.DOCUMENTS: 1024}
LARGEST = 32_768
"""Bytes of an answer, compressed."""
KEPT = 3600
"""Seconds."""
CLAIMED = 1_000
"""Milliseconds for which a process may claim to make an answer, should it end meanwhile."""
PATIENCE = 0.005
"""Seconds for which the server may take to answer, and to accept a connection."""
SLOW = 4 * PATIENCE
PAUSE = 5.0
"""Seconds without questions after the server failed or was slow."""
logger = structlog.get_logger(__name__)
Value = TypeVar("Value")


class SharedAnswers:
    """The answers on one server. url: None shares none."""

    def __init__(self, url: str | None) -> None:
        self._server = connect(url) if url else None
        self._away_until = 0.0

    def find(self, identity: bytes, owner: Owner, decisions: Decisions) -> Answer | None:
        """The answer to what has this identity; None when there is none, or it cannot be had quickly."""
        if not self._may_ask(owner):
            return None
        digest = compute_digest(identity, decisions)
        found = self._ask(lambda server: server.get(find_slot(digest, owner)))
        answer = decode(found, digest, decisions) if found else None
        SHARED_ANSWERS.labels("found" if answer else "missing").inc()
        return answer

    def put(self, identity: bytes, owner: Owner, answer: Answer) -> None:
        """Share an answer, unless it is too large."""
        if not self._may_ask(owner):
            return
        digest = compute_digest(identity, answer.decisions)
        content = encode(answer, digest)
        if len(content) <= LARGEST:
            self._ask(lambda server: server.set(find_slot(digest, owner), content, ex=KEPT))

    def claim(self, identity: bytes, owner: Owner, decisions: Decisions) -> bool:
        """Whether the caller is to make an answer: no process is making it, or that cannot be known quickly."""
        if not self._may_ask(owner):
            return True
        claim = find_claim(compute_digest(identity, decisions))
        is_taken = self._ask(lambda server: not server.set(claim, b"", nx=True, px=CLAIMED))
        return not is_taken

    def release(self, identity: bytes, owner: Owner, decisions: Decisions) -> None:
        """Let others make an answer. When the claim has ended before, this may be another one's: then two make it."""
        if self._may_ask(owner):
            claim = find_claim(compute_digest(identity, decisions))
            self._ask(lambda server: server.delete(claim))

    def _may_ask(self, owner: Owner) -> bool:
        return self._server is not None and owner in SLOTS and time.monotonic() >= self._away_until

    def _ask(self, question: Callable[[Any], Value]) -> Value | None:
        """What the server says; None when it fails."""
        started = time.monotonic()
        try:
            found = question(self._server)
        except (RedisError, OSError) as error:
            self._pause(type(error).__name__)
            return None
        if time.monotonic() - started > SLOW:
            self._pause("slow")
        return found

    def _pause(self, reason: str) -> None:
        self._away_until = time.monotonic() + PAUSE
        SHARED_ANSWERS.labels("away").inc()
        logger.warning("shared_answers_paused", reason=reason, seconds=PAUSE)


def connect(url: str) -> Redis:
    """A client that gives up at once. A question that is not answered in time is not sent again."""
    return Redis.from_url(
        url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )


def compute_digest(identity: bytes, decisions: Decisions) -> bytes:
    """What tells an answer from those of other requests, builds and decisions of operators."""
    known = orjson.dumps(asdict(decisions), option=orjson.OPT_SORT_KEYS)
    return blake2b(b"\0".join((compute_build().encode(), known, identity)), digest_size=24).digest()


def find_slot(digest: bytes, owner: Owner) -> str:
    """The key on the server."""
    return f"{settings.SHARED_ANSWERS_PREFIX}:{owner}:{int.from_bytes(digest[:4], 'big') % SLOTS[owner]}"


def find_claim(digest: bytes) -> str:
    """The key on the server that a process sets while it makes the answer."""
    return f"{settings.SHARED_ANSWERS_PREFIX}:claim:{digest.hex()}"


def encode(answer: Answer, digest: bytes) -> bytes:
    """The digest, a line of JSON, and the compressed body."""
    facts: dict[str, Any] = {
        "tag": answer.plain.tag, "tables": answer.tables, "state": answer.state,
        "since": answer.since.isoformat(), "until": answer.until.isoformat(),
    }  # fmt: skip
    return digest + orjson.dumps(facts) + b"\n" + gzip.compress(answer.plain.body, 1, mtime=0)


def decode(content: bytes, digest: bytes, decisions: Decisions) -> Answer | None:
    """The answer; None for another one, which took its slot, and for what cannot be read."""
    if not content.startswith(digest):
        return None
    line, _, packed = content[len(digest) :].partition(b"\n")
    try:
        facts, body = orjson.loads(line), gzip.decompress(packed)
        since, until = (datetime.fromisoformat(facts[name]) for name in ("since", "until"))
        plain = Variant(body, str(facts["tag"]))
        return Answer(plain, str(facts["tables"]), str(facts["state"]), decisions, since, until)
    except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
        logger.warning("shared_answer_unreadable", reason=type(error).__name__)
        return None


@once
def shared_answers() -> SharedAnswers:
    """Those of this process's server."""
    return SharedAnswers(settings.SHARED_ANSWERS_URL)


setting_changed.connect(lambda **_: shared_answers.cache_clear(), weak=False)  # in tests alone
