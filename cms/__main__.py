"""Django's command line for the site: `manage.py` in a checkout, `aixplore` where the wheel is installed.

While developing, PostgreSQL and Valkey are started first unless they are given.
"""

import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from cms.base.ending import end_when_told
from cms.base.garbage import postponed_collection, resume_collection

REPORTS = ("list", "check", "why")
"""Subcommands of `plugins` whose answer holds every failure, so that it need not be logged before."""


def main() -> None:
    end_when_told()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.dev")
    if faults := find_setting_faults():
        if sys.argv[1:2] == ["doctor"]:
            from cms.operations.doctor.printing import print_setting_faults

            print_setting_faults(faults, as_json="--json" in sys.argv)
            sys.exit(1)
        sys.exit("\n".join(faults))
    if reports_plugins(sys.argv[1:]):
        logging.disable(logging.CRITICAL)
    if uses_settings("cms.config.settings.dev"):
        from cms.services import ServiceError, ensure_services

        if message := describe_taken_port(sys.argv[1:]):
            sys.exit(message)
        try:
            ensure_services()
        except ServiceError as error:
            sys.exit(str(error))
    execute(sys.argv)


def find_setting_faults() -> list[str]:
    """What is wrong with the settings, a line for each; a deployment also needs some that have no default."""
    from cms.config.settings.env import SettingsError, read_environment
    from cms.config.settings.requirements import find_missing

    try:
        given = read_environment()
    except SettingsError as error:
        return str(error).splitlines()
    return find_missing(given) if uses_settings("cms.config.settings.production") else []


def uses_settings(module: str) -> bool:
    """Whether these settings hold, and no option names others."""
    named = any(word.startswith("--settings") for word in sys.argv)
    return os.environ["DJANGO_SETTINGS_MODULE"] == module and not named


def execute(words: Sequence[str]) -> None:
    """Run a command of Django. No garbage is collected while the site starts: it would be a fifth of the start."""
    from django.core.management import ManagementUtility

    class Utility(ManagementUtility):
        def fetch_command(self, subcommand: str) -> Any:
            resume_collection()
            return super().fetch_command(subcommand)

    with postponed_collection(), explained_faults(words):
        Utility(list(words)).execute()


@contextmanager
def explained_faults(words: Sequence[str]) -> Iterator[None]:
    """Tell of a database that is away, and of what is not installed, in a line; with --traceback as it was raised."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        yield
    except (ImproperlyConfigured, OperationalError) as error:
        if "--traceback" in words:
            raise
        told = " ".join(str(error).split())
        if isinstance(error, OperationalError):
            told = f"{told} `manage.py doctor` says what to do; --traceback shows where it happened."
        sys.exit(told)


def describe_taken_port(words: Sequence[str]) -> str:
    """Why the demo cannot serve at its port, before any server is started for it; empty when it can, and for other
    commands."""
    from cms.services.processes import accepts

    if words[:1] != ["demo"] or "--no-serve" in words:
        return ""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--port", default="8000")
    port = parser.parse_known_args(words[1:])[0].port
    taken = port.isdecimal() and accepts(int(port))
    return f"Port {port} is taken. Choose another one: make demo PORT={int(port) + 1}" if taken else ""


def reports_plugins(words: Sequence[str]) -> bool:
    """Whether a command reports on plugins and tracebacks were not requested (`--traceback`, `--verbosity 2`)."""
    if len(words) < 2 or words[0] != "plugins" or words[1] not in REPORTS:
        return False
    detailed = {"--traceback", "-v2", "-v3", "--verbosity=2", "--verbosity=3"}
    levels = [after for before, after in pairwise(words) if before in ("-v", "--verbosity")]
    return not (detailed & set(words) or {"2", "3"} & set(levels))


if __name__ == "__main__":
    main()
