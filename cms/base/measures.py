"""The metrics that this code counts itself. What is read from the database is collected in cms.operations.metrics.

Their values are kept by cms.base.shared_values, so that one process can answer for all that run on the machine.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import Metric

from cms.base.shared_values import collect_shared, place_values

__all__ = [
    "ACCOUNT_CHANGES",
    "ANSWERS",
    "ANSWER_BYTES",
    "COLLECTED",
    "COLLECT_DROPPED",
    "COLLECT_STORED",
    "CONTENT_EVENTS",
    "EDITORIAL_WRITES",
    "FACETS_COUNTED",
    "HOOK_BREAKER_OPEN",
    "HOOK_CALLS",
    "HOOK_FAILURES",
    "HOOK_SECONDS",
    "HOOK_STATEMENTS",
    "KEYS_REFUSED",
    "LOGOUT_NOTICES",
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
    "VENDOR_CLAIMS",
    "collect_counted",
]

disable_created_metrics()  # a process that ends and starts says nothing of counters that all share
place_values()
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
LOGOUT_NOTICES = Counter(
    "aixplore_logout_notices",
    "Attempts to tell a client that a sign-in to it ended: sent, failed (tried again) or dropped (no more tries).",
    ["outcome"],
    registry=REGISTRY,
)
SIGN_INS = Counter(
    "aixplore_sign_ins",
    "Attempts to sign in: done, wrong (name, password, code or account elsewhere), limited (too many), provider (other"
    " site failed), or a second factor still wanted.",
    ["outcome"],
    registry=REGISTRY,
)
EDITORIAL_WRITES = Counter(
    "aixplore_editorial_writes",
    "Pages that were written through /api/v3/, by what was done: create, change, publish, move…",
    ["action"],
    registry=REGISTRY,
)
CONTENT_EVENTS = Counter(
    "aixplore_content_events",
    "Events of content, once they are committed: content_published, content_unpublished, review_submitted and others,"
    " by the kind of content; a live page that changes is published again.",
    ["event", "kind"],
    registry=REGISTRY,
)
ACCOUNT_CHANGES = Counter(
    "aixplore_account_changes",
    "What people changed about their accounts: created, profile, password, email, sessions, factors, sign_ins, "
    "consents, erased.",
    ["change"],
    registry=REGISTRY,
)
VENDOR_CLAIMS = Counter(
    "aixplore_vendor_claims",
    "Claims on vendors: opened, proven, approved, refused, withdrawn, expired; and proofs that failed: record_missing,"
    " lookup_failed (no name server answered) or mail_dropped (too many to one domain).",
    ["outcome"],
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


def collect_counted() -> Iterable[Metric]:
    """What all processes that share a folder have counted; without one, this process."""
    shared = collect_shared()
    return REGISTRY.collect() if shared is None else shared
