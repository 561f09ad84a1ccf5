"""manage.py demo: a site with real content, served at one address; the second start only serves."""

from __future__ import annotations

import gc
import logging
import secrets
import shutil
import signal
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from oauth2_provider.settings import oauth2_settings
from wagtail.models import Site

from cms.config.settings.env import Environment
from cms.config.settings.oauth import build_provider_settings
from cms.demo import CATALOGUE, FILES
from cms.demo.documentation import building_docs
from cms.demo.images import write_images
from cms.demo.processes import BackgroundCommand, keep_running
from cms.demo.snapshot import load_snapshot
from cms.demo.theme import FOLDER, Theme, find_node_problem
from cms.demo.theme_settings import build_theme, connect_theme
from cms.demo.website import serving_website
from cms.exchange.models import ImportRun, RunState
from cms.identity.roles import registry
from cms.services.processes import accepts
from cms.services.valkey import write_private

PASSWORDS = Path(settings.STATIC_ROOT).parent / "demo-passwords"
HOST = "127.0.0.1"
TASKS = BackgroundCommand(
    "background tasks",
    ("db_worker", "--no-startup-delay", "--no-reload"),
    "mails and other tasks wait",
)
JOBS = BackgroundCommand(
    "plugins' jobs", ("plugins", "run-jobs", "--forever"), "jobs and events of plugins wait"
)


