"""The metrics that this code counts itself. What is read from the database is collected in cms.operations.metrics.

With `share_values` their values lie in files of a folder (prometheus-client's multiprocess mode), so that one process
can answer for all that run on the machine.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, values
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

__all__ = [
    "ACCOUNT_CHANGES",
    "ANSWERS",
    "ANSWER_BYTES",
    "COLLECTED",
    "COLLECT_DROPPED",
    "COLLECT_STORED",
    "FACETS_COUNTED",
    "HOOK_BREAKER_OPEN",
    "HOOK_CALLS",
    "HOOK_FAILURES",
    "HOOK_SECONDS",
    "HOOK_STATEMENTS",
    "KEYS_REFUSED",
    "OPERATION",
    "OPERATION_SECONDS",
    "RATE_LIMITED",
    "REGISTRY",
    "REQUESTS_WAITING",
    "REQUEST_SECONDS",
    "ROOT_FIELDS",
    "ROWS_LEFT",
    "SEARCHES_BY_MEANING",
    "SEARCHES_KEPT",
    "SECONDS",
    "SHARED_ANSWERS",
    "SIGN_INS",
    "TASKS_INTERRUPTED",
    "TOKENS_ISSUED",
    "TOKENS_REVOKED",
    "collect_counted",
    "share_values",
]

disable_created_metrics()  # a process that ends and starts says nothing of counters that all share
logger = structlog.get_logger(__name__)
REGISTRY = CollectorRegistry(auto_describe=False)
HOOK = ["plugin", "hook"]

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""The limits of histograms. Half a second is the service level of docs/OPERATIONS.md."""
OPERATION = "aixplore.operation"
"""Where the WSGI environment of a request names the operation of the registered document that it asked for."""
REQUEST_SECONDS = Histogram(
    "aixplore_request_seconds",
    "Requests by the time until their answer was made, by part of the site; not static files and probes.",
    ["area", "status"],
    registry=REGISTRY,
    buckets=SECONDS,
)
OPERATION_SECONDS = Histogram(
    "aixplore_operation_seconds",
    "The same for operations of registered documents, by their name; from the 201st name on as other.",
    ["operation"],
    registry=REGISTRY,
    buckets=SECONDS,
)
REQUESTS_WAITING = Gauge(
    "aixplore_requests_waiting",
    "Requests that wait for a thread, in all processes.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
HOOK_CALLS = Counter("aixplore_hook_calls", "Calls into a plugin.", HOOK, registry=REGISTRY)
HOOK_FAILURES = Counter(
    "aixplore_hook_failures",
    "Calls that failed or exceeded their time or SQL budget.",
    HOOK,
    registry=REGISTRY,
)
HOOK_SECONDS = Counter("aixplore_hook_seconds", "Seconds that calls took.", HOOK, registry=REGISTRY)
HOOK_STATEMENTS = Counter("aixplore_hook_statements", "SQL statements of calls.", HOOK, registry=REGISTRY)
HOOK_BREAKER_OPEN = Gauge(
    "aixplore_hook_breaker_open",
    "1 while a hook is not called in at least one process.",
    HOOK,
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
SEARCHES_BY_MEANING = Counter(
    "aixplore_searches_by_meaning",
    "Searches that also asked for vectors: answered, or failed, so that words answered alone.",
    ["outcome"],
    registry=REGISTRY,
)
SEARCHES_KEPT = Counter(
    "aixplore_searches_kept",
    "Hits, facets and nearest rows of searches: kept (used again), made, outdated when asked for, or unkept.",
    ["part", "outcome"],
    registry=REGISTRY,
)
FACETS_COUNTED = Counter(
    "aixplore_facets_counted",
    "Counts of links of large lists after a write: of all rows, or of those that changed since (changed).",
    ["rows"],
    registry=REGISTRY,
)
RATE_LIMITED = Counter(
    "aixplore_rate_limited", "Requests rejected by a rate limit.", ["bucket"], registry=REGISTRY
)
KEYS_REFUSED = Counter(
    "aixplore_keys_refused",
    "Keys that were refused: malformed, checksum, unknown, expired, revoked or owner (its account is closed); and"
    " access tokens: token_malformed, token_header, token_key, token_signature, token_claims, token_expired,"
    " token_revoked or token_scope.",
    ["reason"],
    registry=REGISTRY,
)
TOKENS_ISSUED = Counter(
    "aixplore_tokens_issued",
    "Access tokens by the grant that they were issued for.",
    ["grant"],
    registry=REGISTRY,
)
TOKENS_REVOKED = Counter(
    "aixplore_tokens_revoked",
    "Revocations of access tokens: used_code, used_refresh_token, client, sign_out, sessions, password, account, roles,"
    " profile or operator.",
    ["reason"],
    registry=REGISTRY,
)
SIGN_INS = Counter(
    "aixplore_sign_ins",
    "Attempts to sign in: done, wrong (name, password, code or account elsewhere), limited (too many), provider (other"
    " site failed), or a second factor still wanted.",
    ["outcome"],
    registry=REGISTRY,
)
ACCOUNT_CHANGES = Counter(
    "aixplore_account_changes",
    "What people changed about their accounts: created, profile, password, email, sessions, factors, sign_ins, erased.",
    ["change"],
    registry=REGISTRY,
)
TASKS_INTERRUPTED = Counter(
    "aixplore_tasks_interrupted",
    "Tasks whose worker ended before them: queued (again), given_up, or handed_back by a worker that had to stop.",
    ["outcome"],
    registry=REGISTRY,
)
COLLECTED = Counter("aixplore_collect_events", "Events that were taken.", ["type"], registry=REGISTRY)
COLLECT_DROPPED = Counter(
    "aixplore_collect_dropped", "Events that were dropped, and why.", ["reason"], registry=REGISTRY
)
COLLECT_STORED = Counter(
    "aixplore_collect_stored", "New events that a provider has stored.", ["provider"], registry=REGISTRY
)

ANSWERS = Counter(
    "aixplore_graphql_answers",
    "Anonymous answers: kept (given out again), made, outdated when asked for, or unkept because of what they read.",
    ["outcome"],
    registry=REGISTRY,
)

ROOT_FIELDS = Counter(
    "aixplore_graphql_root_fields",
    "Root fields of queries by what answered them: T1 (rows), T1+T3 (rows, and instances for some fields), T3 "
    "(graphql-core).",
    ["tier"],
    registry=REGISTRY,
)

ROWS_LEFT = Counter(
    "aixplore_graphql_rows_left",
    "Root fields that T3 answered although T1 is on: computed or opaque (no rows tell them), rests (it failed before), "
    "arguments (wrong ones), limits, refused (a plugin or a permission), unusual, database or fault (ours).",
    ["reason"],
    registry=REGISTRY,
)
SHARED_ANSWERS = Counter(
    "aixplore_graphql_shared_answers",
    "Questions for answers of other processes: found, missing, away (the server failed or was slow), or late (another "
    "process took too long to make it).",
    ["outcome"],
    registry=REGISTRY,
)
ANSWER_BYTES = Gauge(
    "aixplore_graphql_answer_bytes",
    "Bytes of kept answers in all processes: for servers with keys, for registered documents of clients, and others.",
    ["owner"],
    registry=REGISTRY,
    multiprocess_mode="livesum",
)

shared_folders: list[Path] = []


def share_values(folder: Path) -> None:
    """Keep the values in this folder from now on; call it before anything is counted.

    The folder is made, and emptied when no other process uses it, when the first value is counted: commands that count
    nothing need no place to write. What cannot be written, as on a full disk, is counted in this process alone.
    """

    def make_value(*args: Any, **options: Any) -> Any:
        try:
            return make_value_class(folder)(*args, **options)
        except OSError as error:
            logger.warning("metric_not_shared", folder=str(folder), reason=error.strerror)
            return values.MutexValue(*args, **options)

    make_value._multiprocess = True  # type: ignore[attr-defined]
    values.ValueClass = make_value  # type: ignore[assignment, misc]
    shared_folders[:] = [folder]


def collect_counted() -> Iterable[Metric]:
    """What all processes that share a folder have counted; without one, this process."""
    for folder in shared_folders:
        if make_value_class(folder)._multiprocess:
            Slots(folder).remove_dead_gauges()
            return MultiProcessCollector(None, str(folder)).collect()
    return REGISTRY.collect()


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
