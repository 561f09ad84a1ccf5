"""The arithmetic of `make capacity`."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.benchmarks.capacity_plan import (
    CONNECTIONS,
    POSTGRES,
    VALKEY,
    WEB,
    Cost,
    Measured,
    Sizes,
    average,
    find_first_limit,
    find_limits,
    print_plan,
)

MEASURED = Measured(
    costs={"kept": Cost(1.0, 0.1, 0.05), "page": Cost(11.0, 4.1, 0.05)},
    memory={"web": 300.0, "worker": 200.0},
    connections={"web": 2, "worker": 2, "scheduler": 1, "collector": 1},
)
SIZES = Sizes(
    {"kept": 0.9, "page": 0.1}, cores=4, memory=6_000, database_cores=8, max_connections=100, busy=0.5
)


def test_a_request_of_the_mix_costs_the_average() -> None:
    cost = average(MEASURED, SIZES.mix)
    assert (cost.web, cost.postgres, cost.valkey) == pytest.approx((2.0, 0.5, 0.05))


def test_each_part_allows_what_its_cores_can_do() -> None:
    limits = find_limits(MEASURED, SIZES, nodes=2)
    assert limits[WEB] == pytest.approx(2 * 4 * 0.5 * 1000 / 2.0)
    assert limits[POSTGRES] == pytest.approx(8 * 0.5 * 1000 / 0.5)
    assert limits[VALKEY] == pytest.approx(0.5 * 1000 / 0.05)
    assert limits[CONNECTIONS] == math.inf


def test_the_first_limit_is_named() -> None:
    assert find_first_limit(MEASURED, SIZES) == (9, POSTGRES), "8 machines ask as much as its cores allow"
    few = replace(SIZES, max_connections=41)
    assert find_first_limit(MEASURED, few) == (5, CONNECTIONS), "41 - 3 - 4 connections are for 17 processes"
    assert find_limits(MEASURED, few, 5)[CONNECTIONS] == pytest.approx(17 * 500 / 2.0)


def test_memory_may_allow_fewer_processes_than_cores() -> None:
    small = replace(SIZES, memory=700)
    assert find_limits(MEASURED, small, 1)[WEB] == pytest.approx(2 * 500 / 2.0)


def test_the_plan_shows_its_arithmetic() -> None:
    text = "\n".join(print_plan(MEASURED, SIZES))
    assert "2.00 ms of web = 0.9 × 1.00 (kept) + 0.1 × 11.00 (page)" in text
    assert "| 8 | 8000 | 4.0 of 8 | 68 of 97 | cores of web |" in text
    assert "| 16 | 8000 | 4.0 of 8 | 132 of 97 | cores of PostgreSQL |" in text


@pytest.mark.parametrize(
    ("mix", "message"), [({"kept": 0.5}, "add up to 0.5"), ({"kept": 0.5, "cake": 0.5}, "Not measured: cake")]
)
def test_a_wrong_mix_is_refused(mix: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        average(MEASURED, Sizes(mix).mix)
