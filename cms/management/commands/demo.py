"""manage.py demo: a site with real content, served at one address; the second start only serves."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.demo import CATALOGUE, FILES
from cms.demo.images import write_images
from cms.services.processes import accepts

ROLES = ("Administrator", "Editor", "Moderator", "Vendor")
PASSWORDS = Path(settings.STATIC_ROOT).parent / "demo-passwords"


class Command(BaseCommand):
    help = "Load the demo content once, and serve admin, API, playground and documentation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        if not no_serve and accepts(port):
            raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}")
        if behind():
            self.stdout.write("Preparing the database…")
            call_command("migrate", verbosity=0)
        if not PASSWORDS.exists():
            self.load(port)
        self.stdout.write(f"\n{PASSWORDS.read_text()}")
        if not no_serve:
            self.serve(port)

    def load(self, port: int) -> None:
        """The catalogue, the site's address, menus, and a user for each role."""
        folder = Path(settings.STATIC_ROOT).parent / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copy(CATALOGUE / file.name, folder / file.name)
        self.stdout.write("Drawing pictures…")
        write_images(folder)
        self.stdout.write("Importing the catalogue…")
        call_command("import_catalogue", *[str(folder / file.name) for file in FILES], stdout=self.stdout)
        call_command("demo_site", port=port)
        PASSWORDS.touch(mode=0o600)
        PASSWORDS.write_text(make_users())

    def serve(self, port: int) -> None:
        """The server and the worker of background tasks, until the first of them ends or Ctrl-C."""
        self.stdout.write(
            f"\n  Admin       http://127.0.0.1:{port}/admin/"
            f"\n  Playground  http://127.0.0.1:{port}/graphql/playground"
            f"\n  Docs        http://127.0.0.1:{port}/docs/\n\nCtrl-C stops everything.\n"
        )
        self.stdout.flush()
        environment = {**os.environ, "BASE_URL": f"http://127.0.0.1:{port}"}
        children = [
            subprocess.Popen([sys.executable, "-m", "cms", *words], cwd=settings.BASE_DIR, env=environment)
            for words in (
                ["runserver", "--noreload", f"127.0.0.1:{port}"],
                ["db_worker", "--no-startup-delay"],
            )
        ]
        signal.signal(signal.SIGTERM, lambda *received: sys.exit(0))
        try:
            children[0].wait()
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            for child in children:
                child.terminate()


def behind() -> bool:
    """Whether there are migrations to apply."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def make_users() -> str:
    """One user for each role with a password of its own; the table that is printed."""
    lines = ["  role            user            password"]
    for role in ROLES:
        password = secrets.token_urlsafe(9)
        user, _ = get_user_model().objects.get_or_create(username=role.lower(), defaults={"is_staff": True})
        user.display_name = f"Demo {role.lower()}"
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        lines.append(f"  {role:<16}{user.username:<16}{password}")
    return "\n".join(lines) + "\n"
