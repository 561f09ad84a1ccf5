"""A site in another process: with a database, plugins and settings of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from cms.testing.workshop import Workshop

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class OtherSite:
    """`workshop` writes its plugins; `manage` runs a command there."""

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
        done = self.manage(*words, "--json", **given)
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise AssertionError(done.stdout + done.stderr) from None


@contextmanager
def other_site(folder: Path, prefix: str = "other") -> Iterator[OtherSite]:
    """A site whose database is a copy of the test database, and whose plugins are those of a folder. Of several that
    run at once, each has a prefix of its own."""
    folder.mkdir()
    original, copy = connection.settings_dict["NAME"], f"{prefix}_{connection.settings_dict['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])
    connection.close()  # a database that somebody uses cannot be copied
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        yield OtherSite(Workshop(folder), environment(url._replace(path=f"/{copy}"), folder))
        server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


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
