"""manage.py store_events: store the events of visits that wait."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from cms.analytics.drops import Dropped
from cms.analytics.server import event_server
from cms.analytics.storing import store_waiting
from cms.base.ending import watch_for_end
from cms.base.metrics_port import serve_counted
from cms.plugins.api.analytics import AnalyticsProvider
from cms.plugins.api.errors import CallFailed
from cms.plugins.runtime.slots import slot

NICENESS = 10
"""With --forever: requests go first where the machine is busy. Without, the process has other jobs as well."""
PAUSE = 2.0
"""Seconds between two looks at the stream with --forever."""


class Command(BaseCommand):
    help = "Store the events of visits that wait in Valkey. The scheduler runs it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batches", type=int, default=50, help="Most batches of 2,000 events; default 50."
        )
        parser.add_argument(
            "--forever", action="store_true", help="Look every two seconds, for sites with many events."
        )

    def handle(self, *args: Any, batches: int, forever: bool, **options: Any) -> None:
        if forever:
            os.nice(NICENESS)
            with serve_counted(), watch_for_end() as over:
                self.store_for_ever(batches, over)
        else:
            self.stdout.write(self.store(batches))

    def store_for_ever(self, batches: int, over: Event) -> None:
        """Look again and again until it is over; a batch that is being stored then is stored to its end."""
        while not over.is_set():
            close_old_connections()
            self.try_to_store(batches, over)
            over.wait(PAUSE)

    def try_to_store(self, batches: int, over: Event) -> None:
        """Store what waits; a failure is told, and the events wait until the next look."""
        try:
            self.store(batches, over)
        except (CommandError, DatabaseError) as error:
            self.stderr.write(" ".join(str(error).split()))

    def store(self, batches: int, over: Event | None = None) -> str:
        """Store what waits, and say how much that was; CommandError when the plugin fails or a server is away. over: no
        further batch is begun when it is set."""
        provider = slot(AnalyticsProvider)
        if provider is None:
            return "No plugin fills the slot `analytics`: nothing is stored."
        try:
            done = []
            for stored in store_waiting(event_server(), provider, batches):
                done.append(stored)
                if over and over.is_set():
                    break
        except CallFailed as error:
            raise CommandError(f"{error} The events wait; run the command again.") from error
        except Dropped as error:
            raise CommandError("Valkey does not answer. The events wait; run the command again.") from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database: {reason} The events wait; run the command again.") from error
        read, new = sum(each.read for each in done), sum(each.new for each in done)
        return f"{read:,} events read, {new:,} of them new."
