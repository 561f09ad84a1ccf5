"""Search by meaning: what an embedder finds next to the words, and that nothing hidden comes in by this road."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.indexing.models import PendingChange
from cms.indexing.pending import index_pending
from cms.indexing.vectors import find_vector_index
from content_api.model.search.nearest import clear_query_vectors
from content_types.testing.factories import make_site, make_solution
from tests.content_api.client import ask
from tests.plugins.semantics import fill_embedding_slot

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
