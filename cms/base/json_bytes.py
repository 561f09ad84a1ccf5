"""Variables as bytes, by which what was worked out for them is found again."""

from __future__ import annotations

import orjson

__all__ = ["copy_bytes", "encode_variables"]


def encode_variables(variables: object) -> bytes:
    """The same bytes for the same values, whatever their order; TypeError for what JSON cannot hold."""
    return copy_bytes(orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))


def copy_bytes(made: bytes) -> bytes:
    """What orjson has made, in memory of its own size: its result holds 4 KiB at least, however short it is."""
    return bytes(memoryview(made))
