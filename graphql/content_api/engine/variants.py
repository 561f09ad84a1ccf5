"""The forms of one answer: as it was made, and compressed in the encodings that clients take."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import brotli

__all__ = ["ENCODINGS", "LEAST", "Variant", "add_encoding", "compress"]

ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),  # as fast as gzip on answers, and smaller
    "gzip": partial(gzip.compress, mtime=0),
}
"""By their Content-Encoding, those that are preferred first."""
LEAST = 1_000
"""Bytes of a body that is compressed."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of an answer. encoding: its Content-Encoding; empty for the plain one."""

    body: bytes
    tag: str
    encoding: str = ""


def compress(plain: Variant, encoding: str) -> Variant:
    """A compressed form; the plain one where that saves little."""
    if len(plain.body) < LEAST:
        return plain
    made = ENCODINGS[encoding](plain.body)
    is_shorter = len(made) < len(plain.body) * 0.9
    return Variant(made, add_encoding(plain.tag, encoding), encoding) if is_shorter else plain


def add_encoding(tag: str, encoding: str) -> str:
    """The ETag of the form in this encoding of what has this ETag."""
    return f'{tag[:-1]}-{encoding}"'
