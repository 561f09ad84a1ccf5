"""manage.py recompute_ratings: recompute all ratings from the published reviews."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.plugins.api.errors import CallFailed
from cms.plugins.api.ratings import RatingProvider
from cms.plugins.runtime.slots import slot
from content_types.reviews.ratings import recompute


class Command(BaseCommand):
    help = "Recomputes all ratings, for example after the plugin of the slot `ratings` has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        provider = slot(RatingProvider)
        if provider is None:
            raise CommandError("No plugin fills the slot `ratings`: see `manage.py plugins list`.")
        self.stdout.write(f"Working out ratings by {provider.methodology}…")
        started = time.perf_counter()
        try:
            counted = recompute()
        except CallFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counted} reviews counted in {time.perf_counter() - started:.1f} s.")
