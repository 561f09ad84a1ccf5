"""The answers that a process keeps, within a budget of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from threading import Lock
from uuid import UUID

from django.conf import settings

from cms.plugins.runtime.decisions import Decisions

__all__ = ["Answer", "AnswerStore", "answers"]

OVERHEAD = 1_000
"""Bytes that an answer takes beside its text and key, about."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response, and what it was read from.

    structure, total: the version of the site structure, and the sum of the versions of `tables`, before the first of
    them was read. decisions: what operators had decided about plugins. It holds from `since` on, until before `until`.
    """

    body: bytes
    tag: str
    structure: UUID
    tables: tuple[str, ...]
    total: Decimal
    decisions: Decisions
    since: datetime
    until: datetime

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


class AnswerStore:
    """Answers by key; the one that was asked for longest ago makes room. Safe for threads."""

    def __init__(self) -> None:
        self.size = 0
        self._answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, answer: Answer, key_size: int) -> None:
        """Keep an answer, unless it alone is larger than a tenth of the budget."""
        budget, size = settings.API_ANSWER_CACHE_BYTES, len(answer.body) + key_size + OVERHEAD
        if size * 10 > budget:
            return
        with self._lock:
            self._drop(key)
            self._answers[key], self.size = (answer, size), self.size + size
            while self.size > budget:
                self.size -= self._answers.popitem(last=False)[1][1]

    def drop(self, key: Hashable, answer: Answer) -> None:
        """Forget an answer that does not hold any more, unless another one has taken its place."""
        with self._lock:
            if key in self._answers and self._answers[key][0] is answer:
                self._drop(key)

    def _drop(self, key: Hashable) -> None:
        found = self._answers.pop(key, None)
        if found is not None:
            self.size -= found[1]

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._answers)


answers = AnswerStore()
"""Those of this process."""
