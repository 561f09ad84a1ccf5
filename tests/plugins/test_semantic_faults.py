"""While an embedder or its store is away, slow or wrong: the words answer, and nothing wrong is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from cms.base.measures import SEARCHES_BY_MEANING
from cms.indexing.models import PendingChange
from cms.indexing.pending import index_pending
from cms.plugins.runtime.current import platform
from content_api.model.search.nearest import clear_query_vectors
from content_types.testing.factories import make_site, make_solution
from tests.content_api.client import ask
from tests.plugins.semantics import DIMENSIONS, build_embedder, embed, fill_embedding_slot

pytestmark = pytest.mark.django_db
SEARCH = (
    '{ search(query: "dictation", kinds: [SOLUTION]) { totalCount nodes { ... on Solution { title } } } }'
)


def fail(text: str) -> list[float]:
    raise OSError("away")


def hang(text: str) -> list[float]:
    time.sleep(3)
    return embed(text)


FAULTS: dict[str, tuple[Callable[[str], Any], str]] = {
    "raises": (fail, "OSError"),
    "hangs": (hang, "no answer within"),
    "too short": (
        lambda text: embed(text)[:-1],
        f"a vector has {DIMENSIONS - 1} dimensions, not {DIMENSIONS}.",
    ),
    "NaN": (lambda text: [float("nan")] * DIMENSIONS, "a vector holds NaN or infinity."),
    "infinity": (lambda text: [float("inf")] * DIMENSIONS, "a vector holds NaN or infinity."),
    "zeros": (lambda text: [0.0] * DIMENSIONS, "a vector holds only zeros."),
    "words": (lambda text: ["no"] * DIMENSIONS, "a vector holds something that is not a number."),
    "nothing": (lambda text: None, "it answered NoneType instead of [float]."),
}


@pytest.fixture(autouse=True)
def content() -> None:
    make_site()
    clear_query_vectors()
    make_solution("Notes", summary="Takes dictation.")
    make_solution("Whisper", summary="Speech to text.")


def rebuild() -> str:
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    return out.getvalue()


def find(client: Client) -> list[str]:
    return [node["title"] for node in ask(client, SEARCH)["search"]["nodes"]]


def count(outcome: str) -> float:
    return SEARCHES_BY_MEANING.labels(outcome)._value.get()  # type: ignore[no-any-return]


@pytest.mark.parametrize("fault", FAULTS)
def test_words_alone_answer_while_the_embedder_fails(
    fault: str, client: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    function, reason = FAULTS[fault]
    with fill_embedding_slot():
        rebuild()
        assert find(client) == ["Notes", "Whisper"]
    clear_query_vectors()
    failed = count("failed")
    with fill_embedding_slot(build_embedder(embed_query=function)):
        started = time.perf_counter()
        for _ in range(6):
            assert find(client) == ["Notes"]
        assert platform().caller.breakers["words", "embedding.embed_query"].is_open
        assert count("failed") == failed + 6
        assert fault != "hangs" or time.perf_counter() - started < 30
    said = caplog.text + "".join(capsys.readouterr())
    assert reason in said


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda texts: [embed(text)[:-1] for text in texts], "dimensions, not"),
        (lambda texts: [[float("nan")] * DIMENSIONS for _ in texts], "NaN or infinity"),
        (lambda texts: [embed("one")], "it answered 1 vectors for 2 texts"),
        (lambda texts: 1, "it answered int"),
    ],
)
def test_vectors_that_are_none_are_refused_by_name_and_not_kept(
    answer: Callable[[Sequence[str]], Any], reason: str, client: Client
) -> None:
    with fill_embedding_slot(build_embedder(embed_texts=answer)):
        with pytest.raises(CommandError, match=reason):
            rebuild()
        assert find(client) == ["Notes"]


def test_changes_wait_until_the_embedder_is_back(client: Client) -> None:
    with fill_embedding_slot():
        rebuild()

    def refuse(texts: Sequence[str]) -> Any:
        raise OSError("away")

    with fill_embedding_slot(build_embedder(embed_texts=refuse)):
        make_solution("Parakeet", summary="Voice to text.")
        index_pending()
        assert PendingChange.objects.get(provider="vectors/postgres").attempts == 1
    with fill_embedding_slot():
        PendingChange.objects.update(next_attempt_at="2020-01-01T00:00Z")
        index_pending()
        assert not PendingChange.objects.exists()
        assert sorted(find(client)) == ["Notes", "Parakeet", "Whisper"]


def test_words_alone_answer_without_the_extension(client: Client) -> None:
    with fill_embedding_slot():
        rebuild()
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION vector")
        assert find(client) == ["Notes"]
