"""Bytes of JSON that are kept take memory of their own size."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.base.json_bytes import copy_bytes, encode_variables

KEPT, MOST = 10_000, 8
"""How many are kept, and MiB that they may take; what orjson returns would take 39."""


def measure_memory() -> float:
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc"
)
def test_keys_of_variables_hold_no_spare_memory() -> None:
    before = measure_memory()
    kept = [encode_variables({"page": number}) for number in range(KEPT)]
    assert measure_memory() - before < MOST
    assert len(kept) == KEPT


def test_variables_are_the_same_bytes_in_any_order() -> None:
    assert encode_variables({"a": 1, "b": [2]}) == encode_variables({"b": [2], "a": 1}) == b'{"a":1,"b":[2]}'


def test_a_copy_is_equal_and_not_the_same() -> None:
    made = b"x" * 5000
    assert copy_bytes(made) == made
    assert copy_bytes(made) is not made
