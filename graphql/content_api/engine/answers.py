"""The answers that a process keeps, within a budget of bytes for each kind of caller."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Lock

from django.conf import settings

from cms.base.measures import ANSWER_BYTES
from cms.plugins.runtime.decisions import Decisions
from content_api.engine.variants import Variant, compress

__all__ = ["Answer", "AnswerStores", "Owner", "answers"]

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


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and what it was read from.

    forms: the compressed ones that were asked for so far. state: the version of the site structure, and the sum of the
    versions of `tables`, before the first of them was read. decisions: what operators had decided about plugins. It
    holds from `since` on, until before `until`.
    """

    plain: Variant
    tables: str
    state: str
    decisions: Decisions
    since: datetime
    until: datetime
    forms: dict[str, Variant] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """Bytes of all forms, about: answers are compressed to less than a third, in each of two encodings."""
        return len(self.plain.body) * 5 // 3

    def encode(self, encoding: str) -> Variant:
        """The form in an encoding, or the plain one. It is made once for all who are given it."""
        if encoding not in self.forms:
            self.forms[encoding] = compress(self.plain, encoding) if encoding else self.plain
        return self.forms[encoding]

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


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
