"""Two processes that keep answers, and share them, never give out what was so before the last commit."""

from __future__ import annotations

import itertools
import json
import random
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from tests.drills.conftest import MANY, Served
from tests.drills.test_metrics import TOKEN, scrape
from tests.support.kept_answers import OPERATIONS, TEXTS, WRITES
from tests.support.other_site import other_site
from tests.support.serving import build_environment, serving
from tests.support.trusted import build_document_id
from tests.support.writer import Writer, run_writer

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]
SHORT = "{ solutions(first: 3) { nodes { summary } } }"
SECONDS, READERS = 6, 3
Answers = dict[str, bytes]


@dataclass
class Race:
    """Texts that a writer commits, one after the other, and what readers saw. sent: the last one that may be there.
    committed: the last one that must be."""

    sent: int = 0
    committed: int = 0
    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    wrong: list[tuple[int, int, int]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    reads: int = 0

    def is_on(self) -> bool:
        return time.monotonic() < self.ends

    def write(self, database: str) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            for number in itertools.count(1):
                self.sent = number
                connection.execute("UPDATE solutions_solution SET summary = %s", (f"Text {number}",))
                self.committed = number
                if not self.is_on():
                    return
                time.sleep(random.uniform(0, 0.1))

    def read(self, port: int) -> None:
        with requests.Session() as session:
            while self.is_on():
                self.check(session, port)

    def check(self, session: requests.Session, port: int) -> None:
        """One read: what it says was so at some moment between the question and the answer."""
        earliest = self.committed
        answer = session.post(f"http://127.0.0.1:{port}/graphql", json={"query": SHORT}, timeout=30)
        texts = {int(each) for each in re.findall(r"Text (\d+)", answer.text)}
        assert answer.status_code == 200, answer.text
        self.reads += 1
        self.seen |= texts
        if earliest and not (len(texts) == 1 and earliest <= min(texts) <= self.sent):
            self.wrong.append((earliest, min(texts, default=-1), self.sent))


def test_writes_that_race_with_reads_leave_nothing_stale(served_site: Served) -> None:
    race = Race()
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(race.read, served_site.port) for _ in range(READERS)]
        race.write(served_site.database)
        for each in running:
            each.result()
    assert race.wrong == []
    assert len(race.seen) > 10 and race.reads > 3 * len(race.seen)
    with requests.Session() as session:
        race.check(session, served_site.port)
    assert race.wrong == [] and race.committed in race.seen


@dataclass(frozen=True)
class Servers:
    """keeping: ports of two processes that keep answers. reading: of one that keeps none."""

    keeping: tuple[int, int]
    reading: int
    writer: Writer
    database: str

    def ask_all(self, port: int) -> Answers:
        """The answers to the theme's operations, by their ids."""
        with requests.Session() as session:
            return {name: ask(session, port, name) for name in OPERATIONS}

    def find_stale(self, names: list[str]) -> list[tuple[str, str]]:
        """After each of these writes, the operations that one of both answers otherwise than the third."""
        stale = []
        with ThreadPoolExecutor() as pool:
            list(pool.map(self.ask_all, self.keeping))
            for name in names:
                self.writer.write(name)
                answers = list(pool.map(self.ask_all, self.keeping))
                for operation, right in self.ask_all(self.reading).items():
                    stale += [(name, operation) for each in answers if each[operation] != right]
        return stale


def ask(session: requests.Session, port: int, name: str) -> bytes:
    variables: Mapping[str, Any] = OPERATIONS[name]
    if name == "Events":
        variables = {"from": f"{date.today()}", "to": f"{date.today() + timedelta(days=60)}"}
    given = {"documentId": build_document_id(TEXTS[name]), "variables": json.dumps(variables)}
    response = session.get(f"http://127.0.0.1:{port}/graphql", params=given, timeout=60)
    assert response.status_code == 200, (name, response.text)
    return response.content


@contextmanager
def run_servers(folder: Path) -> Iterator[Servers]:
    """A filled site with the theme's documents, and its processes."""
    with ExitStack() as stack:
        site = stack.enter_context(other_site(folder / "site", "fresh"))
        given = build_environment("cms.config.settings.production", {
            **site.environment, "API_LIMITS": MANY, "METRICS_TOKEN": TOKEN, "AIXPLORE_PLUGINS_DIR": "",
        })  # fmt: skip
        writer = stack.enter_context(run_writer(given))
        assert site.manage("trusted_documents", "register", "--release", "1").returncode == 0
        ports = []
        for number, budget in enumerate(("10000000", "10000000", "0")):
            own = given | {"API_ANSWER_CACHE_BYTES": budget, "VAR_DIR": str(folder / f"var{number}")}
            ports.append(stack.enter_context(serving(own, folder / f"server{number}.log", workers=1)))
        yield Servers((ports[0], ports[1]), ports[2], writer, given["DATABASE_URL"])


def count_made(servers: Servers) -> float:
    return sum(scrape(port)[("aixplore_graphql_answers_total", "made")] for port in servers.keeping)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_writes_of_a_third_process_show_in_the_next_answers_of_both(tmp_path: Path, seed: int) -> None:
    """2,448 comparisons; and of what both are asked at the same time, one makes most."""
    order = random.Random(seed).sample(sorted(WRITES), len(WRITES))
    with run_servers(tmp_path) as servers:
        assert servers.find_stale(order) == [], f"seed {seed}"
        assert 200 < count_made(servers) < 1.2 * (len(WRITES) + 1) * len(OPERATIONS)


@pytest.mark.slow
def test_the_comparison_finds_a_missing_trigger(tmp_path: Path) -> None:
    with run_servers(tmp_path) as servers, psycopg.connect(servers.database, autocommit=True) as database:
        servers.find_stale([])  # what is read from a table without its trigger is not kept in the first place
        database.execute("ALTER TABLE vendors_vendor DISABLE TRIGGER content_api_table_changed")
        found = servers.find_stale(["vendor renamed in bulk"])
    assert {operation for _, operation in found} >= {"Solutions", "Vendor"}
