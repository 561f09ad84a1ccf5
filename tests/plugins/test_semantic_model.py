"""The site with the real model, where it is installed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from content_api.model.search.nearest import clear_query_vectors
from content_types.testing.factories import make_site, make_solution
from plugins.embedding_minilm import embedding, plugin
from plugins.embedding_minilm.tests.test_conformance import MISSING
from tests.content_api.client import ask
from tests.plugins.semantics import fill_embedding_slot

SEARCH = "query($q: String!) { search(query: $q, kinds: [SOLUTION]) { nodes { ... on Solution { title } } } }"


@pytest.mark.django_db
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize(
    ("text", "found"), [("dictation software", "Whisper"), ("paint a picture from a sentence", "Diffusers")]
)
def test_what_means_the_same_is_found(text: str, found: str, client: Client) -> None:
    make_site()
    clear_query_vectors()
    make_solution("Whisper", summary="Speech to text: transcribes audio recordings.")
    make_solution("Diffusers", summary="Generates images from text prompts.")
    make_solution("Ledger", summary="Bookkeeping for small companies.")
    (embedder,) = plugin.embedding_provider()
    assert ask(client, SEARCH, q=text)["search"]["nodes"] == []
    with fill_embedding_slot(embedder):
        call_command("search", "rebuild", stdout=StringIO())
        embedding.embed_query("load the model")
        assert ask(client, SEARCH, q=text)["search"]["nodes"][0] == {"title": found}
