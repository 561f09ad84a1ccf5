"""The network of all-MiniLM-L6-v2 in numpy: BERT of six layers, whose mean over all word pieces is the vector.

Devlin, Chang, Lee and Toutanova, doi 10.18653/v1/N19-1423; Wang and others (MiniLM), doi 10.48550/arXiv.2002.10957;
mean pooling by Reimers and Gurevych, doi 10.18653/v1/D19-1410.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["Network", "read_weights"]

LAYERS, HEADS = 6, 12
TYPES = {"F32": "<f4", "I64": "<i8"}
EPSILON = 1e-12
FAR = -1e9
"""Added to the attention of padding, which then has none."""


def read_weights(path: Path) -> Mapping[str, Any]:
    """The arrays of a file in the format safetensors: the length of a header, the header as JSON, and the numbers."""
    numpy: Any = import_module("numpy")
    data = numpy.memmap(path, numpy.uint8, "r")
    start = 8 + int(data[:8].view("<u8")[0])
    header: dict[str, Any] = json.loads(bytes(data[8:start]))
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            numbers = numpy.array(data[start + first : start + last]).view(TYPES[entry["dtype"]])
            found[name] = numbers.reshape(entry["shape"])
    return found


@dataclass(frozen=True)
class Network:
    """np: the module numpy, which is loaded only where this is used."""

    np: Any
    weights: Mapping[str, Any]

    def embed(self, ids: Sequence[Sequence[int]], mask: Sequence[Sequence[int]]) -> list[list[float]]:
        """Vectors of length 1. ids: word pieces of each text, padded to one length. mask: 0 for padding."""
        known = self.np.array(mask, self.np.float32)
        states = self.look_up(self.np.array(ids))
        bias = ((1 - known) * FAR)[:, None, None, :].astype(self.np.float32)
        for number in range(LAYERS):
            states = self.run_layer(states, bias, f"encoder.layer.{number}.")
        sums = (states * known[..., None]).sum(1) / known.sum(1, keepdims=True)
        return (sums / self.np.linalg.norm(sums, axis=1, keepdims=True)).tolist()  # type: ignore[no-any-return]

    def look_up(self, ids: Any) -> Any:
        names = ("word_embeddings", "position_embeddings", "token_type_embeddings")
        words, places, types = (self.weights[f"embeddings.{name}.weight"] for name in names)
        return self.normalize(words[ids] + places[: ids.shape[1]] + types[0], "embeddings.LayerNorm")

    def run_layer(self, states: Any, bias: Any, name: str) -> Any:
        attended = self.apply(self.attend(states, bias, name), f"{name}attention.output.dense")
        states = self.normalize(attended + states, f"{name}attention.output.LayerNorm")
        widened = self.gelu(self.apply(states, f"{name}intermediate.dense"))
        return self.normalize(self.apply(widened, f"{name}output.dense") + states, f"{name}output.LayerNorm")

    def attend(self, states: Any, bias: Any, name: str) -> Any:
        shape = (*states.shape[:2], HEADS, states.shape[2] // HEADS)
        query, key, value = (
            self.apply(states, f"{name}attention.self.{part}").reshape(shape).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / self.np.float32(shape[3] ** 0.5) + bias
        shares = self.np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        return (shares @ value).transpose(0, 2, 1, 3).reshape(states.shape)

    def apply(self, states: Any, name: str) -> Any:
        return states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def normalize(self, states: Any, name: str) -> Any:
        apart = states - states.mean(-1, keepdims=True)
        spread = self.np.sqrt((apart * apart).mean(-1, keepdims=True) + EPSILON)
        return apart / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def gelu(self, states: Any) -> Any:
        scaled = self.erf(states / self.np.float32(2**0.5))
        return (states * 0.5 * (1 + scaled)).astype(self.np.float32)

    def erf(self, states: Any) -> Any:
        """Abramowitz and Stegun, formula 7.1.26: wrong by 1.5e-7 at most."""
        size = self.np.abs(states)
        part = 1 / (1 + 0.3275911 * size)
        sum_ = 0.254829592 + part * (
            -0.284496736 + part * (1.421413741 + part * (-1.453152027 + part * 1.061405429))
        )
        return self.np.sign(states) * (1 - sum_ * part * self.np.exp(-size * size))
