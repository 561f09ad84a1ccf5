"""manage.py compute_trending: write what is trending this hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.analytics.trending.snapshots import take_snapshot
from cms.plugins.api.analytics import AnalyticsProvider
from cms.plugins.api.errors import CallFailed
from cms.plugins.runtime.slots import slot


class Command(BaseCommand):
    help = "Compute what is trending at the beginning of this hour. The scheduler runs it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        provider = slot(AnalyticsProvider)
        if provider is None:
            self.stdout.write("No plugin fills the slot `analytics`: nothing is computed.")
            return
        try:
            taken = take_snapshot(provider)
        except CallFailed as error:
            raise CommandError(f"{error} The last snapshot stays; run the command again.") from error
        self.stdout.write(
            f"{taken.entries:,} entries for {taken.hour:%Y-%m-%d %H:%M} UTC, inputs {taken.inputs[:12]}."
        )
