"""The dashboard of logs asks for lines and fields that the site and the proxy write; its server is set up by `prepare`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import yaml

from tests.deploy.files import CHECKOUT, DEPLOY, read_yaml
from tests.deploy.log_lines import EVERYWHERE, list_calls, read_proxy_fields

LOGGING = DEPLOY / "logging"
OF_VECTOR = {"service", "instance", "message", "timestamp"}
"""Fields that deploy/logging/lines.vrl adds."""


def read_objects() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LOGGING / "dashboards.ndjson").read_text().splitlines()]


def list_queries() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Title, query and aggregations of each chart and list."""
    for each in read_objects():
        if each["type"] in ("visualization", "search"):
            attributes = each["attributes"]
            source = json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])
            state = json.loads(attributes.get("visState", "{}"))
            yield attributes["title"], source["query"]["query"], state.get("aggs", [])


def find_unknown(query: str, aggregations: list[dict[str, Any]]) -> set[str]:
    """Events, services and fields of a query that no line has."""
    events = set(re.findall(r"\w+", " ".join(re.findall(r"event:(\([^)]*\)|\w+)", query)))) - {"OR"}
    services = set(re.findall(r"service:(\w+)", query))
    calls = [call for call in list_calls() if not events or call.event in events]
    known = EVERYWHERE | OF_VECTOR
    if "nginx" in services:
        known = known | set(read_proxy_fields())
    else:
        known = known.union(*(call.fields for call in calls))
    fields = {each["params"]["field"] for each in aggregations if "field" in each["params"]}
    fields |= set(re.findall(r"(\w+):", query))
    return (
        (events - {call.event for call in calls})
        | (fields - known)
        | (services - set(read_yaml("compose.yaml")["services"]))
    )


QUERIES = list(list_queries())


@pytest.mark.parametrize(
    ("query", "aggregations"), [each[1:] for each in QUERIES], ids=[each[0] for each in QUERIES]
)
def test_a_chart_asks_for_lines_that_are_written(query: str, aggregations: list[dict[str, Any]]) -> None:
    assert find_unknown(query, aggregations) == set()


@pytest.mark.parametrize(
    ("query", "field", "unknown"),
    [
        ("event:rate_limitted", "bucket", {"rate_limitted", "bucket"}),
        ("event:rate_limited", "buckets", {"buckets"}),
        ("event:(signed_in OR signed_of)", "event", {"signed_of"}),
        ("service:ngnix AND status:*", "level", {"ngnix", "status"}),
        ("service:nginx AND statuses:*", "path", {"statuses"}),
    ],
)
def test_what_no_line_has_is_found(query: str, field: str, unknown: set[str]) -> None:
    assert unknown <= find_unknown(query, [{"params": {"field": field}}])


def test_every_object_names_those_before_it() -> None:
    known: set[tuple[str, str]] = set()
    for each in read_objects():
        named = {(reference["type"], reference["id"]) for reference in each["references"]}
        assert named <= known
        known.add((each["type"], each["id"]))
    [dashboard] = [each for each in read_objects() if each["type"] == "dashboard"]
    assert (
        len(dashboard["references"])
        == len(json.loads(dashboard["attributes"]["panelsJSON"]))
        == len(known) - 2
    )


def test_the_dashboard_is_generated() -> None:
    command = [sys.executable, str(LOGGING / "build_dashboards.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("server", "vector"), [("opensearch", "vector"), ("elasticsearch", "vector-elasticsearch")]
)
def test_vector_reads_what_is_mounted_and_sends_to_a_service_of_its_profile(server: str, vector: str) -> None:
    services = read_yaml("compose.yaml")["services"]
    service = services[vector]
    files = [each.removeprefix("/etc/vector/") for each in service["command"] if each != "--config"]
    config: dict[str, Any] = {}
    for name in files:
        config |= yaml.safe_load((LOGGING / name).read_text())
    [source], [transform], [sink] = (
        list(config[part].values()) for part in ("sources", "transforms", "sinks")
    )
    assert (transform["inputs"], sink["inputs"]) == (list(config["sources"]), list(config["transforms"]))
    assert source["include"] == ["/containers/*/*-json.log"] and transform["file"] == "/etc/vector/lines.vrl"
    assert sink["endpoints"] == [f"http://{server}:9200"] and set(service["profiles"]) <= set(
        services[server]["profiles"]
    )
    mounted = {
        each.rsplit(":", 2)[1] if each.endswith(":ro") else each.split(":")[1] for each in service["volumes"]
    }
    assert mounted == {"/etc/vector", "/containers", config["data_dir"]}
    assert all(each.endswith(":ro") for each in service["volumes"] if not each.startswith("vector"))
    assert "docker.sock" not in str(services)


def test_the_lines_of_every_service_are_kept_within_bounds_and_servers_of_logs_have_no_tag() -> None:
    untagged = set()
    for name, service in read_yaml("compose.yaml")["services"].items():
        if service.get("restart") == "unless-stopped":
            logging = service["logging"]
            assert (logging["driver"], logging["options"]["max-size"]) == ("json-file", "20m"), name
            if logging["options"].get("tag") != "aixplore/{{.Name}}":
                untagged.add(name)
    assert untagged == {
        "vector", "vector-elasticsearch", "opensearch", "opensearch-dashboards", "elasticsearch", "kibana",
    }  # fmt: skip


@contextmanager
def run_logs_server(imported: bool) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A server that takes everything: its address, and what it was asked."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.command, self.path))
            body = json.dumps({"success": imported}).encode()
            self.send_response(404 if self.command == "GET" and "policies" in self.path else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = answer

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def prepare(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(LOGGING / "prepare"), *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("kind", "policy"),
    [
        ("opensearch", "/_plugins/_ism/policies/aixplore-logs"),
        ("elasticsearch", "/_ilm/policy/aixplore-logs"),
    ],
)
def test_a_server_is_prepared(kind: str, policy: str) -> None:
    with run_logs_server(imported=True) as (url, asked):
        done = prepare(kind, url, url)
    assert done.returncode == 0, done.stderr
    assert [each for each in asked if each[0] != "GET"] == [
        ("PUT", policy), ("PUT", "/_index_template/aixplore-logs"), ("POST", "/api/saved_objects/_import?overwrite=true"),
    ]  # fmt: skip


def test_a_failed_import_and_an_unknown_server_are_refused() -> None:
    with run_logs_server(imported=False) as (url, _asked):
        assert prepare("opensearch", url, url).returncode == 1
    done = prepare("solr", "http://127.0.0.1:1")
    assert done.returncode == 2 and "not 'solr'" in done.stderr
    assert (CHECKOUT / "deploy" / "logging" / "prepare").stat().st_mode & 0o111
