"""While the server is away, slow or confused: who answers instead, and how the index catches up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from plugins.search_elasticsearch.settings import Settings
from plugins.search_elasticsearch.writing import list_fingerprints
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_site, make_solution
from tests.support.relay import Relay, run_relay
from tests.support.search_servers.fixtures import fill_search_slot, index_again, is_breaker_open, warm_up
from tests.support.search_servers.servers import RunningServer

pytestmark = pytest.mark.django_db
SEARCH = '{ search(query: "whisper") { totalCount } solutions { totalCount } }'
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<html></html"
EMPTY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Elastic-Product: Elasticsearch\r\n"
    b"Content-Length: 2\r\n\r\n{}"
)
FAULTS: dict[str, Callable[[Relay], None]] = {
    "refuses": lambda relay: relay.refuse(),
    "never answers": lambda relay: relay.hang(),
    "answers a page": lambda relay: relay.answer(HTML),
    "answers nothing that was asked": lambda relay: relay.answer(EMPTY),
    "speaks no HTTP": lambda relay: relay.answer(b"\x00\x01garbage\r\n\r\n"),
    "answers one byte after the other": lambda relay: relay.answer(HTML, 0.2),
}
BOTH, ALONE = "search_elasticsearch/search_postgres", "search_elasticsearch"


@pytest.fixture
def relay(search_server: RunningServer) -> Iterator[Relay]:
    with run_relay("127.0.0.1", int(search_server.url.rpartition(":")[2])) as made:
        yield made
        made.forward()


@pytest.fixture
def site_with(relay: Relay, server_settings: Settings) -> Callable[[str], Any]:
    """The site whose search goes through the relay."""
    make_site()
    given = {**server_settings.model_dump(), "hosts": [f"http://127.0.0.1:{relay.port}"], "timeout": 1}
    return lambda plugins: fill_search_slot(plugins, **given)


def rebuild() -> None:
    call_command("search", "rebuild", stdout=StringIO())
    warm_up(answers=3)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_other_plugin_answers_meanwhile(
    fault: str, relay: Relay, site_with: Any, client: Client, settings: Any
) -> None:
    make_solution("Whisper")
    settings.DEBUG = True
    with site_with(BOTH):
        rebuild()
        assert post(client, SEARCH)["extensions"]["search"] == {"providers": ["search_elasticsearch"]}
        FAULTS[fault](relay)
        answer = post(client, SEARCH)
        assert answer["data"]["search"] == {"totalCount": 1}
        assert answer["extensions"]["search"] == {"providers": ["search_postgres"]}


@pytest.mark.parametrize("fault", FAULTS)
def test_search_alone_is_unavailable_without_another_plugin(
    fault: str, relay: Relay, site_with: Any, client: Client
) -> None:
    make_solution("Whisper")
    with site_with(ALONE):
        rebuild()
        FAULTS[fault](relay)
        for _ in range(5):
            answer = post(client, SEARCH)
            assert answer["data"] == {"search": None, "solutions": {"totalCount": 1}}
            assert codes(answer) == ["SEARCH_UNAVAILABLE"]
        assert is_breaker_open("search_elasticsearch", "search.match")


def test_what_is_edited_meanwhile_is_found_after_the_return(
    relay: Relay, site_with: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row, other = make_solution("Whisper"), make_solution("Parakeet")
    with site_with(ALONE):
        rebuild()
        relay.refuse()
        with django_capture_on_commit_callbacks(execute=True):
            row.title = "Canary"
            row.save_revision().publish()
            other.unpublish()
            make_solution("Moonshine")
        relay.forward()
        indexed = {(key.kind, key.key) for key in list_fingerprints()}
        assert ("SOLUTION", other.pk) in indexed  # and yet it is not shown
        found = '{ search(query: "parakeet OR whisper OR canary OR moonshine") { nodes { ... on Solution { title } } } }'
        assert [node["title"] for node in ask(client, found)["search"]["nodes"]] == ["Canary"]
        index_again()
        assert ("SOLUTION", other.pk) not in {(key.kind, key.key) for key in list_fingerprints()}
        titles = sorted(node["title"] for node in ask(client, found)["search"]["nodes"])
        assert titles == ["Canary", "Moonshine"]


def test_both_indices_follow_changes(
    relay: Relay, site_with: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with site_with(BOTH):
        rebuild()
        relay.refuse()
        with django_capture_on_commit_callbacks(execute=True):
            make_solution("Whisper")
        assert ask(client, SEARCH)["search"] == {"totalCount": 1}
        relay.forward()
        index_again()
        assert len(list_fingerprints()) == 1


def test_commands_name_the_fault_and_change_nothing(relay: Relay, site_with: Any) -> None:
    make_solution("Whisper")
    with site_with(ALONE):
        rebuild()
        relay.answer(HTML)
        for action in ("rebuild", "check"):
            with pytest.raises(CommandError, match="run the command again"):
                call_command("search", action, stdout=StringIO())
        relay.forward()
        assert len(list_fingerprints()) == 1
