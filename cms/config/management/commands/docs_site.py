"""manage.py docs_site: build the documentation site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.site.docs_site import SITE, BuildError, build_site


class Command(BaseCommand):
    help = "Build the documentation as a site with search; fail on a link that leads nowhere."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            build_site(strict=True)
        except BuildError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Built in {SITE}. `make demo` shows it below /docs/.")
