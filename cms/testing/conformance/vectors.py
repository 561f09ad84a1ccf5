"""What every plugin for the slot "vectors" does, as tests of its provider.

A plugin's own tests subclass VectorProviderConformance and name the module of its hooks:

    class TestConformance(VectorProviderConformance):
        plugin = my_plugin.plugin

One whose index shows changes late overrides `refresh`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from cms.plugins.api.search import SearchKey
from cms.plugins.api.vectors import (
    NearestRequest,
    StoredVector,
    VectorMatch,
    VectorProvider,
    find_nearest_problem,
)

__all__ = ["VectorProviderConformance"]

MODEL, SIZE = "model-1", 8
ASKED = NearestRequest(
    vector=[1.0, *[0.0] * 7], model=MODEL, kinds=("TOOL", "MAKER"), locale="en", limit=100, least=0.5
)


def build_vector(
    key: int, degree: float = 1.0, kind: str = "TOOL", locale: str = "en", mark: str = "m"
) -> StoredVector:
    """degree: 1 for one that points where the request does, 0 for one at a right angle."""
    return StoredVector(SearchKey(kind, key), locale, mark, [degree, 1 - degree, *[0.0] * (SIZE - 2)])


class VectorProviderConformance:
    """plugin: the module with the hooks of the plugin under test."""

    plugin: ModuleType

    @pytest.fixture
    def provider(self, aixplore_site: Any) -> VectorProvider:
        (provided,) = self.plugin.vector_provider()
        assert isinstance(provided, VectorProvider)
        provided.validate()
        provided.prepare(MODEL, SIZE)
        return provided

    def refresh(self, provider: VectorProvider) -> None:
        """Called after each change: wait until the index shows it."""

    def store(self, provider: VectorProvider, *vectors: StoredVector, model: str = MODEL) -> None:
        provider.store(vectors, model)
        self.refresh(provider)

    def find(self, provider: VectorProvider, **fields: Any) -> Sequence[VectorMatch]:
        found = provider.find_nearest(replace(ASKED, **fields))
        assert find_nearest_problem(found) is None
        return found

    def find_keys(self, provider: VectorProvider, **fields: Any) -> list[int]:
        return [match.key.key for match in self.find(provider, **fields)]

    def test_the_empty_index_has_nothing(self, provider: VectorProvider) -> None:
        assert list(self.find(provider)) == [] and dict(provider.list_marks(MODEL)) == {}
        provider.store([], MODEL)
        provider.remove([SearchKey("TOOL", 1)])

    def test_the_nearest_come_first_and_far_ones_not_at_all(self, provider: VectorProvider) -> None:
        self.store(
            provider, build_vector(1, 0.7), build_vector(2), build_vector(3, 0.1), build_vector(4, 0.9)
        )
        found = self.find(provider)
        assert [match.key.key for match in found] == [2, 4, 1]
        assert found[0].similarity == pytest.approx(1, abs=1e-3)
        assert self.find_keys(provider, least=-1.0) == [2, 4, 1, 3]

    def test_each_kind_has_its_own_limit(self, provider: VectorProvider) -> None:
        self.store(provider, *(build_vector(key) for key in range(1, 6)), build_vector(9, 0.8, kind="MAKER"))
        assert len(self.find(provider, limit=2)) == 3
        assert self.find_keys(provider, kinds=("MAKER",)) == [9]
        assert self.find_keys(provider, kinds=("NOSUCH",)) == []

    def test_a_rare_kind_is_found_among_many_rows(self, provider: VectorProvider) -> None:
        self.store(provider, *(build_vector(key, 1 - key / 4000) for key in range(1, 400)))
        self.store(provider, *(build_vector(key, 0.8, kind="MAKER") for key in range(1, 60)))
        assert len(self.find(provider, kinds=("MAKER",))) == 59
        assert len(self.find(provider)) == 159

    def test_languages_stay_apart(self, provider: VectorProvider) -> None:
        self.store(provider, build_vector(1), build_vector(2, locale="de"), build_vector(3, 0.9, locale=""))
        assert self.find_keys(provider) == [1, 3] and self.find_keys(provider, locale="de") == [2, 3]

    def test_vectors_of_another_model_are_never_compared(self, provider: VectorProvider) -> None:
        self.store(provider, build_vector(1))
        assert self.find_keys(provider, model="model-2") == [] and dict(provider.list_marks("model-2")) == {}
        provider.prepare("model-2", 4)
        other = replace(build_vector(2), vector=[1.0, 0.0, 0.0, 0.0])
        self.store(provider, other, model="model-2")
        assert self.find_keys(provider, model="model-2", vector=[1.0, 0.0, 0.0, 0.0]) == [2]
        assert self.find_keys(provider) == [] and dict(provider.list_marks(MODEL)) == {}

    def test_a_stored_vector_replaces_the_one_before(self, provider: VectorProvider) -> None:
        self.store(provider, build_vector(1), build_vector(2))
        self.store(provider, build_vector(1, 0.0, mark="n"))
        assert self.find_keys(provider) == [2]
        assert dict(provider.list_marks(MODEL)) == {SearchKey("TOOL", 1): "n", SearchKey("TOOL", 2): "m"}

    def test_what_is_removed_is_not_found(self, provider: VectorProvider) -> None:
        self.store(provider, build_vector(1), build_vector(1, kind="MAKER"))
        provider.remove([SearchKey("TOOL", 1), SearchKey("TOOL", 7)])
        self.refresh(provider)
        assert [match.key for match in self.find(provider)] == [SearchKey("MAKER", 1)]

    def test_what_is_kept_stays_when_it_is_prepared_again(self, provider: VectorProvider) -> None:
        self.store(provider, build_vector(1))
        provider.prepare(MODEL, SIZE)
        assert self.find_keys(provider) == [1]
