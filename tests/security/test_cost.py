"""What is sent to wear the site out is refused, in less than 100 ms of CPU and without a look at the database.

Counts, costs and buckets are tested in tests/content_api/test_limits.py; here stand attacks.
"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import time
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.media.models import Rendition
from cms.services.processes import accepts, free_port
from tests.content_api.client import codes
from tests.factories.content import make_image, make_site, make_solution

pytestmark = pytest.mark.django_db
GRAPHQL = "application/graphql-response+json"
CPU = 0.1
"""Seconds that a refusal may take."""
COST, INVALID, SYNTAX, INPUT = (
    "COST_LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT",
)  # fmt: skip
numbers = count()


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def build_nested(levels: int) -> str:
    return "{ vendors { nodes { solutions { nodes { vendor " * (levels // 5) + "{ name " + "}" * (levels + 1)


def build_spreads(levels: int, twice: bool) -> str:
    """Fragments each of which spreads the next one, once or twice; the last one spreads the first when once."""
    names = [f"f{n}" for n in range(levels)]
    following = [*names[1:], "last" if twice else "f0"]
    bodies = [
        f"fragment {name} on Query {{ ...{after} {f'...{after}' if twice else ''} }}"
        for name, after in zip(names, following, strict=True)
    ]
    return "{ ...f0 }" + " ".join(bodies) + " fragment last on Query { __typename }" * twice


def pages(size: str, declared: str = "") -> str:
    return f"query {declared} {{ solutions(first: {size}) {{ nodes {{ title }} }} }}"


ATTACKS: dict[str, tuple[str, dict[str, Any], str]] = {
    "5,000 aliases": ("{" + " ".join(f"a{n}:id" for n in range(5000)) + "}", {}, COST),
    "150 aliases of a list": ("{" + " ".join(f"a{n}:tags{{totalCount}}" for n in range(150)) + "}", {}, COST),
    **{f"depth {n}": (build_nested(n), {}, COST) for n in (15, 100)},
    **{f"depth {n}": ("{ a " * n + "}" * n, {}, SYNTAX) for n in (400, 1000)},
    "depth 20,000": ("{a" * 20_000 + "}" * 20_000, {}, COST),
    "a list 20,000 deep": ("{ node(id: " + "[" * 20_000, {}, COST),
    "a list 900 deep": ("{ node(id: " + "[" * 900, {}, SYNTAX),
    "a type 900 deep": ("query($a: " + "[" * 900, {}, SYNTAX),
    "a fragment that spreads itself": ("{ ...f0 } fragment f0 on Query { ...f0 }", {}, INVALID),
    "a cycle of 29 fragments": (build_spreads(29, False), {}, INVALID),
    "a cycle of 60 fragments": (build_spreads(60, False), {}, COST),
    "28 doubling fragments": (build_spreads(28, True), {}, COST),
    "2,000 directives": ("{ __typename " + "@a" * 2000 + "}", {}, SYNTAX),
    "400 directives": ("{ __typename " + "@a" * 400 + "}", {}, COST),
    "introspection of introspection": (
        "{ __schema { types " + "{ fields { type " * 8 + "{ name }" + "} }" * 8 + " } }", {}, COST,
    ),
    "a name 400 times": ("{" + "viewer { id } " * 240 + "}", {}, COST),
    "a name 400 times, short": ("{" + "viewer{id}" * 100 + "}", {}, COST),
    "first: 1e9": (pages("1000000000"), {}, INPUT),
    "first: 1e9 by variable": (pages("$n", "($n: Int)"), {"n": 10**9}, INPUT),
    "first: 1e9 by variable, as a float": (pages("$n", "($n: Int)"), {"n": 1e9}, INPUT),
    "first: -1 by variable, as a float": (pages("$n", "($n: Int)"), {"n": -1.0}, INPUT),
    "first: 1e9 by default": (pages("$n", "($n: Int = 1000000000)"), {}, INPUT),
    "a number of 5,000 digits": (pages("9" * 5000), {}, INVALID),
    "first: 1e10": (pages("10000000000"), {}, INVALID),
    "first: 1e10 by variable": (pages("$n", "($n: Int)"), {"n": 10**10}, INPUT),
    "first: -1": (pages("-1"), {}, INPUT),
    "first: -1 by variable": (pages("$n", "($n: Int)"), {"n": -1}, INPUT),
    "first: -1 by default": (pages("$n", "($n: Int = -1)"), {}, INPUT),
    "offset: 1e9": ("{ solutions(offset: 1000000000) { totalCount } }", {}, INPUT),
}  # fmt: skip


def measure_cpu(client: Client, document: str, variables: dict[str, Any]) -> tuple[Any, float]:
    """The response, and the least CPU seconds of three documents that were not sent before."""
    times = []
    for _ in range(3):
        body = json.dumps({"query": f"{document}#{next(numbers)}", "variables": variables})
        started = time.process_time()
        answer = client.post("/graphql", body, content_type="application/json", headers={"Accept": GRAPHQL})
        times.append(time.process_time() - started)
    return answer, min(times)


@pytest.mark.parametrize("attack", ATTACKS)
def test_documents_that_are_meant_to_hurt(client: Client, attack: str) -> None:
    document, variables, code = ATTACKS[attack]
    with CaptureQueriesContext(connection) as asked:
        answer, cpu = measure_cpu(client, document, variables)
    found = answer.json()
    assert (answer.status_code, set(codes(found))) == (400, {code})
    assert "data" not in found and len(answer.content) < 4000
    assert len(asked) == 0 and cpu < CPU


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ([{"query": "{ __typename }"}] * 3, {}, 400),
        ([[[[]]]], {}, 400),
        ('{"query": "{ __typename }", "variables": ' + '{"a":' * 5000 + "1" + "}" * 5001, {}, 400),
        ('{"variables": ' + "[" * 30_000, {}, 400),
        (gzip.compress(b'{"query": "' + b" " * 10**7 + b'"}'), {"Content-Encoding": "gzip"}, 415),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b'{"query": "{ __typename }"' + b" " * 65_536 + b"}", {}, 413),
    ],
)
def test_bodies_that_are_meant_to_hurt(
    client: Client, body: Any, headers: dict[str, str], status: int
) -> None:
    started = time.process_time()
    answer = client.post("/graphql", body, content_type="application/json", headers=headers)
    assert (answer.status_code, codes(answer.json())) == (status, [INPUT])
    assert time.process_time() - started < CPU


class Counted(BytesIO):
    """A body without end that counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None and 0 <= size <= 2**20, "the whole body was asked for"
        self.taken += size
        return b" " * size


