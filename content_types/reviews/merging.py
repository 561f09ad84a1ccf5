"""Reviews of merged solutions: one person has one live review of a solution, and ratings follow their reviews."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from cms.merging.kinds import Changes, RelationRule, declare_follow_up, declare_rule
from content_types.reviews import ratings
from content_types.reviews.actions import POLICY_VERSION, log_decisions
from content_types.reviews.choices import ReasonCode, ReviewState
from content_types.reviews.models import Review
from content_types.solutions.models import Solution

NOTE = _(
    "Of two reviews by one person the published one stays, of two published ones the newer; the other is withdrawn."
)
PUBLISHED_FIRST = Case(When(state=ReviewState.PUBLISHED, then=Value(0)), default=Value(1))


def register() -> None:
    rule = RelationRule(
        prefer=(PUBLISHED_FIRST, F("created_at").desc()),
        loser={"state": ReviewState.WITHDRAWN.value},
        note=NOTE,
    )
    declare_rule("reviews.Review", "solution", rule)
    declare_follow_up(Review, count_moved_reviews)
    declare_follow_up(Solution, count_moved_solutions)


def count_moved_reviews(changes: Changes, by: Any) -> None:
    """Tell the provider of ratings where reviews count now, and log decisions."""
    rows = list(Review.objects.filter(pk__in=changes).select_related("solution").defer("solution__body"))
    keys = {change["solution_id"][0] for change in changes.values() if "solution_id" in change}
    solutions = Solution.objects.defer("body").in_bulk(keys)
    pairs: list[Any] = []
    for row in rows:
        before = restore_copy(row, changes[row.pk], solutions)
        if before.state != row.state:
            log_decisions(
                [before], row.state, by, reason=find_reason(row), note="", policy_version=POLICY_VERSION
            )
        pairs += [(ratings.build_facts(before), None), (None, ratings.build_facts(row))]
    ratings.apply_changes(pairs)


def restore_copy(row: Review, change: Any, solutions: dict[int, Solution]) -> Review:
    """The review as it was before the change."""
    before = copy(row)
    before._state = copy(row._state)
    before._state.fields_cache = dict(row._state.fields_cache)
    if "solution_id" in change and change["solution_id"][0] in solutions:
        before.solution = solutions[change["solution_id"][0]]
    if "state" in change:
        before.state = change["state"][0]
    return before


def find_reason(row: Review) -> str:
    """Withdrawn as a duplicate by a merge; live again by its undoing."""
    return ReasonCode.DUPLICATE if row.state == ReviewState.WITHDRAWN else ReasonCode.MISTAKE


def count_moved_solutions(changes: Changes, by: Any) -> None:
    """Ratings are compared within a category: when solutions have another one, all are worked out again."""
    if any("category_id" in change for change in changes.values()):
        transaction.on_commit(ratings.recompute_soon)
