"""Call a plugin in isolation: within a budget, behind a circuit breaker, with every outcome recorded."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock, Thread
from typing import Any, Protocol, TypeVar

import structlog
from django.conf import settings
from opentelemetry.trace import StatusCode, get_tracer

from cms.base.measures import HOOK_BREAKER_OPEN, HOOK_CALLS, HOOK_FAILURES, HOOK_SECONDS, HOOK_STATEMENTS
from cms.base.reasons import Reason, as_reason, mark_text as _
from cms.base.request_locale import keep_locale
from cms.database.outages import DatabaseUnavailable, current_request
from cms.plugins.api.errors import CallFailed, ContributionError
from cms.plugins.api.markers import Budget
from cms.plugins.runtime.breaker import Breaker
from cms.plugins.runtime.leases import Lease, NoLease, create_lease, savepoint

__all__ = ["Caller", "Journal", "Statistics"]

logger = structlog.get_logger(__name__)
tracer = get_tracer("aixplore.plugins")


class Journal(Protocol):
    """Where failures are told to other processes, and that one is over."""

    def record_failure(self, plugin: str, hook: str, reason: str, opened: bool) -> None: ...

    def record_recovery(self, plugin: str, hook: str, before: float) -> None:
        """What failed before this moment (seconds since 1970) works in a process that started then."""


@dataclass(slots=True)
class Statistics:
    """Of one plugin and hook, since the process started."""

    calls: int = 0
    failures: int = 0
    seconds: float = 0.0
    statements: int = 0


class Interruption(Exception):
    """Stands for what a plugin raised as if somebody wanted to end the process."""


Entry = TypeVar("Entry")


class LockedDefaultDict(dict[tuple[str, str], Entry]):
    """Makes an entry when it is first asked for: one, also when several threads ask (a defaultdict may make two)."""

    def __init__(self, make: Callable[[], Entry]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: tuple[str, str]) -> Entry:
        return self.setdefault(key, self.make())


@dataclass(slots=True)
class Outcome:
    value: Any = None
    error: BaseException | None = None


@dataclass
class Caller:
    """Makes the calls of one platform. trace: print every call to standard error. loaded_at: when the plugins were
    loaded, in seconds since 1970; None before that."""

    trace: bool = False
    journal: Journal | None = None
    breakers: dict[tuple[str, str], Breaker] = field(default_factory=lambda: LockedDefaultDict(Breaker))
    statistics: dict[tuple[str, str], Statistics] = field(
        default_factory=lambda: LockedDefaultDict(Statistics)
    )
    loaded_at: float | None = None
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    _counting: Lock = field(default_factory=Lock)

    def call(
        self,
        plugin: str,
        hook: str,
        function: Callable[..., Any],
        arguments: Mapping[str, Any],
        budget: Budget,
        *,
        writes: bool = False,
        passed_on: tuple[type[BaseException], ...] = (),
    ) -> Any:
        """What the function answers. CallFailed when it raises, takes longer or asks the database more often than
        its budget allows, or is not called because its breaker is open.

        writes: it may change rows, so a failure has to undo them. passed_on: exceptions that are answers, not failures.
        """
        breaker = self.breakers[plugin, hook]
        if not breaker.admits():
            raise CallFailed(
                plugin, hook, "not called: it failed too often, and is tried again within a minute."
            )
        with tracer.start_as_current_span(
            f"{plugin}.{hook}",
            attributes={"aixplore.plugin": plugin, "aixplore.hook": hook},
            record_exception=False,  # its text may quote private data
            set_status_on_exception=False,
        ) as span:
            try:
                return self.run_call(plugin, hook, partial(function, **arguments), budget, writes, passed_on)
            except CallFailed:
                span.set_status(StatusCode.ERROR)
                raise

    def run_call(
        self,
        plugin: str,
        hook: str,
        function: Callable[[], Any],
        budget: Budget,
        writes: bool,
        passed_on: tuple[type[BaseException], ...],
    ) -> Any:
        """The call itself, counted and told."""
        budget = scale_budget(budget)
        lease, started = create_lease(budget.statements, writes, budget.seconds), time.perf_counter()
        met = count_outages()
        try:
            with savepoint() if writes else nullcontext():
                value = run_with_timeout(function, budget, lease)
        except passed_on:
            self.record_success(plugin, hook, started, lease)
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | GeneratorExit):
                raise
            if count_outages() > met:
                raise DatabaseUnavailable(
                    "The database was lost during a call."
                ) from error  # no fault of the plugin
            raise self.failure(plugin, hook, error, budget, started, lease) from error
        self.record_success(plugin, hook, started, lease)
        return value

    def record_success(self, plugin: str, hook: str, started: float, lease: Lease | NoLease) -> None:
        if self.breakers[plugin, hook].record_success():
            HOOK_BREAKER_OPEN.labels(plugin, hook).set(0)
        self.count(plugin, hook, started, lease, "ok")
        if self.loaded_at is not None and (plugin, hook) not in self.confirmed:
            self.confirmed.add((plugin, hook))
            if self.journal is not None:
                self.journal.record_recovery(plugin, hook, self.loaded_at)

    def failure(
        self,
        plugin: str,
        hook: str,
        error: BaseException,
        budget: Budget,
        started: float,
        lease: Lease | NoLease,
    ) -> CallFailed:
        """Count, log and tell a failure; the exception to raise."""
        self.count(plugin, hook, started, lease, type(error).__name__, failures=1)
        return self.record(plugin, hook, describe_reason(error, budget), error)

    def record(self, plugin: str, hook: str, reason: str, error: BaseException | None = None) -> CallFailed:
        """A failure that the core noticed: it goes to the breaker, the log and the journal."""
        opened, error_id = self.breakers[plugin, hook].record_failure(), uuid.uuid4().hex
        shown = None if isinstance(error, ContributionError) else error  # whose message says everything
        logger.error(
            "plugin_call_failed", plugin=plugin, hook=hook, reason=reason, error_id=error_id, exc_info=shown
        )
        if opened:
            HOOK_BREAKER_OPEN.labels(plugin, hook).set(1)
            logger.error(
                "plugin_breaker_opened", plugin=plugin, hook=hook, remedy=f"manage.py plugins why {plugin}"
            )
        if self.journal is not None:
            self.journal.record_failure(plugin, hook, reason, opened)
        return CallFailed(plugin, hook, reason, error_id)

    def count(
        self,
        plugin: str,
        hook: str,
        started: float,
        lease: Lease | NoLease,
        outcome: str,
        failures: int = 0,
    ) -> None:
        seconds, entry = time.perf_counter() - started, self.statistics[plugin, hook]
        HOOK_CALLS.labels(plugin, hook).inc()
        HOOK_FAILURES.labels(plugin, hook).inc(failures)
        HOOK_SECONDS.labels(plugin, hook).inc(seconds)
        HOOK_STATEMENTS.labels(plugin, hook).inc(lease.statements)
        HOOK_BREAKER_OPEN.labels(plugin, hook)  # 0 from the first call on
        with self._counting:
            entry.calls += 1
            entry.failures += failures
            entry.seconds += seconds
            entry.statements += lease.statements
        if self.trace:
            line = f"hook {hook} plugin {plugin} {seconds * 1000:.1f} ms {lease.statements} SQL {outcome}"
            print(line, file=sys.stderr, flush=True)


def scale_budget(budget: Budget) -> Budget:
    """With more seconds where PLUGIN_SECONDS_FACTOR says so."""
    factor = settings.PLUGIN_SECONDS_FACTOR
    return budget if factor == 1 else replace(budget, seconds=budget.seconds * factor)


def run_with_timeout(function: Callable[[], Any], budget: Budget, lease: Lease | NoLease) -> Any:
    """Run the function in a thread of its own, and leave it there when its time is over (TimeoutError).

    A thread of Python cannot be ended from outside; one that was left loses its database connection.
    """
    outcome, function = Outcome(), keep_locale(function)

    def work() -> None:
        lease.use()
        try:
            outcome.value = function()
        except (KeyboardInterrupt, GeneratorExit) as error:  # a real one reaches the main thread alone
            outcome.error = Interruption(type(error).__name__)
        except BaseException as error:
            outcome.error = error

    thread = Thread(target=copy_context().run, args=(work,), daemon=True)
    thread.start()
    thread.join(budget.seconds)
    if thread.is_alive():
        lease.revoke()
        raise TimeoutError
    lease.release()
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def count_outages() -> int:
    """How often the current request has met an outage of the database."""
    request = current_request()
    return request.count if request is not None else 0


TOO_LATE = _("no answer within %(seconds)s s; the call was left behind. Make it faster, or switch it off.")


def describe_reason(error: BaseException, budget: Budget) -> Reason:
    """What happened, for operators."""
    if isinstance(error, TimeoutError) and not error.args:
        return Reason(TOO_LATE, {"seconds": f"{budget.seconds:g}"})
    if isinstance(error, SystemExit):
        return Reason(_("it called sys.exit(), which ends nothing here. Raise an exception instead."))
    if isinstance(error, Interruption):
        return Reason(
            _("it raised %(error)s, which ends nothing here. Raise an Exception instead."), {"error": error}
        )
    if isinstance(error, ContributionError):
        return as_reason(error.args[0])
    return Reason(_("it raised %(type)s: %(error)s"), {"type": type(error).__name__, "error": error})
