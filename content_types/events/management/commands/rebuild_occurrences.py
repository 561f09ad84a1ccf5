"""manage.py rebuild_occurrences: work out the stored occurrences of all events again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content_types.events.models import Event, EventOccurrence
from content_types.events.occurrences import rebuild_all


class Command(BaseCommand):
    help = "Works out the stored occurrences of events again, for example after a change of EVENT_DAYS_AHEAD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repeated", action="store_true", help="Only repeated events, whose occurrences go on with time."
        )

    def handle(self, *args: Any, repeated: bool = False, verbosity: int = 1, **options: Any) -> None:
        started = time.perf_counter()
        events = Event.objects.exclude(recurrence="") if repeated else Event.objects.all()
        total = events.count()
        done = changed = 0
        for number, changes in rebuild_all(events):
            done, changed = done + number, changed + changes
            if verbosity > 1 or total > number:
                self.stdout.write(f"{done} of {total} events…")
        self.stdout.write(
            f"{done} events: {EventOccurrence.objects.count()} occurrences stored, {changed} changes in "
            f"{time.perf_counter() - started:.1f} s."
        )
