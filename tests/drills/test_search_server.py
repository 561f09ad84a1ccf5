"""The deployed site and its two workers, while the search server goes away and comes back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from cms.services.processes import free_port
from tests.drills.conftest import Served
from tests.support.relay import Relay, run_relay
from tests.support.search_servers.fixtures import start_search_server
from tests.support.search_servers.servers import RunningServer
from tests.support.serving import CHECKOUT, serving

__all__ = ["start_search_server"]

pytestmark = pytest.mark.alone
WORKERS = (["db_worker"], ["plugins", "run-jobs", "--forever"])
SEARCH = '{ search(query: "%s") { totalCount } site { name } }'
LEAVES, ANSWERS, RETURNS = 5.0, 1.0, 60.0
"""Seconds: until an unpublished row has left the index, until a search is answered, and until what was edited is found."""
RENAME = "row = Solution.objects.get(title={old!r}); row.title = {new!r}; row.save_revision().publish()"
UNPUBLISH = "Solution.objects.get(title={old!r}).unpublish()"


@contextmanager
def run_site(
    served: Served, relay: Relay, plugins: str, prefix: str, folder: Path
) -> Iterator[tuple[int, dict[str, str]]]:
    """The site with these plugins for search, its index built, and its workers; port and environment."""
    settings = {
        "HOSTS": json.dumps([f"http://127.0.0.1:{relay.port}"]),
        "FLAVOUR": "opensearch",
        "PREFIX": prefix,
    }
    given = served.environment | {
        "AIXPLORE_PLUGIN_SLOTS": f"search:{plugins}", "VAR_DIR": str(folder / "var"),
        **{f"AIXPLORE_PLUGIN_SEARCH_ELASTICSEARCH__{name}": value for name, value in settings.items()},
    }  # fmt: skip
    manage(given, "search", "rebuild")
    with ExitStack() as stack:
        for words in WORKERS:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *words], cwd=CHECKOUT, env=given, stdout=subprocess.DEVNULL
            )
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
        yield stack.enter_context(serving(given, folder / "server.log", workers=1)), given


def manage(given: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=CHECKOUT, env=given, check=True, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    return done.stdout


def edit(given: dict[str, str], code: str, **names: str) -> float:
    """Change a solution in a process of its own; the moment after its commit."""
    lines = (
        "import time; from content_types.solutions.models import Solution",
        code.format(**names),
        "print(time.time())",
    )
    return float(manage(given, "shell", "--no-imports", "-c", "\n".join(lines)).split()[-1])


def search(port: int, text: str) -> tuple[dict[str, Any], float]:
    """The answer, and the seconds that it took."""
    started = time.perf_counter()
    answer = requests.post(f"http://127.0.0.1:{port}/graphql", json={"query": SEARCH % text}, timeout=30)
    return answer.json(), time.perf_counter() - started


def count_hits(port: int, text: str) -> int | None:
    found = search(port, text)[0]["data"]["search"]
    return None if found is None else int(found["totalCount"])


def is_indexed(server: RunningServer, prefix: str, name: str) -> bool:
    """Whether the server has a document of this name, without asking the site."""
    requests.post(f"{server.url}/{prefix}search-*/_refresh", timeout=10)
    body = {"query": {"term": {"name": name}}}
    answer = requests.post(f"{server.url}/{prefix}search-*/_search", json=body, timeout=10).json()
    return bool(answer["hits"]["hits"])


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Not within {seconds:g} seconds."
        time.sleep(0.1)


def test_the_index_follows_and_catches_up_when_the_server_returns(
    served_site: Served, start_search_server: Any, tmp_path: Path
) -> None:
    server, prefix = start_search_server("opensearch3"), f"drill{free_port()}-"
    with (
        run_relay("127.0.0.1", int(server.url.rpartition(":")[2])) as relay,
        run_site(served_site, relay, "search_elasticsearch", prefix, tmp_path) as (port, given),
    ):
        wait_until(
            lambda: count_hits(port, "Solution 3") == 1, 10
        )  # the first searches of a server that just began
        assert is_indexed(server, prefix, "solution 3")
        since = edit(given, UNPUBLISH, old="Solution 3")
        wait_until(lambda: not is_indexed(server, prefix, "solution 3"), LEAVES - (time.time() - since))
        assert count_hits(port, "Solution 3") == 0
        relay.refuse()
        answer, seconds = search(port, "Solution 4")
        assert answer["data"]["search"] is None and answer["data"]["site"] is not None
        assert answer["errors"][0]["extensions"]["code"] == "SEARCH_UNAVAILABLE" and seconds < ANSWERS
        edit(given, RENAME, old="Solution 4", new="Cantaloupe")
        assert count_hits(port, "Cantaloupe") is None
        relay.forward()
        wait_until(lambda: count_hits(port, "Cantaloupe") == 1, RETURNS)


def test_the_database_answers_while_the_server_is_down(
    served_site: Served, start_search_server: Any, tmp_path: Path
) -> None:
    server, prefix = start_search_server("opensearch3"), f"drill{free_port()}-"
    with (
        run_relay("127.0.0.1", int(server.url.rpartition(":")[2])) as relay,
        run_site(served_site, relay, "search_elasticsearch/search_postgres", prefix, tmp_path) as (
            port,
            given,
        ),
    ):
        assert count_hits(port, "Solution 5") == 1
        relay.refuse()
        answer, seconds = search(port, "Solution 5")
        assert answer["data"]["search"] == {"totalCount": 1} and seconds < ANSWERS
        edit(given, RENAME, old="Solution 5", new="Clementine")
        assert count_hits(port, "Clementine") == 1
        relay.forward()
        wait_until(lambda: is_indexed(server, prefix, "clementine"), RETURNS)
