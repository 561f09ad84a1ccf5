"""One process at a time makes the answer to a question; others that are asked the same wait for it, not for long."""

from __future__ import annotations

import time
from collections.abc import Iterator

from cms.base.measures import SHARED_ANSWERS
from cms.plugins.runtime.decisions import Decisions
from content_api.engine.answers import Owner
from content_api.engine.shared import shared_answers

__all__ = ["SharedTurn"]

LONGEST = 0.5
"""Seconds for which another process is waited for; then its answer is made here as well."""
PAUSES = 0.002, 0.05
"""Seconds between two looks: the first, each next one twice as long, and the longest."""


class SharedTurn:
    """The turn of this process to make one answer."""

    def __init__(self, identity: bytes, owner: Owner, decisions: Decisions) -> None:
        self._question = identity, owner, decisions
        self._is_held = False

    def wait(self) -> Iterator[None]:
        """Yield whenever the answer may be there; end when it is to be made here."""
        yield
        ends, pause = time.monotonic() + LONGEST, PAUSES[0]
        while not self._take():
            if time.monotonic() > ends:
                SHARED_ANSWERS.labels("late").inc()
                return
            time.sleep(pause)
            pause = min(2 * pause, PAUSES[1])
            yield
        if pause > PAUSES[0]:
            yield  # it may have come between the last look and the end of the other turn

    def leave(self) -> None:
        """End the turn, if this process has it."""
        if self._is_held:
            self._is_held = False
            shared_answers().release(*self._question)

    def _take(self) -> bool:
        self._is_held = shared_answers().claim(*self._question)
        return self._is_held
