"""The site as it is deployed: granian with two processes and the settings of production, its database behind a relay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.support.other_site import other_site
from tests.support.relay import Relay, run_relay
from tests.support.serving import build_environment, check_session, run_in_site, serving

FILL = """
from tests.factories.content import make_site, make_solution

make_site()
for number in range(20):
    make_solution(title=f"Solution {number}")
"""
MANY = '{"anonymous": {"bucket": 1000000, "restore": 100000, "concurrent": 1000}}'
"""Limits that no drill reaches: it asks from one address what a whole site is asked from many."""


@dataclass(frozen=True)
class Served:
    """A server, the relay before its database, the database's own address, and the environment to start another."""

    port: int
    relay: Relay
    database: str
    session: str
    environment: dict[str, str]

    def terminate_connections(self) -> int:
        """End every connection in the database server, as a restart or a failover does; how many there were."""
        with psycopg.connect(self.database, autocommit=True) as server:
            ((count,),) = server.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
            return int(count)


@pytest.fixture(scope="package")
def served_site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("drills")
    with django_db_blocker.unblock(), other_site(folder / "site") as site:
        url = urlsplit(site.environment["DATABASE_URL"])
        with run_relay(str(url.hostname), int(url.port or 5432)) as relay:
            place = f"{url.username}:{url.password}@127.0.0.1:{relay.port}"
            given = build_environment("cms.config.settings.production", {
                **site.environment, "DATABASE_URL": url._replace(netloc=place).geturl(), "API_LIMITS": MANY,
                "AIXPLORE_PLUGINS_DIR": "", "VAR_DIR": str(folder / "var"),
            })  # fmt: skip
            session = run_in_site(given, FILL)
            with serving(given, folder / "server.log", workers=2) as port:
                check_session(port, session)
                yield Served(port, relay, url.geturl(), session, given)
