"""Relevance and speed of the search. Nothing is asserted: the tests do that.

    python -m tests.benchmarks.search                       # both
    python -m tests.benchmarks.search relevance --packages ai-packages.csv
    python -m tests.benchmarks.search speed --solutions 10000 100000 --rounds 5
    python -m tests.benchmarks.search vectors --vectors 20000
    python -m tests.benchmarks.search pool "speech to text" # candidates for judging a new query

Without the file of packages, which is no part of the repository, the relevance is left out.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import psycopg

from tests.benchmarks.search.packages import FILE, import_packages, load_synonyms
from tests.benchmarks.search.speed import measure_speed
from tests.benchmarks.search.vectors import measure_nearest
from tests.support.serving import environment

DATABASE = "search_judged"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "part", nargs="?", choices=("all", "relevance", "speed", "vectors", "pool"), default="all"
    )
    parser.add_argument("queries", nargs="*", help="pool: the queries to be judged")
    parser.add_argument("--packages", type=Path, default=FILE)
    parser.add_argument("--solutions", type=int, nargs=2, default=(10_000, 100_000))
    parser.add_argument("--vectors", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.part in ("all", "speed"):
        measure_speed(tuple(given.solutions), given.rounds)
    if given.part == "speed":
        return
    if given.part == "vectors":
        set_up()
        measure_nearest(given.vectors)
        return
    if given.packages.exists():
        rank(given.packages, given.queries if given.part == "pool" else None)
    else:
        print(f"No {given.packages.name}: the relevance is not measured. Name a file with --packages.")


def rank(packages: Path, queries: list[str] | None) -> None:
    """Import the packages into a database of their own; compare the rankers, or pool what they answer."""
    set_up()
    from content_api.testing.leaks import unlimited
    from content_types.solutions.models import Solution
    from tests.benchmarks.search.rankers import POOLED, RANKERS
    from tests.benchmarks.search.relevance import compare, print_pool

    import_packages(packages)
    with unlimited():
        if queries is None:
            compare(RANKERS, load_synonyms)
        else:
            print_pool(POOLED, queries, lambda name: Solution.objects.get(title=name).summary)


def set_up() -> None:
    """Django on a new database, with all tables."""
    given = {**environment("cms.config.settings.dev"), "LOG_LEVEL": "ERROR"}
    with psycopg.connect(given["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    os.environ.update(given, DATABASE_URL=f"{given['DATABASE_URL'].rpartition('/')[0]}/{DATABASE}")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
