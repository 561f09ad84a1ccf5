"""What every plugin for the slot "search" does while its index is rebuilt, as tests; see `search`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import pytest

from cms.plugins.api.search import SearchDocument, SearchKey, SearchProvider
from cms.search.text import list_spellings, normalize

__all__ = ["VERSIONS", "SearchRebuildConformance"]

VERSIONS = count(1)
"""Each change is newer than all before it, also those of earlier tests of the same index."""


def build_document(key: int, name: str) -> SearchDocument:
    return SearchDocument(
        key=SearchKey("TOOL", key),
        locale="en",
        name=normalize(name),
        spellings=" ".join(list_spellings(name)),
    )


def fill(provider: SearchProvider, documents: Sequence[SearchDocument], version: int) -> None:
    """As the site rebuilds an index."""
    (provider.fill or provider.store)(documents, version)


class SearchRebuildConformance:
    """Of a provider that builds a new index beside the one that is searched; others have nothing to show here."""

    store: Callable[..., None]
    find: Callable[..., list[int]]
    refresh: Callable[..., None]

    @pytest.fixture
    def rebuilt(self, provider: SearchProvider) -> SearchProvider:
        if not provider.begin_rebuild or not provider.finish_rebuild:
            pytest.skip("the provider rewrites its index where it is")
        return provider

    def begin(self, provider: SearchProvider) -> dict[SearchKey, str]:
        assert provider.begin_rebuild is not None
        return dict(provider.begin_rebuild(1))

    def finish(self, provider: SearchProvider) -> None:
        assert provider.finish_rebuild is not None
        provider.finish_rebuild()
        self.refresh(provider)

    def test_what_is_filled_is_found_when_the_rebuild_is_finished(self, rebuilt: SearchProvider) -> None:
        self.store(rebuilt, build_document(1, "Whisper"), build_document(2, "Murmur"))
        self.begin(rebuilt)
        fill(rebuilt, [build_document(1, "Whisper Y")], next(VERSIONS))
        self.refresh(rebuilt)
        assert self.find(rebuilt, "murmur") == [2]
        if rebuilt.fill:
            assert self.find(rebuilt, "whisper y") == []
        self.finish(rebuilt)
        assert (self.find(rebuilt, "whisper y"), self.find(rebuilt, "murmur")) == ([1], [])

    def test_a_change_during_the_rebuild_outlasts_what_was_read_before_it(
        self, rebuilt: SearchProvider
    ) -> None:
        self.store(rebuilt, build_document(1, "Whisper"), build_document(2, "Murmur"))
        self.begin(rebuilt)
        before, now = next(VERSIONS), next(VERSIONS)
        rebuilt.store([build_document(1, "Rustle")], now)
        rebuilt.remove([SearchKey("TOOL", 2)], now)
        fill(rebuilt, [build_document(1, "Whisper"), build_document(2, "Murmur")], before)
        self.finish(rebuilt)
        found = [self.find(rebuilt, text) for text in ("rustle", "whisper", "murmur")]
        assert found == [[1], [], []]

    def test_an_interrupted_rebuild_knows_what_it_holds(self, rebuilt: SearchProvider) -> None:
        self.begin(rebuilt)
        document = build_document(1, "Whisper")
        fill(rebuilt, [document], next(VERSIONS))
        self.refresh(rebuilt)
        assert self.begin(rebuilt) == {document.key: document.fingerprint}
        self.finish(rebuilt)
        assert self.find(rebuilt, "whisper") == [1]
