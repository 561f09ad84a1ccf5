"""Metrics of several processes: each returns the sum of all, including processes that have ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.serving import CHECKOUT

PROCESS = """
import sys
from pathlib import Path
import structlog
from prometheus_client import CollectorRegistry, generate_latest
from cms.base.measures import HOOK_BREAKER_OPEN, HOOK_SECONDS, RATE_LIMITED, REQUESTS_WAITING, collect_counted
from cms.base.shared_values import share_values

class Shown(CollectorRegistry):
    def collect(self):
        return collect_counted()

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
share_values(Path(sys.argv[1]))
print("ready", flush=True)
for line in sys.stdin:
    exec(line)
    print(generate_latest(Shown()).decode().replace(chr(10), chr(0)), flush=True)
"""


class Counting:
    """A process of the site that counts what it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, code: str = "pass") -> dict[tuple[str, ...], float]:
        """Run code there; what a scrape of that process answers then."""
        assert self.process.stdin and self.process.stdout
        print(code, file=self.process.stdin, flush=True)
        text = self.process.stdout.readline().replace("\0", "\n").strip() + "\n"
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def end(self, *, kill: bool = False) -> None:
        if kill:
            self.process.kill()
        elif self.process.stdin:
            self.process.stdin.close()
        self.process.wait(30)


@contextmanager
def counting(folder: Path, **environment: str) -> Iterator[Counting]:
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(folder)],
        cwd=CHECKOUT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout and process.stdout.readline() == "ready\n"
        try:
            yield Counting(process)
        finally:
            process.kill()


@pytest.mark.parametrize(("first", "second", "total"), [(1, 0, 1), (2, 3, 5), (0.5, 0.25, 0.75)])
def test_every_process_answers_with_the_sum_of_all(
    tmp_path: Path, first: float, second: float, total: float
) -> None:
    with counting(tmp_path / "new") as one, counting(tmp_path / "new") as other:
        one.run(f"HOOK_SECONDS.labels('feeds', 'ready').inc({first})")
        answer = other.run(f"HOOK_SECONDS.labels('feeds', 'ready').inc({second})")
        assert answer == one.run() == {("aixplore_hook_seconds_total", "ready", "feeds"): total}


@pytest.mark.parametrize("kill", [False, True])
def test_what_ended_processes_counted_stays_and_their_gauges_go(tmp_path: Path, kill: bool) -> None:
    with counting(tmp_path) as one, counting(tmp_path) as other:
        one.run("RATE_LIMITED.labels('points').inc(2)")
        other.run("RATE_LIMITED.labels('points').inc(3)")
        answer = other.run("HOOK_BREAKER_OPEN.labels('feeds', 'ready').set(1)")
        gauge = ("aixplore_hook_breaker_open", "ready", "feeds")
        assert answer == one.run() == {("aixplore_rate_limited_total", "points"): 5, gauge: 1}
        other.end(kill=kill)
        assert one.run() == {("aixplore_rate_limited_total", "points"): 5}


def test_processes_that_come_and_go_leave_no_more_files(tmp_path: Path) -> None:
    with counting(tmp_path) as one:
        one.run("RATE_LIMITED.labels('points').inc()")
        for _ in range(4):
            with counting(tmp_path) as other:
                answer = other.run("RATE_LIMITED.labels('points').inc()")
        assert answer == one.run() == {("aixplore_rate_limited_total", "points"): 5}
    assert {file.name for file in tmp_path.glob("*.db")} == {"counter_0.db", "counter_1.db"}


def test_the_first_process_after_all_have_ended_starts_from_zero(tmp_path: Path) -> None:
    with ExitStack() as stack:
        for started in [stack.enter_context(counting(tmp_path)) for _ in range(3)]:
            started.run("RATE_LIMITED.labels('points').inc()")
    with counting(tmp_path) as later:
        assert later.run("RATE_LIMITED.labels('points').inc()") == {
            ("aixplore_rate_limited_total", "points"): 1
        }


def test_a_folder_that_cannot_be_used_costs_no_count(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with counting(tmp_path / "file" / "metrics") as one:
        assert one.run("RATE_LIMITED.labels('points').inc()") == {
            ("aixplore_rate_limited_total", "points"): 1,
            ("aixplore_requests_waiting",): 0,
        }


@pytest.mark.parametrize("given", [True, False])
def test_a_metric_without_labels_is_shared_too(tmp_path: Path, given: bool) -> None:
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "new")} if given else {}
    with counting(tmp_path / "new", **environment) as one, counting(tmp_path / "new", **environment) as other:
        assert not (tmp_path / "new").exists()  # nothing is counted yet
        one.run("REQUESTS_WAITING.inc(2)")
        assert other.run("REQUESTS_WAITING.inc(3)") == one.run() == {("aixplore_requests_waiting",): 5}
