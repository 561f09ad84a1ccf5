"""A tiny embedder for tests: each word has a place in the vector, and words that mean the same have the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from cms.plugin_api import EmbeddingProvider
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from content_api.model.search.nearest import clear_query_vectors

__all__ = ["DIMENSIONS", "build_embedder", "embed", "embed_all", "fill_embedding_slot", "use_embedders"]

DIMENSIONS = 64
SAME = {
    "dictation": "speech", "transcription": "speech", "voice": "speech",
    "pictures": "image", "images": "image", "draws": "image", "painting": "image",
}  # fmt: skip
SILENT = {"to", "the", "a", "an", "text", "takes"}


def embed(text: str) -> list[float]:
    """The sum of the places of its words; the first place is a little above zero, so no vector is empty."""
    numbers = [0.01, *[0.0] * (DIMENSIONS - 1)]
    for word in text.lower().replace(".", " ").split():
        if word not in SILENT:
            numbers[1 + crc32(SAME.get(word, word).encode()) % (DIMENSIONS - 1)] += 1.0
    return numbers


def embed_all(texts: Sequence[str]) -> list[list[float]]:
    return [embed(text) for text in texts]


def build_embedder(
    embed_query: Callable[[str], Any] = embed,
    embed_texts: Callable[[Sequence[str]], Any] = embed_all,
    **fields: Any,
) -> EmbeddingProvider:
    given = {"model": "words-1", "dimensions": DIMENSIONS, "least": 0.4, "languages": ("en",), **fields}
    return EmbeddingProvider(name="words", embed_query=embed_query, embed_texts=embed_texts, **given)


@contextmanager
def fill_embedding_slot(embedder: EmbeddingProvider | None = None) -> Iterator[None]:
    """The site with an embedder, as if a plugin `words` had contributed it."""
    provider = embedder or build_embedder()
    provider.validate()
    with use_embedders([RegisteredItem("words", provider)]):
        yield


@contextmanager
def use_embedders(found: list[RegisteredItem[EmbeddingProvider]]) -> Iterator[None]:
    """The site with these embedders; none of them has failed before."""
    known, breakers = platform()._by_kind, platform().caller.breakers
    before = known.get(EmbeddingProvider, [])
    clear_query_vectors()
    known[EmbeddingProvider] = found
    try:
        yield
    finally:
        known[EmbeddingProvider] = before
        for plugin, hook in [each for each in breakers if each[0] in ("words", "vectors_postgres")]:
            del breakers[plugin, hook]
