"""manage.py doctor: check the environment of the site, and say what to do about what is wrong."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from cms.operations.doctor.checks import CHECKS, START_CHECKS
from cms.operations.doctor.findings import Level, fine, wait_and_run_checks
from cms.operations.doctor.printing import format_findings

__all__ = ["Command"]


def seconds(text: str) -> float:
    """A number of seconds from 0 to an hour."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 3600:
        raise ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 3600")
    return value


class Command(BaseCommand):
    help = (
        "Check settings, secrets, database, cache, plugins, background processes, disk, media and mail, and say what "
        "to do. Exits with 1 when something is wrong."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--start", action="store_true",
            help="only what has to be well before a process starts; quick",
        )  # fmt: skip
        parser.add_argument(
            "--wait", type=seconds, default=0.0, metavar="SECONDS",
            help="how long to wait for a database that does not answer yet, or is not migrated yet (default: 0)",
        )  # fmt: skip
        parser.add_argument(
            "--fail-level", choices=["error", "warning"], default="error",
            help="the lowest level that makes the command exit with 1 (default: error)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [
            fine("settings", "All are valid."),
            *wait_and_run_checks(START_CHECKS if options["start"] else CHECKS, options["wait"]),
        ]
        self.stdout.write(format_findings(findings, as_json=options["json"]))
        failing = {Level.ERROR, Level(options["fail_level"])}
        if any(each.level in failing for each in findings):
            sys.exit(1)
