"""/readyz: whether this process should be sent requests.

It is answered without Django's middleware and in a thread of its own, so that a probe needs no host name of the site
and waits for no request.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from cms.serving.responses import build_json
from cms.serving.workers import Answer

__all__ = ["READY_PATH", "Readiness"]

READY_PATH = "/readyz"
FRESH = 1.0
"""Seconds for which a report is given out again, so that many who ask cost no more than one."""
Report = tuple[bool, Mapping[str, Any]]
"""Whether the process is ready, and what is shown."""
LEAVING: Report = (False, {"status": "not ready", "checks": {"listener": {"status": "not ready"}}})
UNKNOWN: Report = (False, {"status": "not ready", "checks": {}})
logger = structlog.get_logger(__name__)


class Readiness:
    """examine: makes the report, given how many requests wait for a thread. It may wait for servers."""

    def __init__(self, examine: Callable[[int], Report]) -> None:
        self.examine = examine
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self.running: asyncio.Future[Report] | None = None
        self.fresh_until = 0.0

    async def answer(self, waiting: int, *, leaving: bool) -> Answer:
        """The report as an answer; 503 when the process should get no requests, also because it stops soon."""
        ready, shown = LEAVING if leaving else await self.report(waiting)
        return build_json(200 if ready else 503, json.dumps(shown).encode())

    async def report(self, waiting: int) -> Report:
        loop = asyncio.get_running_loop()
        if self.running is None or (self.running.done() and loop.time() >= self.fresh_until):
            self.running = loop.run_in_executor(self.pool, self.try_to_examine, waiting)
            self.fresh_until = loop.time() + FRESH
        return await asyncio.shield(self.running)

    def try_to_examine(self, waiting: int) -> Report:
        try:
            return self.examine(waiting)
        except Exception as error:
            logger.error("readiness_unknown", exc_info=error)
            return UNKNOWN
