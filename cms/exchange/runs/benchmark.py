"""How much faster the bulk writer is than `add_child`, `save_revision` and `publish` for each page.

Both ways read and check the same records with the same code; only the writing differs. They take turns on slices of
the file, each in a transaction that is rolled back, so that load on the machine affects both alike.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _
from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend

from cms.exchange.errors import UnusableFile
from cms.exchange.formats.sources import Source
from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Item, Options, Row
from cms.exchange.runs.engine import BATCH
from cms.exchange.runs.plan import Plan


@dataclass
class Timing:
    """Seconds that one way took: of this process's CPU, and of the clock, which includes the database."""

    cpu: float = 0.0
    wall: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall


@dataclass
class Comparison:
    """What both ways took for the same rows."""

    rows: int = 0
    bulk: Timing = field(default_factory=Timing)
    single: Timing = field(default_factory=Timing)

    @property
    def ratio(self) -> float:
        """How many times faster the bulk writer is by the clock."""
        return self.single.wall / self.bulk.wall


def build_single_importer(importer: PageImporter) -> PageImporter:
    """An importer of the same kind that writes each page with Wagtail's own calls."""
    single = copy.copy(importer)

    def write(rows: list[Row]) -> None:
        for row in rows:
            page: Any = row.obj
            page.id = page.page_ptr_id = None
            page._state.adding = True
            importer.parent(page.locale).add_child(instance=page)
            page.save_revision().publish()

    single.write = write  # type: ignore[method-assign]
    return single


def compare(sources: Sequence[Source], kind: str, count: int, options: Options) -> Comparison:
    """Write the first `count` records of a page kind both ways, in turns, leaving nothing behind."""
    importer = importer_for(kind)
    if not isinstance(importer, PageImporter):
        raise UnusableFile(_("“%(kind)s” is not a kind of page: there is nothing to compare."), kind=kind)
    items = list(islice(Plan(sources, options).iterate_items(kind), count))
    ways = [importer, build_single_importer(importer)]
    result = Comparison()
    with transaction.atomic(), tasks_at_once():
        importer.run(items[:1], options)
        for number, start in enumerate(range(0, len(items), BATCH)):
            batch = items[start : start + BATCH]
            for way in ways if number % 2 else reversed(ways):
                measure(way, batch, options, result.bulk if way is importer else result.single)
            result.rows += len(batch)
        transaction.set_rollback(True)
    return result


def measure(way: PageImporter, batch: list[Item], options: Options, timing: Timing) -> None:
    with transaction.atomic():
        with timing.running():
            done = way.run(batch, options)
        if done.refused:
            first = done.refused[0]
            raise UnusableFile(
                _("Line %(line)s is rejected: %(reason)s"), line=first.line, reason=first.reason
            )
        transaction.set_rollback(True)


@contextmanager
def tasks_at_once() -> Iterator[None]:
    """Index pages within the measured time instead of leaving it to a worker; the bulk writer does so, too."""
    usual = task_backends["default"]
    task_backends["default"] = ImmediateBackend("default", {})
    try:
        yield
    finally:
        task_backends["default"] = usual
