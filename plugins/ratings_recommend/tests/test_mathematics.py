"""Wilson's lower bound, with the examples of the design."""

from __future__ import annotations

import pytest

from plugins.ratings_recommend.mathematics import count_recommending, plain_mean, wilson


@pytest.mark.parametrize(
    ("yes", "total", "expected"), [(1, 1, 0.207), (3, 3, 0.438), (9, 10, 0.596), (90, 100, 0.826)]
)
def test_worked_examples(yes: int, total: int, expected: float) -> None:
    assert round(wilson(yes, total), 3) == expected


def test_nobody_recommends() -> None:
    assert wilson(0, 0) == 0
    assert wilson(0, 7) == 0


def test_the_bound_is_below_the_share_and_comes_near_it() -> None:
    bounds = [wilson(8 * times, 10 * times) for times in (1, 10, 100, 10_000)]
    assert bounds == sorted(bounds)
    assert all(bound < 0.8 for bound in bounds)
    assert bounds[-1] == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(("recommend_from", "expected"), [(2, 14), (3, 12), (4, 9), (5, 5)])
def test_who_recommends(recommend_from: int, expected: int) -> None:
    assert count_recommending([1, 2, 3, 4, 5], recommend_from) == expected


def test_plain_mean() -> None:
    assert plain_mean([1, 0, 0, 0, 3]) == 4
