"""manage.py collect_script: print the script element that frontends include."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.analytics.script import build_tag, load_script


class Command(BaseCommand):
    help = "Print the element that a frontend puts into the head of its pages, to have visits counted."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(build_tag())
        self.stderr.write(f'For this version alone: integrity="{load_script().integrity}" crossorigin')
