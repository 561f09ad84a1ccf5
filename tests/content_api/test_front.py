"""The front answers as Django does, byte for byte, and leaves to Django what it does not know."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.base.measures import OPERATION
from cms.identity.api_keys import create_server_key as create_key, revoke_key
from content_api.documents.trusted.lookup import forget_all
from content_api.front.profiles import list_unknown_middleware
from content_api.limits.charge import limiter
from content_api.models import TrustedDocument
from content_api.transport.variants import choose_encoding
from content_types.vendors.models import Vendor
from tests.factories.content import make_user
from tests.support.front import FrontClient, count_fronted, flatten
from tests.support.front_site import BODY, GET, ORIGIN, WARM, fill_front_site, front_site, send
from tests.support.trusted import TEXT, build_document_id, get, register_documents

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
QUERY = "query Some($first: Int) { solutions(first: $first) { nodes { title vendor { name } } } }"
LONG = "/graphql?query={%s}" % "".join(
    f"{name}:solutions{{nodes{{title path vendor{{name slug}}}}}}" for name in "abcdef"
)
"""What is answered with so many bytes that they are compressed."""


@pytest.fixture(scope="module", autouse=True)
def rows(commit_once: Any) -> None:
    commit_once(fill_front_site)


@pytest.fixture(autouse=True)
def site(settings: Any) -> Iterator[None]:
    with front_site(settings):
        yield


FRONTED: dict[str, tuple[Any, ...]] = {
    "post": ("POST", "/graphql", BODY, {}),
    "variables": ("POST", "/graphql", b'{"query": "%s", "variables": {"first": 1}}' % QUERY.encode(), {}),
    "get": ("GET", GET, None, {}),
    "head": ("HEAD", GET, None, {}),
    "accept": ("GET", GET, None, {"accept": "application/graphql-response+json"}),
    "origin": ("POST", "/graphql", BODY, {"origin": ORIGIN}),
    "other host": ("POST", "/graphql", BODY, {"host": "other.example"}),
    "port": ("GET", GET, None, {"host": "other.example:8080"}),
    "cookie of others": ("GET", GET, None, {"cookie": "_ga=1"}),
    "other credentials": ("GET", GET, None, {"authorization": "Basic YTpi"}),
    "search": ("POST", "/graphql", b'{"query": "{ search(query: \\"atlas\\") { totalCount } }"}', {}),
    "cost": ("POST", "/graphql", b'{"query": "{ __typename }", "extensions": {"cost": true}}', {}),
    "wrong field": ("POST", "/graphql", b'{"query": "{ nothing }"}', {}),
    "unknown document": ("GET", f"/graphql?documentId={'0' * 64}", None, {}),
    "long": ("GET", LONG, None, {}),
    "compressed": ("GET", LONG, None, {"accept-encoding": "br;q=0.7, gzip;q=0.8"}),
    "compressed as browsers ask": ("GET", LONG, None, {"accept-encoding": "gzip, deflate, br, zstd"}),
    "not compressed": ("GET", GET, None, {"accept-encoding": "gzip"}),
    "address of a proxy": ("GET", GET, None, {"x-forwarded-for": "192.0.2.9", "x-forwarded-proto": "https"}),
}
DJANGOS: dict[str, tuple[Any, ...]] = {
    "forbidden host": ("GET", GET, None, {"host": "evil.example"}),
    "foreign origin": ("GET", GET, None, {"origin": "https://evil.example"}),
    "session": ("GET", GET, None, {"cookie": "sessionid=abc"}),
    "csrf": ("GET", GET, None, {"cookie": "csrftoken=abc"}),
    "no media type of ours": ("GET", GET, None, {"accept": "text/html"}),
    "method": ("PUT", "/graphql", BODY, {}),
    "preflight": ("OPTIONS", "/graphql", None, {"origin": ORIGIN, "access-control-request-method": "POST"}),
    "no JSON": ("POST", "/graphql", b"{", {}),
    "compressed body": ("POST", "/graphql", BODY, {"content-encoding": "gzip"}),
    "large": ("POST", "/graphql", b" " * 70_000, {}),
    "mutation": ("POST", "/graphql", b'{"query": "mutation { __typename }"}', {}),
    "server key": ("GET", GET, None, {"authorization": "Bearer axs_wrong"}),
    "slash": ("GET", "/graphql/", None, {}),
    "hash": ("GET", GET + '&extensions={"persistedQuery":{"version":1,"sha256Hash":"00"}}', None, {}),
}


def test_the_front_answers_as_django_does() -> None:
    for name, given in FRONTED.items():
        client = FrontClient()
        for _ in range(WARM):
            send(client, *given)
        with count_fronted() as fronted:
            found = flatten(send(client, *given))
            assert (name, fronted(), found[0]) == (name, 1, 200)
            assert (name, found) == (name, flatten(send(Client(), *given)))


def test_django_answers_what_the_front_does_not_know() -> None:
    for name, given in DJANGOS.items():
        client = FrontClient()
        with count_fronted() as fronted:
            for _ in range(WARM):
                found = flatten(send(client, *given))
            assert (name, fronted()) == (name, 0)
        again = flatten(send(Client(), *given))
        assert (name, found[0]) == (name, again[0])
        assert [each for each, _ in found[2]] == [each for each, _ in again[2]], name


def test_conditional_requests_are_answered_by_the_front() -> None:
    client = FrontClient()
    tag = [client.get(GET) for _ in range(WARM)][-1]["ETag"]
    with count_fronted() as fronted:
        for known in (f'W/"x", {tag}', '"other"'):
            for _ in range(2):
                found = client.get(GET, headers={"if-none-match": known})
            assert flatten(found) == flatten(Client().get(GET, headers={"if-none-match": known}))
        assert fronted() == 3  # the head of the first 304 was learnt from Django


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_each_form_of_an_answer_is_validated_by_its_own_tag(
    encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain, short = ({"accept-encoding": each} for each in ("identity", encoding))
    for client in (FrontClient(), Client()):
        for _ in range(WARM):
            first, second = client.get(LONG, headers=plain), client.get(LONG, headers=short)
        assert (first.get("Content-Encoding"), second["Content-Encoding"]) == (None, encoding)
        assert unpack(second.content) == first.content and len(second.content) < len(first.content)
        assert first["ETag"] != second["ETag"] and "Accept-Encoding" in first["Vary"] == second["Vary"]
        for response in (first, second):
            for known in (response["ETag"], f"W/{response['ETag']}"):  # as nginx weakens it
                for _ in range(2):
                    again = client.get(LONG, headers={**short, "if-none-match": known})
                assert (again.status_code, again["ETag"], again.content) == (304, response["ETag"], b"")


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),  # a browser
        ("br;q=0.4, gzip;q=0.5, *;q=0", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("X-GZIP", "gzip"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=0.4, identity", ""),
        ("*;q=0", ""),
        ("gzip;q=many", ""),
        ("gzip;q=-1", ""),
        ("br;q=nan, gzip;q=nan", ""),
    ],
)
def test_answers_are_compressed_as_the_client_prefers(header: str, encoding: str) -> None:
    assert choose_encoding(header) == encoding


@pytest.mark.parametrize(
    ("name", "separator", "debug"), [("Surrogate-Key", " ", False), ("Cache-Tag", ",", True), ("", "", False)]
)
def test_operators_choose_a_header_of_tags(settings: Any, name: str, separator: str, debug: bool) -> None:
    settings.API_TAG_HEADER, settings.DEBUG = name, debug
    client = FrontClient()
    found = [send(client, *FRONTED["variables"]) for _ in range(WARM)]
    tags = {"solutions_solution", "vendors_vendor"}
    assert all(tags <= set(each[name].split(separator)) for each in found[1:]) if name else True
    assert not {"Surrogate-Key", "Cache-Tag"} - {name} & set(found[-1].headers)
    tiers = [each.get("X-AiXplore-Tier") for each in found]
    assert tiers == (["T1", "T1", "T0", "T0"] if debug else [None] * WARM)


def test_what_the_front_answers_costs_one_statement_and_one_point(settings: Any) -> None:
    limits = settings.API_LIMITS["anonymous"]
    settings.API_LIMITS = {**settings.API_LIMITS, "anonymous": replace(limits, bucket=10_000, restore=1)}
    limiter.cache_clear()
    client = FrontClient()
    responses = [send(client, *FRONTED["post"]) for _ in range(WARM)]
    before = count_points(responses[-1])
    with CaptureQueriesContext(connection) as captured:
        response = send(client, *FRONTED["post"])
    assert [("content_api_structure" in each["sql"]) for each in captured.captured_queries] == [True]
    assert 0 <= before - count_points(response) <= 1


def count_points(response: Any) -> int:
    return int(response["RateLimit"].partition("r=")[2].partition(";")[0])


def test_a_commit_shows_at_once() -> None:
    client = FrontClient()
    body = b'{"query": "{ vendors { nodes { name } } }"}'
    for _ in range(WARM):
        before = send(client, "POST", "/graphql", body, {})
    Vendor.objects.update(name="Makers")
    after = send(client, "POST", "/graphql", body, {})
    assert before.content != after.content == send(Client(), "POST", "/graphql", body, {}).content


def test_a_registered_document_is_answered_until_it_is_removed(tmp_path: Path) -> None:
    register_documents(tmp_path, QUERY)
    address = f"/graphql?documentId={build_document_id(QUERY)}&variables=%7B%22first%22%3A1%7D"
    client = FrontClient()
    with count_fronted() as fronted:
        for _ in range(WARM):
            found = client.get(address)
        assert fronted() == 3 and flatten(found) == flatten(Client().get(address))
    TrustedDocument.objects.all().delete()
    forget_all()
    assert client.get(address).json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


def test_the_server_learns_the_operation_of_a_registered_document_alone(tmp_path: Path) -> None:
    register_documents(tmp_path, TEXT)
    client, told = FrontClient(), []
    with count_fronted() as fronted:
        for _ in range(WARM):
            told.append(get(client, TEXT).wsgi_request.META.get(OPERATION))
        assert fronted() == 3 and told == ["Titles"] * WARM
    body = json.dumps({"query": TEXT})
    assert not send(client, "POST", "/graphql", body, {}).wsgi_request.META.get(OPERATION)


def test_servers_are_answered_from_their_own_points_until_their_key_is_revoked() -> None:
    key, secret = create_key("theme", points=(1_000, 1))
    headers = {"authorization": f"Bearer {secret}", "x-visitor-address": "192.0.2.1"}
    client = FrontClient()
    with count_fronted() as fronted:
        for _ in range(WARM):
            found = client.post("/graphql", BODY, content_type="application/json", headers=headers)
        assert fronted() == 3 and "q=1000" in found["RateLimit-Policy"]
        revoke_key(key)
        refused = client.post("/graphql", BODY, content_type="application/json", headers=headers)
        wrong = {**headers, "x-visitor-address": "nobody"}
        assert (refused.status_code, fronted()) == (401, 3)
        assert (
            client.post("/graphql", BODY, content_type="application/json", headers=wrong).status_code == 401
        )


def test_people_who_are_signed_in_are_answered_by_django() -> None:
    client = FrontClient()
    for _ in range(WARM):
        client.get(GET)
    client.force_login(make_user("member"))
    with count_fronted() as fronted:
        assert client.get(GET)["Cache-Control"] == "private, no-store"
        assert fronted() == 0


def test_a_client_without_points_is_rejected_once_and_early(settings: Any) -> None:
    client = FrontClient()
    for _ in range(WARM):
        client.get(GET)
    limits = settings.API_LIMITS["anonymous"]
    settings.API_LIMITS = {**settings.API_LIMITS, "anonymous": replace(limits, bucket=300, restore=1)}
    limiter.cache_clear()
    statuses = [client.get(GET).status_code for _ in range(320)]
    assert statuses.index(429) > 200 and set(statuses) == {200, 429}
    # A slow machine counts one each second.
    assert 1 <= limiter().refused["points-anonymous"] < statuses.count(429)
    assert client.get(GET, REMOTE_ADDR="192.0.2.50").status_code == 200


def test_no_middleware_of_the_site_switches_the_front_off() -> None:
    """Who adds one decides what kept answers depend on, and names it in `KNOWN`."""
    assert list_unknown_middleware() == []


def test_a_middleware_of_the_operator_switches_the_front_off(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.gzip.GZipMiddleware"]
    client = FrontClient()
    with count_fronted() as fronted:
        for _ in range(WARM):
            client.get(GET)
        assert fronted() == 0
