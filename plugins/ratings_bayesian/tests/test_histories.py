"""Whatever happened to the reviews: what was kept change by change is, to the last digit, what a recompute gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.plugin_api import ReviewChange, ReviewFacts
from plugins.ratings_bayesian import recomputing, services
from plugins.ratings_bayesian.models import Aggregate

NOW = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)
SOLUTIONS = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "edit", "withdraw"]),
        st.integers(0, SOLUTIONS - 1),
        st.integers(1, 5),
        st.sampled_from(["PURCHASE", "EMAIL", "NONE"]),
        st.timedeltas(timedelta(0), timedelta(days=6000)),
        st.integers(0, 1000),
    ),
    max_size=25,
)


@pytest.fixture
def solutions(aixplore_site: Any) -> list[Any]:
    return [aixplore_site.solution(category=aixplore_site.category()) for _ in range(SOLUTIONS)]


def history(
    steps: Sequence[Any], solutions: Sequence[Any]
) -> tuple[list[ReviewChange], dict[int, ReviewFacts]]:
    """The changes that the steps mean, and the reviews that are published in the end, by key."""
    changes: list[ReviewChange] = []
    published: dict[int, ReviewFacts] = {}
    for number, (verb, place, stars, verification, age, chosen) in enumerate(steps):
        if verb == "publish" or not published:
            solution = solutions[place]
            new = ReviewFacts(number, solution.pk, solution.category_id, stars, verification, NOW - age)
            changes.append(ReviewChange(None, new))
            published[number] = new
            continue
        old = published.pop(list(published)[chosen % len(published)])
        after = replace(old, rating=stars, verification=verification) if verb == "edit" else None
        changes.append(ReviewChange(old, after))
        if after:
            published[old.review] = after
    return changes, published


def rows() -> list[dict[str, Any]]:
    """Every column of the aggregates but their own keys."""
    names = [each.name for each in Aggregate._meta.fields if not each.primary_key]
    return list(Aggregate.objects.order_by("solution").values(*names))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_change_by_change_equals_the_recompute(solutions: list[Any], steps: Sequence[Any]) -> None:
    """Priors come with a recompute only, so the one to compare with stands before the changes."""
    changes, published = history(steps, solutions)
    with transaction.atomic(), patch("django.utils.timezone.now", return_value=NOW):
        recomputing.recompute(published.values(), NOW)
        expected = rows()
        Aggregate.objects.all().delete()
        for change in changes:
            services.apply(change)
        assert rows() == expected
        transaction.set_rollback(True)
