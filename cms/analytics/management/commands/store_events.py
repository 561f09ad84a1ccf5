"""manage.py store_events: store the events of visits that wait."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from cms.analytics.drops import Dropped
from cms.analytics.server import event_server
from cms.analytics.storing import store_waiting
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
            with serve_counted():
                self.store_for_ever(batches)
        self.stdout.write(self.store(batches))

    def store_for_ever(self, batches: int) -> NoReturn:
        while True:
            self.try_to_store(batches)
            time.sleep(PAUSE)

    def try_to_store(self, batches: int) -> None:
        """Store what waits; a failure is told, and the events wait until the next look."""
        try:
            self.store(batches)
        except CommandError as error:
            self.stderr.write(str(error))

    def store(self, batches: int) -> str:
        """Store what waits, and say how much that was; CommandError when the plugin fails or Valkey is away."""
        provider = slot(AnalyticsProvider)
        if provider is None:
            return "No plugin fills the slot `analytics`: nothing is stored."
        try:
            done = list(store_waiting(event_server(), provider, batches))
        except CallFailed as error:
            raise CommandError(f"{error} The events wait; run the command again.") from error
        except Dropped as error:
            raise CommandError("Valkey does not answer. The events wait; run the command again.") from error
        read, new = sum(each.read for each in done), sum(each.new for each in done)
        return f"{read:,} events read, {new:,} of them new."
