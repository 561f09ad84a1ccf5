"""Building the search index of 20,000 solutions: `search rebuild` and Wagtail's `update_index`, in turns.

    python -m tests.benchmarks.search_index [--solutions 20000] [--engines postgres opensearch3]

Both read one database, and write to the same engine: to PostgreSQL, as a new site does, or to a search server, which is
started for it. Then searches are timed, and what the index takes is printed. Nothing here is asserted: a busy machine is no
bug. CPU is that of the site's process and of PostgreSQL, without the search server's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from tests.support.search_servers.servers import SERVERS, ServerUnavailable, run_server
from tests.support.serving import CHECKOUT, environment

DATABASE = "bench_search_index"
TARGET = 4
POSTGRES = "postgres"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--solutions", type=int, default=20_000)
    engines = (POSTGRES, *SERVERS)
    parser.add_argument("--engines", nargs="+", choices=engines, default=[POSTGRES, "opensearch3"])
    options = parser.parse_args()
    given = environment("cms.config.settings.production")
    for engine in options.engines:
        create_database(given["DATABASE_URL"])
        try:
            with start_engine(engine) as settings:
                report(engine, options.solutions, run_worker({**given, **settings}, options.solutions))
        except ServerUnavailable as error:
            print(f"{engine} cannot be started, and is left out: {error}")


def create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


@contextmanager
def start_engine(name: str) -> Iterator[dict[str, str]]:
    """Settings of a site that searches with this engine."""
    if name == POSTGRES:
        yield {}
        return
    with run_server(name) as server:
        yield {
            "AIXPLORE_PLUGIN_SLOTS": "search:search_elasticsearch",
            "AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__HOSTS": json.dumps([server.url]),
            "AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__FLAVOUR": server.kind.flavour,
            "BENCHMARK_SERVER": server.url,
            "BENCHMARK_BACKEND": server.kind.name,
        }


def run_worker(given: dict[str, str], solutions: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.search_index_worker", str(solutions)]
    database = given["DATABASE_URL"].rpartition("/")[0] + f"/{DATABASE}"
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **given, "DATABASE_URL": database, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(engine: str, solutions: int, found: dict[str, Any]) -> None:
    ours, wagtail = found["rebuild"], found["update_index"]
    print(f"{solutions:,} solutions on {engine}, the best of {found['rounds']} rounds:")
    print(f"  manage.py search rebuild   {ours['wall']:6.1f} s, {ours['cpu']:.1f} s of CPU")
    print(f"  manage.py update_index     {wagtail['wall']:6.1f} s, {wagtail['cpu']:.1f} s of CPU")
    print(
        f"  update_index / rebuild: {wagtail['wall'] / ours['wall']:.1f} in time (target ≥ {TARGET}), "
        f"{wagtail['cpu'] / ours['cpu']:.1f} in CPU"
    )
    print(
        f"  index {found['megabytes']:.0f} MB; a search {found['median_ms']:.0f} ms, slowest of 100 {found['slowest_ms']:.0f} ms"
    )


if __name__ == "__main__":
    main()
