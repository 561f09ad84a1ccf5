"""Keeps the values of metrics in files of a folder (prometheus-client's multiprocess mode) that processes share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any, TextIO

import structlog
from prometheus_client import values
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

logger = structlog.get_logger(__name__)
shared_folders: list[Path] = []
making = Lock()


def share_values(folder: Path) -> None:
    """Keep the values in this folder from now on; call it before anything is counted.

    The folder is made, and emptied when no other process uses it, when the first value is counted: commands that count
    nothing need no place to write. What cannot be written, as on a full disk, is counted in this process alone.
    """
    shared_folders[:] = [folder]


def place_values() -> None:
    """Let metrics that are defined from now on find the place of their values when they are first counted."""
    values.ValueClass = Value  # type: ignore[assignment, misc]


def collect_shared() -> Iterable[Metric] | None:
    """What all processes that share the folder have counted; None without a folder that can be used."""
    for folder in shared_folders:
        if make_value_class(folder)._multiprocess:
            Slots(folder).remove_dead_gauges()
            return MultiProcessCollector(None, str(folder)).collect()
    return None


class Value:
    """A value of prometheus-client, made when it is first used.

    A metric without labels makes its value where it is defined: before the settings have named the folder.
    """

    _multiprocess = True

    def __init__(self, *args: Any, **options: Any) -> None:
        self._make = partial(make_value, *args, **options)

    def __getattr__(self, name: str) -> Any:
        """inc, set, get and what else a value has."""
        return getattr(self._get_made(), name)

    def _get_made(self) -> Any:
        if "made" not in vars(self):
            with making:  # two objects of one value would overwrite each other's counts
                if "made" not in vars(self):
                    self.made = self._make()
        return self.made


def make_value(*args: Any, **options: Any) -> Any:
    """The value in the shared folder; in this process alone without a folder, or if it cannot be written."""
    for folder in shared_folders:
        try:
            return make_value_class(folder)(*args, **options)
        except OSError as error:
            logger.warning("metric_not_shared", folder=str(folder), reason=error.strerror)
    return values.MutexValue(*args, **options)


@cache
def make_value_class(folder: Path) -> Any:
    """prometheus-client's kind of value for this folder; one that counts for this process alone if it is unusable."""
    try:
        slots = Slots(folder)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # where prometheus-client looks for it
        return values.MultiProcessValue(slots.claim)
    except OSError as error:
        logger.error(
            "metrics_not_shared", reason=str(error), remedy="Make PROMETHEUS_MULTIPROC_DIR writable."
        )
        return values.MutexValue


class Slots:
    """Numbers for the processes that share a folder, each held by a lock that ends with its process.

    A process continues the counters of the one that held its number before, so the files do not grow with every
    process that ever ran, and no counter falls while the site runs. Gauges end with their process.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.claimed: dict[int, tuple[int, TextIO]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def claim(self) -> int:
        """The number of this process; a forked one gets its own."""
        pid = os.getpid()
        if pid not in self.claimed:
            self.claimed[pid] = self._claim_free()
        return self.claimed[pid][0]

    def _claim_free(self) -> tuple[int, TextIO]:
        with (self.folder / "starting.lock").open("a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)  # one process at a time looks, empties and takes
            if not list(self._list_running_numbers()):
                for file in self.folder.glob("*.db"):
                    file.unlink()
            self.remove_dead_gauges()
            number = next(each for each in count() if not is_locked(self._get_lock_path(each)))
            held = self._get_lock_path(number).open("a")
            fcntl.flock(held, fcntl.LOCK_EX)
            return number, held

    def remove_dead_gauges(self) -> None:
        """Remove what processes that ended have left of gauges."""
        live = set(self._list_running_numbers())
        for number in self._list_used_numbers():
            if number not in live:
                mark_process_dead(number, str(self.folder))

    def _get_lock_path(self, number: int) -> Path:
        return self.folder / f"{number}.lock"

    def _list_used_numbers(self) -> list[int]:
        """The numbers that were ever given out."""
        return sorted(int(file.stem) for file in self.folder.glob("[0-9]*.lock"))

    def _list_running_numbers(self) -> Iterator[int]:
        """The numbers of processes that run."""
        return (number for number in self._list_used_numbers() if is_locked(self._get_lock_path(number)))


def is_locked(path: Path) -> bool:
    """Whether a process holds this file."""
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
