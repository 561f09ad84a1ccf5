"""manage.py serve: look at what the site needs, as `doctor --start` does, then serve it from the same process.

The server's processes are forked from this one, which has imported the site and built its schema: they share this
memory, and none of them does it again. Where Python does not fork processes (from 3.14 on), each of them does.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from multiprocessing import get_start_method
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from cms.base.garbage import postponed_collection
from cms.operations.management.commands.doctor import seconds
from cms.plugins.runtime.preparing import prepare
from cms.serving import server

__all__ = ["Command"]


class Command(BaseCommand):
    help = "Check what has to be well before the server starts, and start it. Exits with 1 when something is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", type=seconds, default=0.0, metavar="SECONDS",
            help="how long to wait for a database that does not answer yet, or is not migrated yet (default: 0)",
        )  # fmt: skip
        parser.add_argument("words", nargs="+", help="after --: options of `python -m cms.serving.server`")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("doctor", start=True, wait=options["wait"], stdout=sys.stderr)
        if get_start_method() == "fork":
            build_site()
        connections.close_all()  # no two processes may use one connection
        server.main(options["words"])


def build_site() -> None:
    """Build what every process of the server needs: URLs, middleware, and what `prepare` builds."""
    with postponed_collection():
        import_module("cms.config.wsgi")
        prepare()
