"""A span for each request that a thread works on, which begins where the client's own span ends (W3C traceparent)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from cms.base.measures import OPERATION
from cms.serving.measures import find_area
from cms.serving.workers import Application

__all__ = ["TracedApplication"]

PROPAGATOR = TraceContextTextMapPropagator()
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
OTHER_METHOD = "_OTHER"
"""What OpenTelemetry calls a method that is none of these."""
HEADERS = {"traceparent": "HTTP_TRACEPARENT"}
"""What is read of a client's trace. `tracestate` is not: a client could fill each span with it."""
tracer = trace.get_tracer("aixplore.requests")


class TracedApplication:
    """A WSGI application around another one. A span has the method, the part of the site, the status and the operation
    of a registered document: neither path nor address nor anything else that a client wrote."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = {name: environ[key] for name, key in HEADERS.items() if key in environ}
        asked, area = environ["REQUEST_METHOD"], find_area(environ["PATH_INFO"])
        method = asked if asked in METHODS else OTHER_METHOD
        with tracer.start_as_current_span(
            f"{method} {area}",
            context=PROPAGATOR.extract(given),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method, "aixplore.area": area},
            record_exception=False,
            set_status_on_exception=False,  # its text may quote private data
        ) as span:

            def respond(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                span.set_attribute("http.response.status_code", int(status[:3]))
                if status.startswith("5"):
                    span.set_status(StatusCode.ERROR)
                return start_response(status, headers, *rest)

            try:
                parts = self.application(environ, respond)
            except Exception:
                span.set_status(StatusCode.ERROR)
                raise
            if operation := environ.get(OPERATION):
                span.update_name(f"{method} {area} {operation}")
                span.set_attribute("graphql.operation.name", operation)
            return parts