@pytest.mark.parametrize(
    ("declared", "taken"), [(str(100 * 2**20), 0), ("-1", 0), ("x", 0), ("65536", 65_536)]
)
def test_a_body_of_100_megabytes_is_not_read(client: Client, declared: str, taken: int) -> None:
    body = Counted()
    answer = client.generic(
        "POST", "/graphql", CONTENT_TYPE="application/json", CONTENT_LENGTH=declared, **{"wsgi.input": body}
    )
    assert answer.status_code == (400 if taken else 413)
    assert body.taken == taken


SYNTAX_BOMBS = [
    "(" * 200, '"' * 199, "-" * 200, "a OR " * 40, "-a " * 66, '"a" -' * 40, "| & ! :* <-> " * 15, "\\" * 200, "%_" * 100,
    "a" * 200, "(a+)+$" * 33, "\u0130" * 200, "'" * 200, "<1000000> " * 20,
]  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX_BOMBS)
def test_no_search_syntax_takes_long(client: Client, text: str) -> None:
    make_solution("Whisper")
    query = "query($q: String!) { search(query: $q) { totalCount } suggest(query: $q) { text } tags(query: $q) { totalCount } }"
    started = time.monotonic()
    answer = client.post(
        "/graphql", {"query": query, "variables": {"q": text}}, content_type="application/json"
    )
    assert time.monotonic() - started < 1.0
    assert "errors" not in answer.json()


def test_a_text_is_at_most_200_characters_long(client: Client) -> None:
    fields = [
        "search(query: $q) { totalCount }",
        "suggest(query: $q) { text }",
        "tags(query: $q) { totalCount }",
    ]
    fields += ["vendors(filter: {query: $q}) { totalCount }", "solution(slug: $q) { title }"]
    for field in fields:
        given = {"query": f"query($q: String!) {{ {field} }}", "variables": {"q": "a" * 201}}
        assert codes(client.post("/graphql", given, content_type="application/json").json()) == [INPUT], field


@pytest.mark.parametrize("preset", ['"width-5000"', "WIDTH_5000", '"fill-1x1|jpegquality-1"', "null"])
def test_pictures_have_named_sizes_only(client: Client, preset: str) -> None:
    make_solution("Whisper", logo=make_image())
    query = f"{{ solutions {{ nodes {{ logo {{ rendition(preset: {preset}) {{ url }} }} }} }} }}"
    answer = client.post("/graphql", {"query": query}, content_type="application/json")
    assert codes(answer.json()) == [INVALID] and not Rendition.objects.exists()


@pytest.mark.parametrize(
    "path", ["/images/{}/width-5000/", "/images/x/{}/width-5000/", "/images/AAAA/{}/width-5000/a.png"]
)
def test_no_address_makes_a_picture_of_any_size(client: Client, path: str) -> None:
    answer = client.get(path.format(make_image().pk))
    assert answer.status_code in (302, 403, 404) and not Rendition.objects.exists()


def test_the_server_takes_no_10000_headers(tmp_path: Path) -> None:
    """granian, as in production, in front of an application that says yes to everything."""
    (tmp_path / "yes.py").write_text(YES)
    port = free_port()
    command: list[str | Path] = [
        Path(sys.executable).with_name("granian"),
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "yes:application",
    ]
    process = subprocess.Popen([*command], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        assert read_status(port, 50) == 200
        assert read_status(port, 10_000) in (400, 431)
        assert read_status(port, 50) == 200
    finally:
        process.terminate()
        process.wait(10)


YES = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
"""


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while not accepts(port):
        assert time.monotonic() < until, "granian did not start"
        time.sleep(0.1)


def read_status(port: int, headers: int) -> int:
    """The status of a request with so many headers."""
    lines = "".join(f"X-H{n}: 1\r\n" for n in range(headers))
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connected:
        connected.sendall(f"GET / HTTP/1.1\r\nHost: x\r\n{lines}Connection: close\r\n\r\n".encode())
        return int(connected.recv(64).split()[1])
