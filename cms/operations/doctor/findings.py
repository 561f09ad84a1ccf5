"""What a check of the doctor finds: what is well, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, sleep

import structlog

__all__ = ["Check", "Finding", "Level", "fail", "fine", "run_checks", "wait_and_run_checks", "warn"]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds between two attempts; each pause is twice as long as the one before."""
logger = structlog.get_logger(__name__)


class Level(StrEnum):
    """ok: nothing to do. warning: the site runs, but look at it. error: it does not work, or will not."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. message: what is so; remedy: what to do about it, empty when it is well. may_pass: it can become well
    without that, as when servers start together."""

    check: str
    level: Level
    message: str
    remedy: str = ""
    may_pass: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A thing that is looked at. at_start: a process must not start while it has an error; it has to be quick.

    needs: names of checks without which it makes no sense.
    """

    name: str
    look: Callable[[], Iterable[Finding]]
    at_start: bool = False
    needs: tuple[str, ...] = ()


def fine(check: str, message: str) -> Finding:
    return Finding(check, Level.OK, message)


def warn(check: str, message: str, remedy: str) -> Finding:
    return Finding(check, Level.WARNING, message, remedy)


def fail(check: str, message: str, remedy: str, *, may_pass: bool = False) -> Finding:
    return Finding(check, Level.ERROR, message, remedy, may_pass)


def run_checks(checks: Iterable[Check]) -> Iterator[Finding]:
    """What the checks find, in their order. One that needs a failed one is left out; one that raises has failed."""
    failed: set[str] = set()
    for check in checks:
        if failed & set(check.needs):
            continue
        started = monotonic()
        found = look(check)
        if any(each.level is Level.ERROR for each in found):
            failed.add(check.name)
        logger.debug("doctor_check", check=check.name, findings=len(found), seconds=monotonic() - started)
        yield from found


def wait_and_run_checks(checks: Iterable[Check], seconds: float) -> list[Finding]:
    """What the checks find once nothing is wrong that may pass; or something else is; or so many seconds are over."""
    checks, deadline, pause = tuple(checks), monotonic() + seconds, FIRST_PAUSE
    while True:
        found = list(run_checks(checks))
        wrong = [each for each in found if each.level is Level.ERROR]
        left = deadline - monotonic()
        if left <= 0 or not wrong or not all(each.may_pass for each in wrong):
            return found
        logger.warning(
            "doctor_waits", check=wrong[0].check, reason=wrong[0].message, seconds_left=round(left)
        )
        sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE)


def look(check: Check) -> list[Finding]:
    """What one check finds."""
    try:
        return list(check.look())
    except Exception as error:
        logger.warning("doctor_check_failed", check=check.name, reason=f"{type(error).__name__}: {error}")
        remedy = "Repair what the message names; `manage.py doctor --verbosity 3` prints where it happened."
        return [fail(check.name, f"It could not be checked: {type(error).__name__}: {error}", remedy)]
