"""`/collect` takes events of visits, tells clients nothing, and asks no database: these tests have none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from redis import Redis

from cms.analytics import stream
from cms.analytics.collecting import LARGEST_BODY
from cms.analytics.server import event_server
from cms.analytics.visitors import compute_visitor
from tests.support.collecting import (
    BROWSER,
    collecting,
    count_collected,
    count_drops,
    make_event,
    read_stream,
    send_events,
)

SOLUTION = {"kind": "SOLUTION", "id": "U29sdXRpb246NQ=="}
FOUND = {"type": "search", "subject": None, "props": {"query": "speech", "results": 3}}
NOTHING = {"type": "search_without_result", "subject": None, "props": {"query": "speeech"}}


@pytest.fixture(autouse=True)
def valkey(settings: Any) -> Iterator[Redis]:
    settings.COLLECT_EVENTS = True
    with collecting() as client:
        yield client


@pytest.mark.parametrize("kind", ["application/json", "text/plain;charset=UTF-8", "text/plain"])
def test_an_event_waits_without_address_user_agent_and_query(valkey: Redis, kind: str) -> None:
    event = make_event(
        type="outbound_click", subject={"path": "/tools/a/?email=x@example.org#y"},
        referrer="https://user:word@News.example/secret?q=1", props={"host": "a.example"},
    )  # fmt: skip
    answer = send_events(event, content_type=kind)
    assert (answer.status_code, answer.content, answer.cookies.output()) == (202, b"", "")
    (kept,) = read_stream(valkey)
    assert len(kept.pop("visitor")) == 32
    assert kept == {
        "id": event["id"], "type": "outbound_click", "time": event["time"], "kind": "", "global_id": "",
        "path": "/tools/a/", "referrer": "news.example", "props": {"host": "a.example"}, "site": "testserver",
    }  # fmt: skip
    assert (count_collected(), count_drops()) == ({"outbound_click": 1}, {})


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"subject": SOLUTION}, ("SOLUTION", SOLUTION["id"], "")),
        ({"subject": {"path": "/é/"}}, ("", "", "/é/")),
        (FOUND, ("", "", "")),
        (NOTHING, ("", "", "")),
        ({"type": "bookmarks.opened", "subject": SOLUTION, "props": {"place": 3}}, ("SOLUTION", SOLUTION["id"], "")),
        ({"referrer": "android-app://com.example.news/x"}, ("", "", "/")),
    ],
)  # fmt: skip
def test_all_types_are_taken(valkey: Redis, changes: dict[str, Any], subject: tuple[str, ...]) -> None:
    send_events(make_event(**changes))
    kept = [(each["kind"], each["global_id"], each["path"]) for each in read_stream(valkey)]
    assert (kept, count_drops()) == ([subject], {})


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "7"}, {"id": None}, {"id": 7}, {"type": "buy"}, {"type": "nosuch.opened"}, {"type": "bookmarks.view"}, {"type": None},
        {"time": "2026-11-28T10:00:00"}, {"time": 1790000000}, {"time": "0001-01-01T00:00:00+23:00"}, {"time": "soon"}, {"time": None},
        {"subject": None}, {"subject": {}}, {"subject": {"path": "//evil.example/"}}, {"subject": {"path": "x"}}, {"subject": {"path": "/\n"}},
        {"subject": {"path": "/" + "x" * 500}}, {"subject": {**SOLUTION, "path": "/"}}, {"subject": {"kind": "SOLUTION"}},
        {"subject": {"kind": "SOLUTION", "id": "5"}}, {"subject": {"kind": "solution", "id": SOLUTION["id"]}},
        {"subject": {"kind": "SOLUTION", "id": "U29sdXRpb246LTU="}}, {"subject": {"path": "/", "more": 1}},
        {**FOUND, "subject": {"path": "/"}}, {**FOUND, "props": {"query": "x"}}, {**FOUND, "props": {"query": "x", "results": -1}},
        {**FOUND, "props": {"query": "x", "results": True}}, {**FOUND, "props": {"query": "x" * 201, "results": 1}},
        {**FOUND, "props": {"query": "x\0", "results": 1}}, {**FOUND, "props": {"query": "x", "results": 1.5}},
        {"props": {"query": "x"}}, {"props": []}, {"referrer": "http://[x"}, {"referrer": "https://a b/"}, {"user": "me"},
    ],
)  # fmt: skip
def test_a_malformed_event_is_dropped_and_its_neighbour_is_taken(
    valkey: Redis, changes: dict[str, Any]
) -> None:
    good = make_event()
    answer = send_events(make_event(**changes), good)
    assert (answer.status_code, answer.content) == (202, b"")
    assert [each["id"] for each in read_stream(valkey)] == [good["id"]]
    assert count_drops() == {"malformed": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"events": {}}', b'{"events": []}', b"\xff", {"events": [make_event()] * 51},
        {"events": [make_event()], "more": 1}, {"events": [make_event()], "optOut": "no"},
        {"events": [make_event()], "x" * LARGEST_BODY: 1},
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_counts_as_one_event(valkey: Redis, body: Any) -> None:
    assert send_events(body=body).status_code == 202
    assert (read_stream(valkey), count_drops()) == ([], {"malformed": 1})


def test_the_largest_number_of_events_is_taken(valkey: Redis) -> None:
    send_events(*(make_event() for _ in range(50)))
    assert (len(read_stream(valkey)), count_collected()) == (50, {"view": 50})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"sec_gpc": "1"}, "consent"), ({"dnt": "1"}, "consent"), ({"user_agent": ""}, "bot"),
        ({"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, "bot"), ({"user_agent": "curl/8.5.0"}, "bot"),
        ({"user_agent": "Mozilla/5.0 HeadlessChrome/140.0.0.0"}, "bot"), ({"origin": "https://evil.example"}, "origin"),
        ({"origin": "null"}, "origin"),
    ],
)  # fmt: skip
def test_senders_that_are_not_counted(valkey: Redis, headers: dict[str, str], reason: str) -> None:
    assert send_events(make_event(), make_event(), **headers).status_code == 202
    assert (read_stream(valkey), count_drops()) == ([], {reason: 2})
    assert list(valkey.scan_iter(f"{event_server().prefix}*")) == []


@pytest.mark.parametrize(
    ("address", "is_dropped"),
    [
        ("192.0.2.0", True), ("192.0.2.255", True), ("192.0.3.0", False), ("198.51.100.7", True), ("198.51.100.8", False),
        ("2001:db8:1::9", True), ("2001:db9::1", False), ("::ffff:192.0.2.9", True), ("8.8.8.8", False),
    ],
)  # fmt: skip
def test_events_from_data_centres_are_dropped(
    valkey: Redis, settings: Any, tmp_path: Path, address: str, is_dropped: bool
) -> None:
    settings.COLLECT_DATA_CENTRES = tmp_path / "networks.txt"
    settings.COLLECT_DATA_CENTRES.write_text(
        "# hosting.example\n192.0.2.0/25\n192.0.2.128/25\n\n198.51.100.7 # one\n2001:db8::/32\n"
    )
    sent = send_events(make_event(), make_event(), client=Client(REMOTE_ADDR=address))
    assert sent.status_code == 202
    assert count_drops() == ({"data_centre": 2} if is_dropped else {})
    assert len(read_stream(valkey)) == (0 if is_dropped else 2)
    assert address not in str(read_stream(valkey))


@pytest.mark.parametrize(("opted_out", "taken"), [(True, 0), (False, 1)])
def test_an_opt_out_in_the_body(valkey: Redis, opted_out: bool, taken: int) -> None:
    send_events(body={"events": [make_event()], "optOut": opted_out})
    assert (len(read_stream(valkey)), count_drops()) == (taken, {} if taken else {"consent": 1})


@pytest.mark.parametrize(
    "headers", [{"sec_gpc": "0"}, {"origin": "http://testserver"}, {"origin": "https://www.example"}]
)
def test_senders_that_are_counted(valkey: Redis, settings: Any, headers: dict[str, str]) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example"]
    send_events(make_event(), **headers)
    assert (len(read_stream(valkey)), count_drops()) == (1, {})


@pytest.mark.parametrize(
    ("ago", "reason"),
    [
        (timedelta(hours=24, minutes=1), "old"), (timedelta(days=3000), "old"), (timedelta(minutes=-6), "future"),
        (timedelta(hours=23, minutes=59), None), (timedelta(minutes=-4), None), (timedelta(hours=1), None),
    ],
)  # fmt: skip
def test_late_events_are_taken_for_a_day(valkey: Redis, ago: timedelta, reason: str | None) -> None:
    event = make_event(ago)
    send_events(event)
    assert [each["time"] for each in read_stream(valkey)] == ([] if reason else [event["time"]])
    assert count_drops() == ({reason: 1} if reason else {})


@pytest.mark.parametrize("again", ["same request", "next request", "other spelling"])
def test_an_event_is_taken_once(valkey: Redis, again: str) -> None:
    event = make_event()
    repeated = {**event, "id": event["id"].upper()} if again == "other spelling" else event
    if again == "same request":
        send_events(event, repeated)
    else:
        send_events(event)
        send_events(repeated)
    assert [each["id"] for each in read_stream(valkey)] == [event["id"]]
    assert (count_collected(), count_drops()) == ({"view": 1}, {"duplicate": 1})


def test_a_network_has_a_rate_of_its_own(valkey: Redis, settings: Any) -> None:
    settings.RATE_BUCKETS = {"collect": {"amount": 3, "seconds": 3600}}
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    for address in ("192.0.2.81", "192.0.2.81", "192.0.2.82"):
        assert send_events(make_event(), make_event(), x_forwarded_for=address).status_code == 202
    assert (len(read_stream(valkey)), count_drops()) == (4, {"rate": 2})


def test_a_full_stream_takes_nothing_and_loses_nothing(
    valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 2)
    first, late = [make_event(), make_event()], make_event()
    send_events(*first, late)
    assert [each["id"] for each in read_stream(valkey)] == [each["id"] for each in first]
    assert count_drops() == {"backlog": 1}
    monkeypatch.setattr(stream, "MOST_WAITING", 3)
    send_events(late)
    assert read_stream(valkey)[-1]["id"] == late["id"], "an event that was dropped may be sent again"


def test_the_server_may_be_away(valkey: Redis, settings: Any) -> None:
    settings.EVENT_SERVER_URL = "redis://127.0.0.1:1/0"
    event_server.cache_clear()
    for _ in range(2):
        assert send_events(make_event()).status_code == 202
    assert (read_stream(valkey), count_drops()) == ([], {"unavailable": 2})


def test_nothing_is_collected_unless_it_is_switched_on(valkey: Redis, settings: Any) -> None:
    settings.COLLECT_EVENTS = False
    assert send_events(make_event()).status_code == 202
    assert (list(valkey.scan_iter(f"{event_server().prefix}*")), count_drops()) == ([], {"off": 1})


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "patch"])
def test_other_methods_are_refused(method: str) -> None:
    answer = getattr(Client(), method)("/collect")
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")


def test_cookies_are_neither_read_nor_set(valkey: Redis) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    answer = send_events(make_event(), client=client, authorization="Bearer x")
    assert (answer.status_code, list(answer.cookies)) == (202, [])
    assert "cookie" not in answer.get("Vary", "").lower()
    send_events(make_event())
    assert len({each["visitor"] for each in read_stream(valkey)}) == 1


def test_visitors_are_told_apart_by_network_user_agent_and_site(valkey: Redis, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    for headers in (
        {"x_forwarded_for": "192.0.2.1"}, {"x_forwarded_for": "192.0.2.1"}, {"x_forwarded_for": "192.0.2.2"},
        {"x_forwarded_for": "192.0.2.1", "user_agent": BROWSER + "1"},
        {"x_forwarded_for": "192.0.2.1", "host": "other.example"},
        {"x_forwarded_for": "2001:db8::1"}, {"x_forwarded_for": "2001:db8::2"},
    ):  # fmt: skip
        send_events(make_event(), **headers)
    first, again, *others, v6, neighbour = [each["visitor"] for each in read_stream(valkey)]
    assert (first, v6) == (again, neighbour)
    assert len({first, *others, v6}) == 5


def test_a_salt_is_random_and_gone_after_two_days(valkey: Redis) -> None:
    send_events(make_event(), make_event(timedelta(hours=23, minutes=59)))
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    prefix = event_server().prefix
    salts: dict[bytes, float] = {}
    for day in (today, today - timedelta(days=1)):
        key = f"{prefix}:salt:{day.date()}"
        salt: Any = valkey.get(key)
        salts[salt] = valkey.expiretime(key) - day.timestamp()
    assert [len(each) for each in salts] == [32, 32]
    assert set(salts.values()) == {48 * 3600}
    new, late = read_stream(valkey)
    assert [new["visitor"], late["visitor"]] == [
        compute_visitor(salt, "127.0.0.1", BROWSER, "testserver") for salt in salts
    ]
    kept = {key.decode().split(":")[1] for key in valkey.scan_iter(f"{prefix}:*")}
    assert kept == {"salt", "events", "seen"}


def test_parts_of_a_visitor_id_do_not_run_into_each_other() -> None:
    parts = [("ab", "c", "d"), ("a", "bc", "d"), ("a", "b", "cd"), ("", "abc", "d")]
    assert len({compute_visitor(b"k" * 32, *each) for each in parts}) == 4
    assert compute_visitor(b"k" * 32, *parts[0]) != compute_visitor(b"l" * 32, *parts[0])
