"""Traces: sent to a collector over OTLP, continued from the client's, and without anything personal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test import Client
from django.test.client import RequestFactory
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from cms.config.settings.env import Environment
from cms.operations import tracing
from cms.serving import tracing as serving
from cms.serving.tracing import TracedApplication
from content_api.front.application import Front
from tests.factories.content import make_site, make_solution
from tests.support.trusted import TEXT, build_document_id, register_documents

pytestmark = pytest.mark.django_db
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CANARY = "canary-4711"


@contextmanager
def run_collector() -> Iterator[tuple[str, list[Any]]]:
    """An OTLP collector: its address, and the spans that it got."""
    spans: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            got = ExportTraceServiceRequest.FromString(decompress(body) if packed else body)
            spans.extend(
                span for one in got.resource_spans for scope in one.scope_spans for span in scope.spans
            )
            self.send_response(200)
            self.end_headers()

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/traces", spans
        server.shutdown()


def call(application: Any, **given: str) -> int:
    """The status of the answer to a registered document, asked as the server asks."""
    path = f"/graphql?documentId={build_document_id(TEXT)}&{CANARY}=1"
    environ = RequestFactory().get(path, headers={"user-agent": CANARY}).environ
    statuses: list[int] = []

    def start_response(status: str, *_: Any) -> None:
        statuses.append(int(status[:3]))

    wrapped = {**environ, "wsgi.input": BytesIO(b""), **given}
    b"".join(application(wrapped, start_response))
    return statuses[0]


def call_django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Django, in the transaction of the test."""
    response: Any = Client().handler(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def describe(span: Any) -> dict[str, Any]:
    return {
        each.key: each.value.string_value or each.value.int_value for each in span.attributes
    }  # of these two kinds


def test_a_request_and_its_statements_are_one_trace_of_the_client(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_site(hostname="testserver")
    make_solution(title=CANARY)
    register_documents(tmp_path, TEXT)
    with run_collector() as (url, spans):
        provider = tracing.build_provider(url, 1.0)
        monkeypatch.setattr(tracing, "tracer", provider.get_tracer("database"))
        monkeypatch.setattr(serving, "tracer", provider.get_tracer("requests"))
        application = TracedApplication(Front(call_django))
        with connection.execute_wrapper(tracing.trace_statement):
            assert call(application, HTTP_TRACEPARENT=f"00-{TRACE}-{PARENT}-00") == 200
        provider.shutdown()
    (request,) = [each for each in spans if each.kind == each.SPAN_KIND_SERVER]
    statements = [each for each in spans if each.kind == each.SPAN_KIND_CLIENT]
    assert request.name == "GET graphql Titles"
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, PARENT)
    assert describe(request) == {
        "http.request.method": "GET", "aixplore.area": "graphql", "http.response.status_code": 200,
        "graphql.operation.name": "Titles",
    }  # fmt: skip
    assert {each.trace_id for each in statements} == {request.trace_id}
    assert any(
        describe(each).get("db.collection.name", "").startswith("solutions_solution") for each in statements
    ), [each.name for each in statements]
    assert CANARY not in "".join(map(str, spans)) and "127.0.0.1" not in "".join(map(str, spans))


@pytest.mark.parametrize("flag", ["00", "01"])
@pytest.mark.parametrize("trace", [TRACE, "0" * 31 + "1", "f" * 32])
def test_a_share_of_traces_is_sent_whatever_a_client_asks_for(
    flag: str, trace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the flag nor the lowest and the highest id, which decide where shares are taken by id."""
    chances = [0.1, 0.9, 0.2, 0.6, 0.49]
    with run_collector() as (url, spans):
        provider = tracing.build_provider(url, 0.5)
        monkeypatch.setattr(tracing, "random", iter(chances).__next__)
        monkeypatch.setattr(serving, "tracer", provider.get_tracer("requests"))
        application = TracedApplication(lambda environ, start: [start("200 OK", []) or b""])
        for number in range(len(chances)):
            asked = {
                "HTTP_TRACEPARENT": f"00-{trace}-{PARENT}-{flag}",
                "HTTP_TRACESTATE": f"{CANARY}={number}",
            }
            assert call(application, **asked) == 200
        provider.shutdown()
    assert len(spans) == 3 and {each.trace_id.hex() for each in spans} == {trace}
    assert CANARY not in "".join(map(str, spans))


def test_spans_within_a_request_are_sent_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chances = iter([0.1, 0.9])
    monkeypatch.setattr(tracing, "random", chances.__next__)
    tracer = tracing.build_provider("http://127.0.0.1:1", 0.5).get_tracer("requests")
    for chosen in (True, False):
        with tracer.start_as_current_span("request"), tracer.start_as_current_span("statement") as span:
            assert span.is_recording() is chosen


def test_a_fault_and_a_malformed_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    with run_collector() as (url, spans):
        provider = tracing.build_provider(url, 1.0)
        monkeypatch.setattr(serving, "tracer", provider.get_tracer("requests"))
        application = TracedApplication(lambda environ, start: [start("503 Busy", []) or b""])
        assert call(application, HTTP_TRACEPARENT=f"00-{TRACE}-x' OR 1=1-01") == 503
        provider.shutdown()
    (span,) = spans
    assert span.status.code == span.status.STATUS_CODE_ERROR and span.trace_id.hex() != TRACE


def test_statements_are_traced_by_word_and_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with run_collector() as (url, spans):
        provider = tracing.build_provider(url, 1.0)
        tracer = provider.get_tracer("database")
        monkeypatch.setattr(tracing, "tracer", tracer)
        with (
            connection.execute_wrapper(tracing.trace_statement),
            tracer.start_as_current_span("job"),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT name FROM django_migrations WHERE name = %s", [CANARY])
            with pytest.raises(DataError, match="division"), transaction.atomic():
                cursor.execute(f"SELECT 1/0 -- {CANARY}")
            with pytest.raises(DataError, match=CANARY), transaction.atomic():
                cursor.execute("SELECT %s::int", [CANARY])  # the error quotes the value
        provider.shutdown()
    names = {each.name for each in spans}
    assert {"SELECT django_migrations", "SELECT", "job"} <= names
    assert [each.status.code for each in spans].count(2) == 2  # of both errors, without their texts
    assert CANARY not in "".join(map(str, spans))


def test_a_connection_that_opens_within_a_watch_keeps_its_tracing_and_loses_the_watch() -> None:
    wrappers = list(connection.execute_wrappers)

    def watch(execute: Any, *given: Any) -> Any:
        return execute(*given)

    try:
        with connection.execute_wrapper(watch):
            tracing.watch_statements(connection)
        assert connection.execute_wrappers == [tracing.trace_statement, *wrappers]
    finally:
        connection.execute_wrappers[:] = wrappers


def test_a_method_that_a_client_made_up_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with run_collector() as (url, spans):
        provider = tracing.build_provider(url, 1.0)
        monkeypatch.setattr(serving, "tracer", provider.get_tracer("requests"))
        application = TracedApplication(lambda environ, start: [start("405 No", []) or b""])
        assert call(application, REQUEST_METHOD=CANARY) == 405
        provider.shutdown()
    assert [each.name for each in spans] == ["_OTHER graphql"] and CANARY not in str(spans)


def test_nothing_is_traced_unless_an_address_is_given(settings: Any) -> None:
    assert settings.TRACES_URL == ""
    assert tracing.trace_statement not in connection.execute_wrappers


@pytest.mark.parametrize("given", [{"traces_url": "collector:4318"}, {"traces_share": "1.5"}])
def test_settings_that_are_none_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(given)).upper() if "url" in str(given) else "less than"):
        Environment(**given)


def test_an_address_without_the_packages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(Exception, match=r"pip install 'aixplore\[tracing\]'"):
        tracing.build_provider("http://127.0.0.1:1/v1/traces", 1.0)
