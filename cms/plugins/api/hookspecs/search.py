"""Search: who matches what visitors type."""

from __future__ import annotations

from cms.plugins.api.markers import Kind, hookspec
from cms.plugins.api.search import SearchProvider
from cms.plugins.api.vectors import EmbeddingProvider, VectorProvider


@hookspec(Kind.COLLECT, since="1.3", returns=SearchProvider)
def search_provider() -> list[SearchProvider]:
    """Fill the slot "search": what the root fields `search` and `suggest` find.

    Return a list of one SearchProvider. Called once at start. The manifest names the slot (`slot = "search"`), and the
    setting AIXPLORE_PLUGIN_SLOTS chooses among the plugins that fill it.

        @hookimpl
        def search_provider() -> list[SearchProvider]:
            return [SearchProvider(name="tiny", match=services.match, ...)]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.3", returns=EmbeddingProvider)
def embedding_provider() -> list[EmbeddingProvider]:
    """Fill the slot "embedding", which is empty by default: search then also finds what means the same.

    Return a list of one EmbeddingProvider. Called once at start, so load the model when it is first used. The manifest
    names the slot (`slot = "embedding"`). A plugin behind another one is not asked: its vectors are different.

        @hookimpl
        def embedding_provider() -> list[EmbeddingProvider]:
            return [EmbeddingProvider(name="tiny", model="tiny-1", dimensions=64, embed_query=…, embed_texts=…)]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.3", returns=VectorProvider)
def vector_provider() -> list[VectorProvider]:
    """Fill the slot "vectors": where vectors of texts are kept and compared. Asked only while "embedding" is filled.

    Return a list of one VectorProvider. Called once at start. The manifest names the slot (`slot = "vectors"`).

        @hookimpl
        def vector_provider() -> list[VectorProvider]:
            return [VectorProvider(name="tiny", find_nearest=services.find_nearest, store=services.store, …)]
    """
    raise NotImplementedError
