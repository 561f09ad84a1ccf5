"""Search by meaning: what an embedder finds next to the words, and that nothing hidden comes in by this road."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.indexing.models import PendingChange
from cms.indexing.pending import index_pending
from cms.indexing.vectors import find_vector_index
from content_api.model.search.nearest import clear_query_vectors
from content_types.testing.factories import make_site, make_solution
from tests.content_api.client import ask
from tests.plugins.semantics import build_embedder, embed, embed_all, fill_embedding_slot, use_embedders

pytestmark = pytest.mark.django_db
SEARCH = """query($q: String!) { search(query: $q, kinds: [SOLUTION]) {
    totalCount didYouMean facets { name values { value count } } nodes { ... on Solution { title } } } }"""


@pytest.fixture(autouse=True)
def site() -> Iterator[None]:
    make_site()
    clear_query_vectors()
    with fill_embedding_slot():
        index = find_vector_index()
        assert index is not None
        index.prepare()
        yield


def find(client: Client, text: str) -> list[str]:
    return [node["title"] for node in ask(client, SEARCH, q=text)["search"]["nodes"]]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def count_vectors() -> int:
    index = find_vector_index()
    return len(index.list_marks()) if index else 0


def index_now() -> None:
    PendingChange.objects.update(next_attempt_at=timezone.now())
    index_pending()


def test_embedding_provider_finds_what_means_the_same(client: Client) -> None:
    make_solution("Whisper", summary="Speech to text.")
    make_solution("Painter", summary="Draws pictures.")
    index_now()
    assert find(client, "dictation") == ["Whisper"]


def test_names_come_first_and_then_both_rankings_as_one(client: Client) -> None:
    make_solution("Dictation", summary="An exercise.")
    make_solution("Whisper", summary="Speech to text.")
    make_solution("Notes", summary="Takes dictation.")
    index_now()
    assert find(client, "dictation") == ["Dictation", "Notes", "Whisper"]


def test_what_a_caller_may_not_see_is_not_near_to_anything(client: Client) -> None:
    make_solution("Whisper", summary="Speech to text.")
    secret = make_solution("Secret", summary="Speech to text.")
    index_now()
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    answer: Any = ask(client, SEARCH, q="dictation")["search"]
    assert answer["totalCount"] == 1 and [node["title"] for node in answer["nodes"]] == ["Whisper"]
    assert "Secret" not in str(answer)


def test_vector_provider_leaves_out_what_was_unpublished(client: Client) -> None:
    row = make_solution("Whisper", summary="Speech to text.")
    index_now()
    row.unpublish()
    assert count_vectors() == 1 and find(client, "dictation") == []
    index_now()
    assert count_vectors() == 0


def test_a_stale_vector_shows_only_what_is_visible_now(client: Client) -> None:
    row = make_solution("Whisper", summary="Speech to text.")
    index_now()
    type(row).objects.filter(pk=row.pk).update(live=False)
    answer: Any = ask(client, SEARCH, q="dictation")["search"]
    assert answer == {
        "totalCount": 0,
        "didYouMean": None,
        "nodes": [],
        "facets": answer["facets"],
    } and not any(facet["values"] for facet in answer["facets"])


def test_facets_and_count_are_those_of_both_rankings(client: Client) -> None:
    make_solution("Notes", summary="Takes dictation.")
    make_solution("Whisper", summary="Speech to text.")
    index_now()
    answer: Any = ask(client, SEARCH, q="dictation")["search"]
    kinds = next(facet for facet in answer["facets"] if facet["name"] == "kind")
    assert answer["totalCount"] == 2 and kinds["values"] == [{"value": "SOLUTION", "count": 2}]


@pytest.mark.parametrize("text", ['"dictation"', "dictation -acme", "dictation OR painting"])
def test_quotes_or_and_minus_are_answered_by_words_alone(client: Client, text: str) -> None:
    make_solution("Whisper", summary="Speech to text.")
    index_now()
    assert find(client, text) == []


def test_typing_errors_are_corrected_as_before(client: Client) -> None:
    make_solution("Whisper", summary="Speech to text.")
    index_now()
    answer: Any = ask(client, SEARCH, q="wisper")["search"]
    assert [node["title"] for node in answer["nodes"]] == ["Whisper"] and answer["didYouMean"] == "whisper"


def test_a_language_that_the_embedder_does_not_know_is_not_embedded(client: Client) -> None:
    make_solution("Whisper", summary="Speech to text.")
    asked: list[str] = []

    def remember(text: str) -> list[float]:
        asked.append(text)
        return embed(text)

    with fill_embedding_slot(build_embedder(languages=("ja",), embed_query=remember)):
        index_now()
        assert find(client, "dictation") == [] and count_vectors() == 0 and asked == []


def test_the_command_makes_compares_and_repairs_vectors(client: Client) -> None:
    whisper, painter = make_solution("Whisper", summary="Speech to text."), make_solution("Painter")
    assert "2 vectors made" in run("rebuild") and "0 vectors made" in run("rebuild")
    type(whisper).objects.filter(pk=whisper.pk).update(summary="Voice recorder.")
    type(painter).objects.filter(pk=painter.pk).update(live=False)
    said = run("check", "--dry-run")
    assert f"1 with another text: SOLUTION {whisper.pk}" in said
    assert f"1 of rows that are not live: SOLUTION {painter.pk}" in said
    assert "2 vectors repaired" in run("check")
    assert "The vectors agree with the database" in run("check")
    with fill_embedding_slot(build_embedder(model="words-2")):
        assert find(client, "dictation") == []  # vectors of two models are never compared
        assert f"1 missing: SOLUTION {whisper.pk}" in run("check", "--dry-run")


def test_a_rebuild_that_was_stopped_goes_on_where_it_was() -> None:
    for number in range(5):
        make_solution(f"Tool {number}")
    done: list[str] = []

    def stop_after_two(texts: Any) -> Any:
        if len(done) >= 2:
            raise OSError("stopped")
        done.extend(texts)
        return embed_all(texts)

    stopping = fill_embedding_slot(build_embedder(embed_texts=stop_after_two, most_texts=2))
    with stopping, pytest.raises(CommandError, match="run the command again"):
        run("rebuild")
    assert count_vectors() == 2 and "3 vectors made" in run("rebuild")


def test_a_search_by_meaning_costs_two_statements_more_and_nothing_without_an_embedder(
    client: Client,
) -> None:
    make_solution("Whisper", summary="Speech to text.")
    index_now()
    counted = {}
    for name, embedders in (("with", None), ("without", []), ("with", None), ("without", [])):
        with (
            nullcontext() if embedders is None else use_embedders([]),
            CaptureQueriesContext(connection) as seen,
        ):
            assert find(client, "whisper") == ["Whisper"]
        counted[name] = [each["sql"] for each in seen if "SAVEPOINT" not in each["sql"]]
    assert len(counted["with"]) == len(counted["without"]) + 2  # the nearest rows, and the gate
    assert not any("vectors_postgres" in sql for sql in counted["without"])


def test_no_change_waits_without_an_embedder() -> None:
    with use_embedders([]):
        make_solution("Whisper")
        assert not PendingChange.objects.exists()
