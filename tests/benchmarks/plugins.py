"""What twenty plugins cost that are loaded and not asked: CPU of a page read, and time to start.

`make bench` runs it. Two processes, one without plugins and one with twenty, answer the same POST in turns, so that
whatever else the machine does slows down both. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from cms.testing.workshop import Workshop
from tests.benchmarks.reads import NONE_KEPT
from tests.support.serving import environment

PLUGINS = 20
ROUNDS, READS = 30, 20
STARTS = 5
TARGETS = {"ratio": 1.03, "seconds": 0.5}
CODE = """
from datetime import timedelta
from cms.plugin_api import PUBLIC, GraphQLField, Health, HealthCheck, Job, hookimpl

@hookimpl
def ready():
    pass

@hookimpl
def jobs():
    return [Job(name="tidy", run=lambda: "", every=timedelta(days=1), description="Nothing.")]

@hookimpl
def health_checks():
    return [HealthCheck(name="fine", check=lambda: Health(ok=True))]

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="{field}", type=int, load=lambda keys, gate: {{}},
                         description="Nothing.", cost=1, permission=PUBLIC)]

@hookimpl
def content_published(event):
    pass
"""


class Child:
    """A process that reads pages; `start` is what it measured of its own start, in seconds."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.reader"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.start: float = self.answer()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()

    def answer(self) -> float:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A child of the benchmark ended early: see its message above.")
        return float(json.loads(line))

    def read(self, times: int) -> float:
        """Seconds of CPU for so many page reads."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{times}\n")
        self.process.stdin.flush()
        return self.answer()


def environments(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Of a process without plugins, and of one with twenty; both find them."""
    workshop = Workshop(folder)
    names = [workshop.write(f"quiet_{n:02}", CODE.format(field=f"quiet{n:02}")) for n in range(PLUGINS)]
    workshop.write("aside", slot="nothing")  # stands by: an empty allow-list would mean the bundled plugins
    common = {
        **environment("cms.config.settings.production"),
        **NONE_KEPT,
        "AIXPLORE_PLUGINS_DIR": str(folder),
    }
    return {**common, "AIXPLORE_PLUGINS": "aside"}, {**common, "AIXPLORE_PLUGINS": ",".join(names)}


def measure_reads(none: dict[str, str], twenty: dict[str, str]) -> None:
    with ExitStack() as stack:
        first, second = (stack.enter_context(Child(each)) for each in (none, twenty))
        for each in (first, second):
            each.read(READS)
        rounds = [(first.read(READS), second.read(READS)) for _ in range(ROUNDS)]
    without, among = (median(times) / READS * 1000 for times in zip(*rounds, strict=True))
    ratio = median(b / a for a, b in rounds)
    print(
        f"page read, CPU: {without:.2f} ms without plugins, {among:.2f} ms with {PLUGINS}: "
        f"ratio {ratio:.3f} (target ≤ {TARGETS['ratio']})"
    )


def measure_starts(none: dict[str, str], twenty: dict[str, str]) -> None:
    times: list[tuple[float, float]] = []
    for _ in range(STARTS):
        with Child(none) as first:
            pass
        with Child(twenty) as second:
            pass
        times.append((first.start, second.start))
    without, among = (median(each) for each in zip(*times, strict=True))
    print(
        f"start, django.setup() and schema: {without:.2f} s without plugins, {among:.2f} s with {PLUGINS}: "
        f"{among - without:+.2f} s (target ≤ {TARGETS['seconds']} s)"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        none, twenty = environments(Path(folder))
        subprocess.run([sys.executable, "-m", "tests.benchmarks.reader", "fill"], env=none, check=True)
        measure_starts(none, twenty)
        measure_reads(none, twenty)


if __name__ == "__main__":
    main()
