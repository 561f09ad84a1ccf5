"""Search: who matches what visitors type."""

from __future__ import annotations

from cms.plugins.api.markers import Kind, hookspec
from cms.plugins.api.search import SearchProvider


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
