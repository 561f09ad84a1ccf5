"""Merging solutions: what a profile describes stays its own, unless the one that is kept says nothing about it."""

from cms.merging.kinds import MergeKind, RelationRule, declare_merge, declare_rule
from content_types.solutions.models import Solution


def register() -> None:
    declare_merge(MergeKind(model=Solution))
    for model in ("GalleryImage", "PricingPlan"):
        declare_rule(f"solutions.{model}", "page", RelationRule(action="fill"))
