"""The answers that a process keeps, within a budget of bytes for each kind of caller."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Lock

from django.conf import settings

from cms.base.measures import ANSWER_BYTES
from cms.plugins.runtime.decisions import Decisions

__all__ = ["GZIP", "Answer", "AnswerStores", "Owner", "Variant", "add_encoding", "answers", "compress"]

OVERHEAD = 1_000
"""Bytes that an answer takes beside its text and key, about."""


class Owner(StrEnum):
    """In whose budget an answer is kept."""

    SERVERS = "servers"
    """Callers with a server key: the frontends of the site."""
    DOCUMENTS = "documents"
    """Clients that ask for registered documents."""
    OTHERS = "others"
    """Clients with documents of their own."""


GZIP = "gzip"
LEAST = 1_000
"""Bytes of a body that is compressed."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of an answer. encoding: its Content-Encoding; empty for the plain one."""

    body: bytes
    tag: str
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response in its forms, and what it was read from.

    state: the version of the site structure, and the sum of the versions of `tables`, before the first of them was
    read. decisions: what operators had decided about plugins. It holds from `since` on, until before `until`.
    """

    plain: Variant
    compressed: Variant | None
    tables: str
    state: str
    decisions: Decisions
    since: datetime
    until: datetime

    @property
    def size(self) -> int:
        """Bytes of all forms."""
        return len(self.plain.body) + (len(self.compressed.body) if self.compressed else 0)

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


def compress(body: bytes, tag: str) -> Variant | None:
    """The compressed form of a body; None where that saves little. Made once for all who are given it."""
    if len(body) < LEAST:
        return None
    made = gzip.compress(body, mtime=0)
    return Variant(made, add_encoding(tag), GZIP) if len(made) < len(body) * 0.9 else None


def add_encoding(tag: str) -> str:
    """The ETag of the compressed form of what has this one."""
    return f'{tag[:-1]}-{GZIP}"'


@dataclass(slots=True)
class AnswerStore:
    """The answers of one owner by key; the one that was asked for longest ago makes room."""

    owner: Owner
    size: int = 0
    kept: OrderedDict[Hashable, tuple[Answer, int]] = field(default_factory=OrderedDict)

    @property
    def budget(self) -> int:
        """Bytes: a share of API_ANSWER_CACHE_BYTES is for servers, and the two kinds of clients halve the rest."""
        total: int = settings.API_ANSWER_CACHE_BYTES
        reserved: int = total * settings.API_ANSWER_CACHE_RESERVED // 100
        return reserved if self.owner is Owner.SERVERS else (total - reserved) // 2

    def put(self, key: Hashable, answer: Answer, size: int) -> None:
        """Keep an answer, unless it alone is larger than a tenth of the budget."""
        self.drop(key)
        if size * 10 > self.budget:
            return
        self.kept[key], self.size = (answer, size), self.size + size
        while self.size > self.budget:
            self.size -= self.kept.popitem(last=False)[1][1]
        ANSWER_BYTES.labels(self.owner).set(self.size)

    def drop(self, key: Hashable) -> None:
        found = self.kept.pop(key, None)
        if found is not None:
            self.size -= found[1]
            ANSWER_BYTES.labels(self.owner).set(self.size)


class AnswerStores:
    """The answers of all owners. Each may be given what others have asked for; none can make another's go. Safe for
    threads."""

    def __init__(self) -> None:
        self._stores = {owner: AnswerStore(owner) for owner in Owner}
        self._lock = Lock()

    def get(self, key: Hashable, owner: Owner) -> Answer | None:
        """The answer that is kept for anybody. For its own owner it counts as asked for."""
        with self._lock:
            own = self._stores[owner].kept
            if (found := own.get(key)) is not None:
                own.move_to_end(key)
                return found[0]
            return next((each.kept[key][0] for each in self._stores.values() if key in each.kept), None)

    def put(self, key: Hashable, owner: Owner, answer: Answer, key_size: int) -> None:
        """Keep an answer in the budget of an owner."""
        with self._lock:
            self._stores[owner].put(key, answer, answer.size + key_size + OVERHEAD)

    def claim(self, key: Hashable, owner: Owner, answer: Answer, key_size: int) -> None:
        """Keep an answer that was found for an owner in its own budget too, so that it stays when others let it go."""
        if key not in self._stores[owner].kept:
            self.put(key, owner, answer, key_size)

    def drop(self, key: Hashable, answer: Answer) -> None:
        """Forget an answer that does not hold any more, unless another one has taken its place."""
        with self._lock:
            for each in self._stores.values():
                if key in each.kept and each.kept[key][0] is answer:
                    each.drop(key)

    def clear(self) -> None:
        with self._lock:
            self._stores = {owner: AnswerStore(owner) for owner in Owner}

    def count_bytes(self, *owners: Owner) -> int:
        """Bytes that are kept for these owners; for all, without any."""
        return sum(self._stores[each].size for each in owners or Owner)

    def __len__(self) -> int:
        return sum(len(each.kept) for each in self._stores.values())


answers = AnswerStores()
"""Those of this process."""
