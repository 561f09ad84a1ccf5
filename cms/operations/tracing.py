"""Traces for OpenTelemetry: spans of statements, sent with those of requests (cms.serving.tracing) and of plugins.

Nothing of this runs unless TRACES_URL is set. Spans hold no parameters, no texts of statements and no addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import random
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode, get_current_span

__all__ = ["build_provider", "start_tracing", "trace_statement"]

TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE|JOIN)\s+"?([A-Za-z_][A-Za-z0-9_.]*)', re.I)
WORD = re.compile(r"[A-Za-z]+")
READ = 2_000
"""Characters of a statement in which its table is looked for."""
tracer = trace.get_tracer("aixplore.database")


def start_tracing() -> None:
    """Send the spans of this process to TRACES_URL; nothing when it is empty."""
    if not settings.TRACES_URL:
        return
    trace.set_tracer_provider(build_provider(settings.TRACES_URL, settings.TRACES_SHARE))
    connection_created.connect(watch_statements, dispatch_uid="tracing")


def build_provider(url: str, share: float) -> Any:
    """A provider of tracers that sends this share of traces."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import ParentBased
    except ImportError as error:
        raise ImproperlyConfigured(
            "TRACES_URL needs packages that are not installed: pip install 'aixplore[tracing]', or empty it."
        ) from error
    chance = build_sampler(share)
    sampler = ParentBased(chance, remote_parent_sampled=chance, remote_parent_not_sampled=chance)
    provider = TracerProvider(sampler=sampler, resource=Resource.create({"service.name": "aixplore"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url, timeout=5)))
    return provider


def build_sampler(share: float) -> Any:
    """Chooses this share of requests by chance. Neither the id of a trace nor its flag decides: clients write both, and
    could have all of their requests traced, or none."""
    from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult

    class ChanceSampler(Sampler):
        def should_sample(self, *args: Any, attributes: Any = None, **options: Any) -> SamplingResult:
            chosen = random() < share  # noqa: S311
            return SamplingResult(Decision.RECORD_AND_SAMPLE if chosen else Decision.DROP, attributes)

        def get_description(self) -> str:
            return f"ChanceSampler({share})"

    return ChanceSampler()


def watch_statements(connection: Any, **_: Any) -> None:
    """Trace what this connection executes."""
    if trace_statement not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, trace_statement)  # `with` blocks of others remove the last one


def trace_statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Execute a statement in a span with its first word and its first table, within spans that are recorded."""
    if not get_current_span().is_recording():
        return execute(sql, params, many, context)
    text = sql[:READ] if isinstance(sql, str) else ""
    word, table = WORD.search(text), TABLE.search(text)
    kind = word[0].upper() if word else "SQL"
    attributes = {"db.system.name": "postgresql", "db.operation.name": kind}
    if table:
        attributes["db.collection.name"] = table[1]
    with tracer.start_as_current_span(
        f"{kind} {table[1]}" if table else kind,
        kind=SpanKind.CLIENT,
        attributes=attributes,
        record_exception=False,  # its text may quote private data
        set_status_on_exception=False,
    ) as span:
        try:
            return execute(sql, params, many, context)
        except Exception:
            span.set_status(StatusCode.ERROR)
            raise
