"""Workers and schedulers in processes of their own, which are killed or lose their database: nothing stays running for
ever, nothing is lost.

`pytest -m alone -s tests/drills/test_killed_worker.py` prints the times.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.support.other_site import CHECKOUT, OtherSite, other_site

pytestmark = pytest.mark.alone
ENQUEUE = "from tests.support.slow_tasks import note_and_sleep; print(note_and_sleep.enqueue({file!r}, {seconds}).id)"
WORKER = ("db_worker", "--interval", "0.2", "--no-reload", "--no-startup-delay", "--worker-id")


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[OtherSite]:
    with (
        django_db_blocker.unblock(),
        other_site(tmp_path_factory.mktemp("killed") / "plugins", "killed") as made,
    ):
        yield made


@pytest.fixture
def start(site: OtherSite) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command of the site in a process; all are killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words], cwd=CHECKOUT, env=site.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def ask(site: OtherSite, query: str) -> Any:
    """The first value of a query, from outside."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as server:
        row = server.execute(query).fetchone()  # type: ignore[arg-type]
        return row and row[0]


def wait_until(condition: Callable[[], Any], seconds: float = 120) -> float:
    """Wait, and answer how long."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it did not happen in time"
        time.sleep(0.1)
    return time.monotonic() - started


def enqueue(site: OtherSite, file: Path, seconds: float) -> str:
    done = site.manage("shell", "--no-imports", "-c", ENQUEUE.format(file=str(file), seconds=seconds))
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def state(site: OtherSite, task: str) -> str:
    return str(ask(site, f"SELECT status FROM django_tasks_database_dbtaskresult WHERE id = '{task}'"))


def test_a_task_of_a_killed_worker_is_done_by_another(
    site: OtherSite, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    task = enqueue(site, tmp_path / "attempts", 600)
    killed = start(*WORKER, "first")
    wait_until(lambda: state(site, task) == "RUNNING" and (tmp_path / "attempts").exists())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert state(site, task) == "RUNNING", "django-tasks-db itself leaves it so"
    ask_late = (
        "SELECT seen_at < now() - interval '20 seconds' FROM operations_runningprocess WHERE name = 'first'"
    )
    silent = wait_until(lambda: ask(site, ask_late), 40)
    reaped = site.manage("plugins", "run-jobs", "--once")
    assert "1 interrupted tasks queued again, 0 given up." in reaped.stdout, reaped.stdout + reaped.stderr
    assert state(site, task) == "READY"
    start(*WORKER, "second")
    again = wait_until(lambda: state(site, task) == "SUCCESSFUL")
    assert len((tmp_path / "attempts").read_text().split()) == 2
    assert ask(site, "SELECT count(*) FROM operations_runningprocess WHERE name = 'first'") == 0
    print(
        f"\nkilled worker: dead after {silent:.1f} s, its task done {again:.1f} s after it was queued again"
    )


def test_a_worker_that_is_told_to_stop_ends_its_task(
    site: OtherSite, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    task = enqueue(site, tmp_path / "attempts", 3)
    worker = start(*WORKER, "polite")
    wait_until((tmp_path / "attempts").exists)
    worker.terminate()
    began = time.monotonic()
    assert worker.wait(25) == 0
    took = time.monotonic() - began
    assert state(site, task) == "SUCCESSFUL" and took < 25
    assert ask(site, "SELECT count(*) FROM operations_runningprocess WHERE name = 'polite'") == 0
    print(f"\nSIGTERM during a task of 3 s: the worker ended after {took:.1f} s")


def test_a_task_that_lasts_longer_is_handed_back(
    site: OtherSite, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    task = enqueue(site, tmp_path / "attempts", 600)
    worker = start(*WORKER, "hasty")
    wait_until((tmp_path / "attempts").exists)
    worker.terminate()
    began = time.monotonic()
    assert worker.wait(29) == 0
    took = time.monotonic() - began
    assert 24 < took < 29 and state(site, task) == "READY"
    assert (
        ask(site, f"SELECT worker_ids::text FROM django_tasks_database_dbtaskresult WHERE id = '{task}'")
        == "[]"
    )
    print(f"\nSIGTERM during a task of ten minutes: handed back, and the worker ended, after {took:.1f} s")


def test_a_second_scheduler_is_refused_and_a_killed_one_replaced(
    site: OtherSite, start: Callable[..., subprocess.Popen[str]]
) -> None:
    first = start("plugins", "run-jobs", "--forever")
    count = "SELECT count(*) FROM operations_runningprocess WHERE role = 'scheduler'"
    wait_until(lambda: ask(site, count) == 1)
    began = time.monotonic()
    second = start("plugins", "run-jobs", "--forever")
    said, _ = second.communicate(timeout=60)
    refused = time.monotonic() - began
    assert second.returncode == 1
    assert "Another scheduler runs: process " in said and "Only one may run" in said
    first.kill()
    first.wait()
    began = time.monotonic()
    third = start("plugins", "run-jobs", "--forever")
    pid = "SELECT pid FROM operations_runningprocess WHERE role = 'scheduler'"
    wait_until(lambda: ask(site, pid) == third.pid, 60)
    print(
        f"\nsecond scheduler refused after {refused:.1f} s, a killed one replaced after {time.monotonic() - began:.1f} s"
    )
    third.terminate()
    assert third.wait(60) == 0 and ask(site, count) == 0


@contextmanager
def closed_database(site: OtherSite) -> Iterator[None]:
    """The database takes no connection, and those that there were have ended."""
    url = urlsplit(site.environment["DATABASE_URL"])
    name = url.path[1:]
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')  # type: ignore[arg-type]
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')  # type: ignore[arg-type]


def test_what_runs_in_the_background_outlives_an_outage_of_the_database(
    site: OtherSite, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    interrupted = enqueue(site, tmp_path / "interrupted", 4)
    processes = {
        "worker": start(*WORKER, "lasting"),
        "scheduler": start("plugins", "run-jobs", "--forever"),
    }
    wait_until((tmp_path / "interrupted").exists)
    wait_until(
        lambda: ask(site, "SELECT count(*) FROM operations_runningprocess WHERE role = 'scheduler'") == 1
    )
    with closed_database(site):
        time.sleep(12)  # longer than a pause of each, and than the task
        assert {name: each.poll() for name, each in processes.items()} == dict.fromkeys(processes)
    task = enqueue(site, tmp_path / "later", 0)
    again = wait_until(lambda: state(site, task) == "SUCCESSFUL")
    wait_until(lambda: state(site, interrupted) == "SUCCESSFUL")
    for each in processes.values():
        each.terminate()
    assert {name: each.wait(60) for name, each in processes.items()} == dict.fromkeys(processes, 0)
    print(f"\nan outage of 12 s: the next task was done {again:.1f} s after it was queued")
