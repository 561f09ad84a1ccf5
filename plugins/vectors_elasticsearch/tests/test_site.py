"""A site that keeps its vectors on a search server, while it answers and while it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cms.plugin_api import NearestRequest, SearchKey, StoredVector
from content_types.testing.factories import make_site, make_solution
from plugins.vectors_elasticsearch.connection import get_client
from plugins.vectors_elasticsearch.finding import find_nearest
from plugins.vectors_elasticsearch.indices import VectorsMissing, list_indices
from plugins.vectors_elasticsearch.settings import Settings
from plugins.vectors_elasticsearch.storing import list_marks, store
from tests.content_api.client import ask
from tests.plugins.semantics import DIMENSIONS, fill_embedding_slot
from tests.support.relay import Relay, run_relay
from tests.support.search_servers.fixtures import fill_slot, index_again
from tests.support.search_servers.servers import RunningServer

pytestmark = pytest.mark.django_db
SEARCH = (
    '{ search(query: "dictation", kinds: [SOLUTION]) { totalCount nodes { ... on Solution { title } } } }'
)
FAULTS: dict[str, Callable[[Relay], None]] = {
    "refuses": lambda relay: relay.refuse(),
    "never answers": lambda relay: relay.hang(),
    "answers garbage": lambda relay: relay.answer(b"\x00\x01garbage\r\n\r\n"),
}


@pytest.fixture
def relay(search_server: RunningServer) -> Iterator[Relay]:
    with run_relay("127.0.0.1", int(search_server.url.rpartition(":")[2])) as made:
        yield made
        made.forward()


@contextmanager
def fill_slots(settings: Settings, **fields: object) -> Iterator[None]:
    """The site with an embedder and this plugin."""
    given = {"vectors_elasticsearch": {**settings.model_dump(), "timeout": 0.4, **fields}}
    with fill_slot("vectors", "vectors_elasticsearch", given), fill_embedding_slot():
        yield


@pytest.fixture
def content(server_settings: Settings) -> None:
    make_site()
    make_solution("Whisper", summary="Speech to text.")
    make_solution("Notes", summary="Takes dictation.")


def rebuild() -> None:
    call_command("search", "rebuild", stdout=StringIO())
    refresh()


def refresh() -> None:
    """Wait until the index shows what was written, and a server that has just been started answers in time."""
    for index in list_indices():
        get_client(writes=True).indices.refresh(index=index)
    request = NearestRequest([1.0] * DIMENSIONS, "words-1", ("SOLUTION",), "en", 1, 0.0)
    for _attempt in range(20):
        with suppress(Exception):
            find_nearest(request)
            return


def find(client: Client) -> list[str]:
    answer = ask(client, SEARCH)["search"]
    assert answer["totalCount"] == len(answer["nodes"])
    return sorted(node["title"] for node in answer["nodes"])


@pytest.mark.parametrize(
    "server",
    [pytest.param(name, marks=pytest.mark.search_server(name)) for name in ("elasticsearch9", "opensearch2")],
)
@pytest.mark.usefixtures("content")
def test_the_index_follows_what_editors_do_and_shows_nothing_hidden(
    server: str, server_settings: Settings, client: Client
) -> None:
    with fill_slots(server_settings):
        rebuild()
        assert find(client) == ["Notes", "Whisper"]
        parakeet = make_solution("Parakeet", summary="Voice to text.")
        index_again()
        refresh()
        assert find(client) == ["Notes", "Parakeet", "Whisper"]
        type(parakeet).objects.filter(pk=parakeet.pk).update(live=False)  # the index is told of nothing
        assert find(client) == ["Notes", "Whisper"]
        type(parakeet).objects.get(title="Whisper").unpublish()
        index_again()
        refresh()
        assert len(list_marks("words-1")) == 2 and find(client) == ["Notes"]


@pytest.mark.usefixtures("content")
def test_vectors_are_compared_with_the_database_and_repaired(server_settings: Settings) -> None:
    with fill_slots(server_settings):
        rebuild()
        marks = list_marks("words-1")
        call_command("search", "check", stdout=(said := StringIO()))
        assert "repaired" not in said.getvalue()
        row = make_solution("Silent", summary="A painting.")
        call_command("search", "check", stdout=StringIO())
        assert set(list_marks("words-1")) - set(marks) == {SearchKey("SOLUTION", row.pk)}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("fault", FAULTS)
def test_words_alone_answer_meanwhile_and_what_changed_is_found_afterwards(
    fault: str, relay: Relay, server_settings: Settings, client: Client
) -> None:
    address = f"http://127.0.0.1:{relay.port}"
    with fill_slots(server_settings):
        rebuild()
    with fill_slots(server_settings, hosts=[address], write_timeout=1):
        FAULTS[fault](relay)
        assert find(client) == ["Notes"]
        make_solution("Parakeet", summary="Voice to text.")
        index_again()
        assert find(client) == ["Notes"]
        relay.forward()
    with fill_slots(server_settings):  # where no breaker is open any more
        index_again()
        refresh()
        assert find(client) == ["Notes", "Parakeet", "Whisper"]


def test_nothing_is_stored_for_a_model_without_an_index(server_settings: Settings) -> None:
    with pytest.raises(VectorsMissing, match="search rebuild"):
        store([StoredVector(SearchKey("SOLUTION", 1), "en", "m", [1.0, 0.0])], "other")
    assert list_indices() == []


@pytest.mark.search_server("opensearch3")
@pytest.mark.usefixtures("content")
def test_a_server_that_keeps_no_vectors_is_named_with_the_remedy(
    server_settings: Settings, client: Client
) -> None:
    """The OpenSearch 3 of tests has no plugin k-NN."""
    with fill_slots(server_settings):
        with pytest.raises(CommandError, match="install its plugin k-NN"):
            rebuild()
        assert find(client) == ["Notes"] and list_indices() == []
