"""Answers that processes share through Valkey: found by a new process, never outdated, and no loss when it fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from redis import Redis

from cms.base.measures import ANSWERS, SHARED_ANSWERS
from cms.plugins.runtime.decisions import Decisions
from content_api.access.table_triggers import attach_triggers
from content_api.documents.trusted.lookup import forget_all
from content_api.engine import keeping, shared
from content_api.engine.answers import Owner, answers
from content_api.model.sql_templates.store import clear_templates
from content_api.transport import exchange
from content_types.vendors.models import Vendor
from tests.support.front import FRONT
from tests.support.kept_answers import fill_site
from tests.support.relay import Relay, run_relay
from tests.support.trusted import build_document_id, register_documents

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
QUERY = "query Some { solutions { nodes { title vendor { name } } } }"
ADDRESS = f"/graphql?documentId={build_document_id(QUERY)}"


@pytest.fixture(scope="module", autouse=True)
def rows(commit_once: Any) -> None:
    commit_once(plant_rows)


def plant_rows() -> None:
    attach_triggers()
    fill_site()


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A filled site with a registered document, whose answers are shared."""
    settings.API_ANSWER_CACHE_BYTES = 10_000_000
    settings.SHARED_ANSWERS_URL = settings.CACHES["default"]["LOCATION"]
    register_documents(tmp_path, QUERY)
    begin_process()
    yield
    begin_process()
    server(settings).delete(*list_keys(settings) or [b"none"])


def begin_process() -> None:
    """Forget what this process keeps, as if it had just begun."""
    answers.clear()
    keeping.forget_requests()
    clear_templates()
    FRONT.forget()
    forget_all()
    shared.shared_answers.cache_clear()


def server(settings: Any) -> Any:
    return Redis.from_url(settings.CACHES["default"]["LOCATION"])


def list_keys(settings: Any) -> list[bytes]:
    return list(server(settings).scan_iter(f"{settings.SHARED_ANSWERS_PREFIX}:*"))


def count(metric: Any, outcome: str) -> float:
    return float(metric.labels(outcome)._value.get())


def test_a_new_process_gives_out_what_another_has_made(client: Client, settings: Any) -> None:
    first = client.get(ADDRESS)
    made = count(ANSWERS, "made")
    begin_process()
    second = client.get(ADDRESS)
    assert (second.content, second["ETag"], count(ANSWERS, "made")) == (first.content, first["ETag"], made)
    begin_process()
    Vendor.objects.update(name="Makers")
    third = client.get(ADDRESS)
    assert b"Makers" in third.content and count(ANSWERS, "made") == made + 1
    assert client.get(ADDRESS).content == third.content


def test_what_is_of_another_build_or_broken_is_made_again(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(ADDRESS).content
    [key] = list_keys(settings)
    content = server(settings).get(key)
    for broken in (
        b"",
        b"x" * 40,
        content[:24],
        content[:60],
        content[:-9],
        content[:24] + b"[]\n" + content[-9:],
    ):
        server(settings).set(key, broken)
        made = count(ANSWERS, "made")
        begin_process()
        assert (client.get(ADDRESS).content, count(ANSWERS, "made")) == (first, made + 1)
    monkeypatch.setattr(shared, "compute_build", lambda: "another")
    begin_process()
    found = count(SHARED_ANSWERS, "found")
    assert client.get(ADDRESS).content == first and count(SHARED_ANSWERS, "found") == found


def claim_elsewhere(settings: Any, client: Client) -> tuple[Any, str, bytes, str]:
    """Another process makes the answer: the server, the slot with its content, and the claim."""
    client.get(ADDRESS)
    [slot] = list_keys(settings)
    here = server(settings)
    content, digest = here.get(slot), here.get(slot)[:24]
    begin_process()
    here.delete(slot)
    claim = shared.find_claim(digest)
    here.set(claim, b"", px=5_000)
    return here, slot.decode(), content, claim


def test_what_another_process_is_making_is_waited_for(client: Client, settings: Any) -> None:
    here, slot, content, claim = claim_elsewhere(settings, client)

    def finish() -> None:
        here.set(slot, content)
        here.delete(claim)

    made = count(ANSWERS, "made")
    other = Timer(0.1, finish)
    other.start()
    response = client.get(ADDRESS)
    other.join()
    assert response.json()["data"]["solutions"]["nodes"]
    assert count(ANSWERS, "made") == made and not here.exists(claim)


def test_a_process_that_ends_while_it_makes_an_answer_is_not_waited_for_long(
    client: Client, settings: Any
) -> None:
    here, slot, _, claim = claim_elsewhere(settings, client)
    made, late = count(ANSWERS, "made"), count(SHARED_ANSWERS, "late")
    assert client.get(ADDRESS).status_code == 200
    assert (count(ANSWERS, "made"), count(SHARED_ANSWERS, "late")) == (made + 1, late + 1)
    assert here.get(slot) is not None and here.exists(claim)  # which is not this process's


def test_a_claim_ends_with_the_answer_also_when_that_fails(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "execute_with_retry", fail)
    with suppress(RuntimeError):
        client.get(ADDRESS)
    assert list_keys(settings) == []


def fail(*given: Any) -> None:
    raise RuntimeError("planted")


def test_documents_of_clients_own_are_not_shared(client: Client, settings: Any) -> None:
    body = {"query": "{ vendors { nodes { name } } }"}
    for _ in range(3):
        client.post("/graphql", body, content_type="application/json")
    assert len(answers) == 1 and list_keys(settings) == []


FAULTS: dict[str, Callable[[Relay], None]] = {
    "killed": Relay.refuse,
    "mute": Relay.hang,
    "slow": lambda relay: relay.answer(b"$-1\r\n", pause=0.2),
    "talks nonsense": lambda relay: relay.answer(b"nonsense\r\n"),
}


def test_a_server_that_fails_costs_little_and_once(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("PATIENCE", 0.1), ("SLOW", 0.4), ("PAUSE", 600.0)):  # this machine may be busy
        monkeypatch.setattr(shared, name, seconds)
    address = urlsplit(settings.CACHES["default"]["LOCATION"])
    with run_relay(address.hostname or "", address.port or 6379) as relay:
        settings.SHARED_ANSWERS_URL = address._replace(
            netloc=f"{address.netloc.rpartition('@')[0]}@127.0.0.1:{relay.port}".lstrip("@")
        ).geturl()
        expected = client.get(ADDRESS).content
        for name, fail in FAULTS.items():
            begin_process()
            shared.shared_answers().find(b"", Owner.SERVERS, Decisions())  # connected
            fail(relay)
            away, started = count(SHARED_ANSWERS, "away"), time.monotonic()
            shared.shared_answers().find(b"", Owner.SERVERS, Decisions())
            assert time.monotonic() - started < 2, name
            for _ in range(3):
                assert client.get(ADDRESS).content == expected
            assert (name, count(SHARED_ANSWERS, "away") - away) == (name, 1)
            relay.forward()
