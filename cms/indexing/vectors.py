"""The vectors of rows: made by the plugin in the slot "embedding", and kept by the one in the slot "vectors".

Without the former nothing here does anything. They follow changes after the commit, by a worker: a model is slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from cms.declarations import SearchKind
from cms.indexing.documents import SourceText, build_source_texts
from cms.plugins.api.search import SearchKey
from cms.plugins.api.vectors import EmbeddingProvider, StoredVector, VectorProvider
from cms.plugins.runtime.slots import slot

__all__ = ["VectorIndex", "find_vector_index"]


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """An embedder, and what keeps its vectors. Each function raises CallFailed when one of them fails."""

    embedder: EmbeddingProvider
    store: VectorProvider

    @property
    def name(self) -> str:
        """Under which changes wait for it; no search provider is called so."""
        return f"vectors/{self.store.name}"

    def prepare(self) -> None:
        self.store.prepare(self.embedder.model, self.embedder.dimensions)

    def list_marks(self) -> dict[SearchKey, str]:
        return dict(self.store.list_marks(self.embedder.model))

    def list_texts(self, kind: SearchKind, keys: Sequence[int]) -> list[SourceText]:
        """The texts of those live rows whose language the embedder understands."""
        found = build_source_texts(kind, keys)
        return [each for each in found if each.text and self.embedder.understands(each.language)]

    def mark(self, text: SourceText) -> str:
        """Tells text, language and model from others."""
        parts = (self.embedder.model, text.locale, text.text)
        return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()

    def follow(self, kind: SearchKind, keys: Sequence[int]) -> None:
        """Keep the vectors of live rows, and forget those of all others."""
        texts = self.list_texts(kind, keys)
        self.forget([SearchKey(kind.name, key) for key in set(keys) - {each.key.key for each in texts}])
        self.embed(texts)

    def embed(self, texts: Sequence[SourceText]) -> None:
        """Make and keep the vectors of these texts, some at a time: what is kept stays, should a later call fail."""
        size = self.embedder.most_texts
        for start in range(0, len(texts), size):
            chunk = texts[start : start + size]
            vectors = self.embedder.embed_texts([each.text for each in chunk])
            kept = [
                StoredVector(each.key, each.locale, self.mark(each), vector)
                for each, vector in zip(chunk, vectors, strict=True)
            ]
            self.store.store(kept, self.embedder.model)

    def forget(self, keys: Sequence[SearchKey]) -> None:
        for start in range(0, len(keys), 1000):
            self.store.remove(sorted(keys)[start : start + 1000])


def find_vector_index() -> VectorIndex | None:
    """None while one of the slots is empty, or its plugin is switched off."""
    embedder = slot(EmbeddingProvider)
    store = slot(VectorProvider) if embedder else None
    return VectorIndex(embedder, store) if embedder and store else None
