"""manage.py store_events: store the events of visits that wait."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.analytics.drops import Dropped
from cms.analytics.server import event_server
from cms.analytics.storing import store_waiting
from cms.plugins.api.analytics import AnalyticsProvider
from cms.plugins.api.errors import CallFailed
from cms.plugins.runtime.slots import slot


class Command(BaseCommand):
    help = "Store the events of visits that wait in Valkey. The scheduler runs it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batches", type=int, default=200, help="Most batches of 500 events; default 200."
        )

    def handle(self, *args: Any, batches: int, **options: Any) -> None:
        provider = slot(AnalyticsProvider)
        if provider is None:
            self.stdout.write("No plugin fills the slot `analytics`: nothing is stored.")
            return
        try:
            done = list(store_waiting(event_server(), provider, batches))
        except CallFailed as error:
            raise CommandError(f"{error} The events wait; run the command again.") from error
        except Dropped as error:
            raise CommandError("Valkey does not answer. The events wait; run the command again.") from error
        read, new = sum(each.read for each in done), sum(each.new for each in done)
        self.stdout.write(f"{read:,} events read, {new:,} of them new.")