class Command(BaseCommand):
    help = "Load the demo content once, and serve admin, API, playground and documentation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help=f"port on {HOST} (default 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")
        parser.add_argument(
            "--theme-port", type=int, default=0, help=f"serve the website, too, at this port on {HOST}"
        )
        parser.add_argument(
            "--theme", type=Path, default=FOLDER, help="folder of the website's theme (default themes/nextjs)"
        )

    def handle(
        self, *args: Any, port: int, no_serve: bool, theme_port: int, theme: Path, **options: Any
    ) -> None:
        if not no_serve:
            check_ports(port, theme_port)
            check_theme(theme)
        with stop_on_signals(), quiet() as environment:
            try:
                self.prepare(port)
                website = None if no_serve else self.prepare_theme(port, theme_port, theme)
            except KeyboardInterrupt:
                raise CommandError("Stopped before everything was there. Start again to go on.") from None
            if not no_serve:
                self.serve(port, environment, website)

    def prepare_theme(self, port: int, theme_port: int, folder: Path = FOLDER) -> Theme | None:
        """The website with its documents, key and secret; None where it is not wanted, or cannot run."""
        if not theme_port:
            return None
        if problem := find_node_problem():
            self.stdout.write(problem)
            return None
        call_command("trusted_documents", "register", "--release", "demo", stdout=StringIO())
        return build_theme(port, theme_port, folder.resolve())

    def prepare(self, port: int) -> None:
        """Make what the database lacks; what is there stays as editors left it."""
        if has_pending_migrations():
            self.stdout.write("Preparing the database…")
            load_snapshot()
            if has_pending_migrations():
                call_command("migrate", verbosity=0)
        if not is_imported():
            self.load()
        if not (PASSWORDS.exists() and has_users()):
            write_private(PASSWORDS, make_users())
        site = Site.objects.filter(is_default_site=True).first()
        if site is None or not site.site_name:
            call_command("demo_site", port=port)
        elif site.hostname == HOST and site.port != port:
            site.port = port
            site.save()
        self.stdout.write(f"\n{PASSWORDS.read_text()}")

    def load(self) -> None:
        """Bring the catalogue in; what an interrupted start has brought in already is left as it is."""
        folder = Path(settings.STATIC_ROOT).parent / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copy(CATALOGUE / file.name, folder / file.name)
        self.stdout.write("Drawing images…")
        write_images(folder)
        self.stdout.write("Importing the catalogue…")
        call_command("import_catalogue", *[str(folder / file.name) for file in FILES], stdout=self.stdout)
        call_command("trusted_documents", "register", "--release", "demo", stdout=self.stdout)

    def serve(self, port: int, environment: Mapping[str, str], theme: Theme | None = None) -> None:
        """The server in this process, background tasks, plugins' jobs and the website in others, until somebody stops
        us."""
        address = f"http://{HOST}:{port}"
        website = f"\n  Website     {theme.address}" if theme else ""
        self.stdout.write(
            f"{website}\n  Admin       {address}/admin/"
            f"\n  Playground  {address}/graphql/playground"
            f"\n  Docs        {address}/docs/"
            f"\n  E-mail      {mail_place()}\n\nCtrl-C stops everything.\n"
        )
        self.stdout.flush()
        set_base_url(address)
        environment = {**environment, "BASE_URL": address, **(connect_theme(theme) if theme else {})}
        with (
            keep_running(environment, TASKS, JOBS, port=port),
            serving_website(theme, port, environment, self.report),
            building_docs(port),
        ):
            try:
                call_command("runserver", f"{HOST}:{port}", use_reloader=False, stdout=StringIO())
            finally:
                self.stdout.write("Stopping.")

    def report(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def set_base_url(address: str) -> None:
    """Let this process stand at an address: its settings were read before the port was known."""
    settings.WAGTAILADMIN_BASE_URL = address
    settings.OAUTH2_PROVIDER = build_provider_settings(address)
    oauth2_settings.reload()


def check_ports(port: int, theme_port: int) -> None:
    """CommandError when a port is taken, with another one to choose."""
    if accepts(port):
        raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}")
    if theme_port and accepts(theme_port):
        raise CommandError(
            f"Port {theme_port} of the website is taken. Choose another one: make demo THEME_PORT={theme_port + 1}, or "
            "leave the website out: make demo WITH_THEME=0"
        )


def check_theme(folder: Path) -> None:
    """CommandError when a folder holds no theme."""
    if not (folder / "package-lock.json").is_file():
        raise CommandError(
            f"{folder} holds no theme: package-lock.json is missing. Copy themes/nextjs there, or run npm install."
        )


def mail_place() -> str:
    """Where e-mail goes: the folder of its files, or the server that EMAIL_URL names."""
    if settings.EMAIL_BACKEND.endswith(".MailFolder"):
        return f"files in {settings.EMAIL_FILE_PATH}"
    return f"sent through {settings.EMAIL_HOST}"


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block in order; a shell starts background jobs with SIGINT ignored.

    So does SIGHUP, which a closed terminal sends, unless `nohup` has it ignored.
    """
    told = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        told.append(signal.SIGHUP)
    before = {each: signal.signal(each, interrupt) for each in told}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def interrupt(*received: Any) -> None:
    gc.freeze()  # or Python looks through all objects once more before it ends, for more than a second
    raise KeyboardInterrupt


@contextmanager
def quiet() -> Iterator[dict[str, str]]:
    """Log warnings only, so that the passwords stay on the screen, unless LOG_LEVEL says otherwise.

    Gives the variables that make another process do the same.
    """
    if "log_level" in Environment().model_fields_set:
        yield {}
        return
    logging.disable(logging.INFO)
    try:
        yield {"LOG_LEVEL": "WARNING"}
    finally:
        logging.disable(logging.NOTSET)


def has_pending_migrations() -> bool:
    """Whether there are migrations to apply."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_imported() -> bool:
    """Whether all of the catalogue was brought in once, whatever became of it since."""
    names = ", ".join(file.name for file in FILES)
    return ImportRun.objects.filter(file_name=names, state=RunState.FINISHED, dry_run=False).exists()


def has_users() -> bool:
    """Whether every role has its user."""
    names = [role.name.lower() for role in registry.list_roles()]
    return get_user_model().objects.filter(username__in=names).count() == len(names)


@transaction.atomic
def make_users() -> str:
    """One user for each role with a new password of its own; the table that is printed."""
    lines = ["  role            user            password"]
    for role in (each.name for each in registry.list_roles()):
        password = secrets.token_urlsafe(9)
        own = {"is_staff": True, "email": f"{role.lower()}@example.org"}
        user, _ = get_user_model().objects.get_or_create(username=role.lower(), defaults=own)
        user.display_name = f"Demo {role.lower()}"
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        lines.append(f"  {role:<16}{user.username:<16}{password}")
    return "\n".join(lines) + "\n"
