"""A site in another process: with a database, plugins and settings of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from cms.testing.workshop import Workshop
from tests.support.started_site import StartedSite, read_json, started_site

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class OtherSite:
    """`workshop` writes its plugins. `manage` runs a command there, `start` is for several, and `test` runs tests."""

    workshop: Workshop
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, cwd: Path = CHECKOUT, **given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=cwd, env={**self.environment, **given}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def manage(self, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *words, cwd=CHECKOUT, **given)

    def answer(self, *words: str, **given: str) -> Any:
        """What a command says as JSON."""
        return read_json(self.manage(*words, "--json", **given))

    def start(self, **given: str) -> AbstractContextManager[StartedSite]:
        """`with site.start() as running:` starts the site once for several commands."""
        return started_site({**self.environment, **given}, CHECKOUT)

    def test(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run tests in the folder of its plugins. Those that need the database call `copy_database` before."""
        own = {name: value for name, value in self.environment.items() if "PYTEST" not in name}
        return OtherSite(self.workshop, {**own, "DJANGO_SETTINGS_MODULE": "cms.config.settings.test"}).run(
            sys.executable, "-m", "pytest", "-q", "-p", "aixplore.testing", "-p", "no:cacheprovider", "--no-cov",
            "--reuse-db", "--rootdir", ".", *words, cwd=self.workshop.folder,
        )  # fmt: skip

    def copy_database(self) -> None:
        """Make the test database of the site's tests from its database, for migrating another one takes a minute; they
        use it with `--reuse-db`."""
        url = urlsplit(self.environment["DATABASE_URL"])
        name = url.path[1:]
        with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "test_{name}" TEMPLATE "{name}"')


@contextmanager
def other_site(folder: Path, prefix: str = "other") -> Iterator[OtherSite]:
    """A site whose database is a copy of the test database, and whose plugins are those of a folder. Of several that
    run at once, each has a prefix of its own."""
    folder.mkdir()
    original, copy = connection.settings_dict["NAME"], f"{prefix}_{connection.settings_dict['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])
    connection.close()  # a database that somebody uses cannot be copied
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        for name in (copy, f"test_{copy}"):
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        yield OtherSite(Workshop(folder), environment(url._replace(path=f"/{copy}"), folder))
        for name in (copy, f"test_{copy}"):
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def environment(database: Any, plugins: Path) -> dict[str, str]:
    """Of a process there. Each worker of a parallel run has a cache of its own, because decisions are kept in it."""
    ours = (
        "AIXPLORE_",
        "PYTHONDONTWRITEBYTECODE",
    )  # compiling all modules for each command takes longer than most
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return {
        **own,
        "DATABASE_URL": urlunsplit(database),
        "REDIS_URL": urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl(),
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
        "AIXPLORE_PLUGINS_DIR": str(plugins),
        "LOG_LEVEL": "ERROR",
    }
