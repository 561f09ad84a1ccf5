"""What the site stands on, and how that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread
from typing import Any

import structlog
from django.db import connection, connections
from django_redis import get_redis_connection

from cms.operations.migrated import find_late_migrations
from cms.plugins.api.contributions import Health, HealthCheck
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime import jobs
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import is_on
from cms.plugins.runtime.overview import Condition, overviews

__all__ = ["Check", "Report", "Status", "examine"]

DATABASE_WAIT = 1.2
"""Seconds that a request may wait for a connection; a longer wait counts as an outage."""
CHECK = Budget(1.0, 5)
TROUBLE = {Condition.REFUSED, Condition.BREAKER_OPEN, Condition.BROKEN}
migrated = False
"""Whether all migrations were seen to have run."""
logger = structlog.get_logger(__name__)


class Status(StrEnum):
    """ready: all is well. degraded: something is missing that the site can do without. not ready: it cannot answer."""

    READY = "ready"
    DEGRADED = "degraded"
    NOT_READY = "not ready"


@dataclass(frozen=True)
class Check:
    """The state of one thing. message: for operators."""

    status: Status
    message: str = ""

    def describe(self, *, detailed: bool) -> dict[str, str]:
        shown = {"status": str(self.status)}
        return {**shown, "message": self.message} if detailed and self.message else shown


@dataclass
class Report:
    """Every check by name; the worst of them is the state of the site."""

    checks: dict[str, Check] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        found = {check.status for check in self.checks.values()}
        return next((each for each in (Status.NOT_READY, Status.DEGRADED) if each in found), Status.READY)

    def describe(self, *, detailed: bool) -> dict[str, Any]:
        checks = {name: check.describe(detailed=detailed) for name, check in self.checks.items()}
        return {"status": str(self.status), "checks": checks}


def examine(listener: Check | None = None) -> Report:
    """Look at everything now; without a database neither at migrations nor at plugins.

    listener: what the server says of itself.
    """
    report = Report({"database": database(), "cache": cache()})
    if listener is not None:
        report.checks["listener"] = listener
    if report.status != Status.NOT_READY:
        report.checks["migrations"] = migrations()
    if report.status != Status.NOT_READY:
        report.checks.update(plugins())
    return report


def migrations() -> Check:
    """Whether this version's tables are there. Once they are, that is not asked again."""
    global migrated
    if not migrated:
        if failure := run_within(DATABASE_WAIT, ask_migrations, "migrations"):
            return Check(Status.NOT_READY, failure)
        migrated = True
    return Check(Status.READY)


def ask_migrations() -> None:
    """RuntimeError when migrations of the site's own have not run."""
    if late := find_late_migrations():
        raise RuntimeError(f"{len(late)} have not run: {', '.join(late[:3])}. Run `manage.py migrate`.")


def database() -> Check:
    """Whether a new connection answers in time."""
    failure = run_within(DATABASE_WAIT, ask_database)
    return Check(Status.NOT_READY, failure) if failure else Check(Status.READY)


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run_within(seconds: float, function: Callable[[], None], check: str = "database") -> str:
    """Why the function failed, in a thread of its own with connections of its own; empty when it did not.

    The thread belongs to the request that asks, so that it does not wait for a server that hangs.
    """
    outcome = [f"No answer within {seconds:g} s."]

    def work() -> None:
        try:
            function()
            outcome[0] = ""
        except Exception as error:
            outcome[0] = f"{type(error).__name__}: {error}"
            logger.warning("health_check_failed", check=check, reason=outcome[0])
        finally:
            connections.close_all()

    thread = Thread(target=copy_context().run, args=(work,), daemon=True)
    thread.start()
    thread.join(seconds)
    return outcome[0]


def cache() -> Check:
    try:
        get_redis_connection("default").ping()
    except Exception as error:
        logger.warning("health_check_failed", check="cache", reason=str(error))
        return Check(Status.DEGRADED, f"{type(error).__name__}: {error}")
    return Check(Status.READY)


def plugins() -> Iterator[tuple[str, Check]]:
    """Plugins that should run and do not, jobs whose last run failed, `plugin.<name>.jobs.<job>` or
    `core.jobs.<job>`, and what plugins say of themselves, `plugin.<name>.<check>`."""
    for each in overviews():
        if each.condition in TROUBLE:
            yield f"plugin.{each.name}", Check(Status.DEGRADED, f"{each.condition.value}: {each.last_error}")
    for run in jobs.find_failed_runs():
        owner = run.plugin if run.plugin == jobs.CORE else f"plugin.{run.plugin}"
        yield f"{owner}.jobs.{run.job}", Check(Status.DEGRADED, run.message)
    for found in platform().contributions(HealthCheck):
        if is_on(found.plugin):
            yield f"plugin.{found.plugin}.{found.item.name}", run_plugin_check(found)


def run_plugin_check(found: RegisteredItem[HealthCheck]) -> Check:
    try:
        name = f"health_checks.{found.item.name}"
        health = platform().call(found.plugin, name, call_check, CHECK, item=found.item)
    except CallFailed as error:
        return Check(Status.DEGRADED, error.reason)
    return Check(Status.READY if health.ok else Status.DEGRADED, str(health.message))


def call_check(item: HealthCheck) -> Health:
    health = item.check()
    if not isinstance(health, Health):
        raise TypeError(f"it answered {type(health).__name__}: return Health")
    return health
