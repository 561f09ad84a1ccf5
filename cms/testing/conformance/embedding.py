"""What every plugin for the slot "embedding" does, as tests of its provider.

A plugin's own tests subclass EmbeddingProviderConformance and name the module of its hooks:

    class TestConformance(EmbeddingProviderConformance):
        plugin = my_plugin.plugin

One that understands no English overrides `texts`: a query, a text that means the same in other words, and one that does
not.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from types import ModuleType

import pytest

from cms.plugins.api.vectors import EmbeddingProvider, find_vector_problem

__all__ = ["EmbeddingProviderConformance", "compute_similarity"]

HOSTILE = (
    "",
    " ",
    "a",
    "🤖",
    "\x00",
    "\x1f",
    "ﷺ" * 50,
    "word " * 5000,
    "x" * 4000,
    "日本語のテキスト",
    "<script>'\"",
)


def compute_similarity(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of the angle between two vectors."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / sqrt(sum(a * a for a in one) * sum(b * b for b in other))


class EmbeddingProviderConformance:
    """plugin: the module with the hooks of the plugin under test."""

    plugin: ModuleType
    texts = ("speech to text", "Transcribes audio recordings.", "A recipe for apple pie.")

    @pytest.fixture
    def provider(self) -> EmbeddingProvider:
        (provided,) = self.plugin.embedding_provider()
        assert isinstance(provided, EmbeddingProvider)
        provided.validate()
        return provided

    def test_vectors_have_the_declared_dimensions(self, provider: EmbeddingProvider) -> None:
        vectors = [provider.embed_query(self.texts[0]), *provider.embed_texts(self.texts)]
        assert [find_vector_problem(each, provider.dimensions) for each in vectors] == [None] * 4

    def test_what_means_the_same_is_nearer(self, provider: EmbeddingProvider) -> None:
        query, (_, same, other) = provider.embed_query(self.texts[0]), provider.embed_texts(self.texts)
        near, far = compute_similarity(query, same), compute_similarity(query, other)
        assert near >= provider.least > far

    def test_a_text_has_one_vector_however_it_is_asked_for(self, provider: EmbeddingProvider) -> None:
        alone = [provider.embed_texts([text])[0] for text in self.texts]
        for one, other in zip(provider.embed_texts(self.texts), alone, strict=True):
            assert compute_similarity(one, other) > 0.999

    def test_as_many_texts_as_it_says_are_taken_at_once(self, provider: EmbeddingProvider) -> None:
        assert len(provider.embed_texts([self.texts[0]] * provider.most_texts)) == provider.most_texts
        assert list(provider.embed_texts([])) == []

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_no_text_is_an_error(self, provider: EmbeddingProvider, text: str) -> None:
        assert find_vector_problem(provider.embed_query(text), provider.dimensions) is None
        assert find_vector_problem(provider.embed_texts([text])[0], provider.dimensions) is None
