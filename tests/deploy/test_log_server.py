"""`make verify-deploy`: lines of the site and the proxy on their way to a real OpenSearch, and each chart's query there.

Vector itself is in no package: its program runs in its language's own WebAssembly, and what its source does with pieces
of lines is done here by the patterns of its configuration.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from tests.deploy.log_lines import list_calls, read_proxy_fields, write_lines, write_proxy_line
from tests.deploy.test_logs import LOGGING, QUERIES
from tests.support.deploy_tools import run_vrl
from tests.support.search_servers.fixtures import start_search_server
from tests.support.search_servers.servers import RunningServer

__all__ = ["start_search_server"]

pytestmark = pytest.mark.slow
PIECE = 16_384
PROGRAM = LOGGING / "lines.vrl"


def write_docker_file(line: str, service: str, project: str = "aixplore") -> Iterator[str]:
    """The lines of Docker's file for a line of a container: one for each piece."""
    text = line + "\n"
    for start in range(0, len(text), PIECE):
        yield json.dumps({
            "log": text[start : start + PIECE], "stream": "stderr", "time": "2026-11-30T10:00:01.5Z",
            "attrs": {"tag": f"{project}/aixplore-{service}-1"},
        }, separators=(",", ":"))  # fmt: skip


def join_pieces(lines: list[str]) -> list[str]:
    """What Vector's source makes of a file: `multiline` with the mode halt_with."""
    multiline = yaml.safe_load((LOGGING / "vector.yaml").read_text())["sources"]["containers"]["multiline"]
    assert multiline["mode"] == "halt_with"
    joined: list[str] = []
    waiting: list[str] = []
    for line in lines:
        if waiting or re.search(multiline["start_pattern"], line):
            ends = bool(waiting) and re.search(multiline["condition_pattern"], line)
            waiting.append(line)
            if not ends:
                continue
        joined.append("\n".join(waiting) if waiting else line)
        waiting = []
    assert waiting == []
    return joined


def make_events() -> list[dict[str, Any]]:
    """Every line that the code can write, three of the proxy, and one that is no JSON, as Vector sends them."""
    lines = [
        *((line, "web") for line in write_lines(list_calls())),
        ("LOG:  checkpoint complete", "postgres"),
    ]
    lines += [
        (write_proxy_line(status, path="/graphql", method="POST"), "nginx") for status in (200, 404, 503)
    ]
    file = [piece for line, service in lines for piece in write_docker_file(line, service)]
    messages = join_pieces(file)
    assert len(messages) == len(lines) < len(file)
    return [event for event in run_vrl(PROGRAM, messages) if event]


def test_lines_become_events() -> None:
    events = make_events()
    calls = list_calls()
    assert len(events) == len(calls) + 4
    for call, event in zip(calls, events, strict=False):
        assert (event["event"], event["level"], event["service"]) == (call.event, call.level, "web")
        assert call.fields <= set(event) and re.match(r"\d{4}-\d\d-\d\dT", event["timestamp"])
        assert not any(isinstance(value, dict | list) for value in event.values())
    longest = max(events, key=lambda each: len(str(each.get("exception", ""))))
    assert len(longest["exception"]) > PIECE
    plain, proxy = events[-4:-2]
    assert (plain["message"], plain["service"], plain["timestamp"][:19]) == (
        "LOG:  checkpoint complete",
        "postgres",
        "2026-11-30T10:00:01",
    )
    assert (
        set(read_proxy_fields()) - {"time"} < set(proxy) and proxy["timestamp"][:19] == "2026-11-30T10:00:00"
    )


def test_other_containers_and_nonsense_are_dropped() -> None:
    other = next(write_docker_file("hello", "web", project="shop"))
    untagged = json.dumps({"log": "hello\n", "stream": "stdout", "time": "2026-11-30T10:00:01.5Z"})
    assert run_vrl(PROGRAM, [other, untagged, "no JSON", "[]", ""]) == [None] * 5


def ask(url: str, body: object = None, method: str = "POST", lines: bool = False) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/x-ndjson" if lines else "application/json"
    request = urllib.request.Request(url, data, {"Content-Type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def build_search(query: str, aggregations: list[dict[str, Any]]) -> dict[str, Any]:
    """What the dashboards ask for a chart: the query as it is, and its aggregations inside each other."""
    body: dict[str, Any] = {"query": {"query_string": {"query": query, "analyze_wildcard": True}}, "size": 5}
    inside: dict[str, Any] = {}
    for each in reversed(aggregations):
        params = each["params"]
        if each["type"] == "percentiles":
            inside["measured"] = {"percentiles": params}
        elif each["type"] == "terms":
            inside = {"values": {"terms": {"field": params["field"], "size": params["size"]}, "aggs": inside}}
        elif each["type"] == "date_histogram":
            inside = {
                "times": {
                    "date_histogram": {"field": params["field"], "fixed_interval": "1h", "min_doc_count": 1},
                    "aggs": inside,
                }
            }
    metrics = [each for each in aggregations if each["type"] == "percentiles"]
    if metrics:
        inside["times"]["aggs"]["values"]["aggs"] = {"measured": {"percentiles": metrics[0]["params"]}}
    return body | {"aggs": inside}


@pytest.fixture(scope="module")
def logs(start_search_server: Callable[[str], RunningServer]) -> str:
    """The address of a server with the lines."""
    url = start_search_server("opensearch3").url
    template = json.loads((LOGGING / "index-template.json").read_text())
    assert ask(f"{url}/_index_template/aixplore-logs", template, "PUT")["acknowledged"]
    rows = [
        row for event in make_events() for row in ({"index": {"_index": "aixplore-logs-2026.11.30"}}, event)
    ]
    body = "".join(json.dumps(row) + "\n" for row in rows).encode()
    answer = ask(f"{url}/_bulk?refresh=true", body, lines=True)
    assert [each["index"]["error"] for each in answer["items"] if "error" in each["index"]] == []
    return url


def test_the_server_keeps_every_line_in_one_form(logs: str) -> None:
    found = ask(f"{logs}/aixplore-logs-*/_search", {"track_total_hits": True})
    assert found["hits"]["total"]["value"] == len(list_calls()) + 4
    [index] = ask(f"{logs}/aixplore-logs-*/_mapping", method="GET").values()
    fields = index["mappings"]["properties"]
    assert {each["type"] for name, each in fields.items() if name not in ("message", "exception")} == {
        "date", "keyword", "integer", "long", "float",
    }  # fmt: skip
    assert len(fields) < 250, "half of mapping.total_fields.limit"


@pytest.mark.parametrize(
    ("query", "aggregations"), [each[1:] for each in QUERIES], ids=[each[0] for each in QUERIES]
)
def test_a_chart_shows_something(logs: str, query: str, aggregations: list[dict[str, Any]]) -> None:
    found = ask(f"{logs}/aixplore-logs-*/_search", build_search(query, aggregations))
    assert found["hits"]["total"]["value"] > 0
    if aggregations:
        groups = found["aggregations"]
        groups = groups["times"]["buckets"][0] if "times" in groups else groups
        values = groups["values"]["buckets"]
        assert values and all(each["key"] not in ("", None) for each in values)
        if "measured" in values[0]:
            assert values[0]["measured"]["values"]["95.0"] == pytest.approx(0.25)
