"""Building an index of 20,000 solutions in a search server: `search rebuild` and Wagtail's `update_index`, in turns.

    python -m tests.benchmarks.search_index [--solutions 20000] [--server opensearch3]

Both write to one server, which is started for it, and read one database. Then searches are timed, and what the index takes is
printed. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from tests.support.search_servers.servers import SERVERS, run_server
from tests.support.serving import CHECKOUT, environment

DATABASE = "bench_search_index"
TARGET = 4.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--solutions", type=int, default=20_000)
    parser.add_argument("--server", choices=SERVERS, default="opensearch3")
    options = parser.parse_args()
    given = environment("cms.config.settings.production")
    url = given["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    with run_server(options.server) as server:
        settings = {
            "DATABASE_URL": url.rpartition("/")[0] + f"/{DATABASE}",
            "AIXPLORE_PLUGIN_SLOTS": "search:search_elasticsearch",
            "AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__HOSTS": json.dumps([server.url]),
            "AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__FLAVOUR": server.kind.flavour,
            "BENCHMARK_SERVER": server.url,
            "BENCHMARK_BACKEND": server.kind.name,
        }
        command = [sys.executable, "-m", "tests.benchmarks.search_index_worker", str(options.solutions)]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **given, **settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    ratio = found["update_index"] / found["rebuild"]
    print(f"{options.solutions:,} solutions on {options.server}, the best of {found['rounds']} rounds:")
    print(f"  manage.py search rebuild   {found['rebuild']:6.1f} s")
    print(
        f"  manage.py update_index     {found['update_index']:6.1f} s, {ratio:.1f} times as long (target {TARGET})"
    )
    print(
        f"  index {found['megabytes']:.0f} MB; a search {found['median_ms']:.0f} ms, slowest of 100 {found['slowest_ms']:.0f} ms"
    )


if __name__ == "__main__":
    main()
