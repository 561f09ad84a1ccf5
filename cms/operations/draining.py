"""A worker that says that it lives, and that ends in time when it is told to."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from threading import Thread, Timer
from types import FrameType

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connections
from django_tasks_db.management.commands import db_worker as library

from cms.operations.interrupted_tasks import hand_back, take_up_own
from cms.operations.models import RunningProcess

__all__ = ["DRAIN", "DrainingWorker"]

DRAIN = 25.0
"""Seconds that a task may go on after SIGTERM. Kubernetes kills after 30."""
PAUSE = 2.0
"""Seconds between two attempts to reach a database that is away."""
AWAY = (OperationalError, InterfaceError)
logger = structlog.get_logger(__name__)


class DrainingWorker(library.Worker):
    """After SIGTERM begins no further task; one that goes on for longer than DRAIN is handed back to the queue, and so
    is one at a second signal. It outlives an outage of the database."""

    def run(self) -> None:
        """Run tasks until it is told to stop. While the database is away, it is asked again and again."""
        while self.running:
            try:
                super().run()
                return
            except AWAY as error:
                logger.error("worker_without_database", reason=" ".join(str(error).split()))
                self.wait_for_database()

    def wait_for_database(self) -> None:
        """Wait until it answers, and take up the task whose end could not be written."""
        self.running_task = False
        while self.running:
            time.sleep(PAUSE)
            close_old_connections()
            with suppress(*AWAY):
                take_up_own(self.worker_id)
                return

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        if not self.running:
            Thread(target=self.leave).start()
            return
        self.running = False
        logger.warning("worker_stopping", signal=signal.Signals(signum).name, busy=self.running_task)
        if not self.running_task:
            sys.exit(0)
        last = Timer(DRAIN, self.leave)
        last.daemon = True
        last.start()

    def leave(self) -> None:
        """Hand the task back and end at once: what the task has not committed is rolled back."""
        with suppress(DatabaseError):
            hand_back(self.worker_id)
            RunningProcess.objects.filter(name=self.worker_id).delete()
            connections.close_all()
        sys.stderr.flush()
        os._exit(0)
