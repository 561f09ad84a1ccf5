"""Which solutions are likely the same one: equal names, and the same vendor or website where both are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from cms.base.name_keys import find_host, make_name_key
from content_types.solutions.models import Solution

__all__ = ["are_likely_equal", "find_duplicates", "load_namesakes"]


def are_likely_equal(one: Solution, other: Solution) -> bool:
    """Whether two solutions of one language are likely the same. Vendors tell them apart, unless their websites agree;
    websites do where a vendor is not known."""
    key = make_name_key(one.title)
    if not key or key != make_name_key(other.title):
        return False
    vendors = [make_name_key(each.vendor.name) if each.vendor else "" for each in (one, other)]
    hosts = [find_host(each.website) for each in (one, other)]
    if all(hosts) and hosts[0] == hosts[1]:
        return True
    known = vendors if all(vendors) else hosts
    return not all(known) or known[0] == known[1]


def load_namesakes(
    solutions: Sequence[Solution], rows: QuerySet[Solution] | None = None
) -> dict[str, list[Solution]]:
    """Stored solutions by the keys of these names, with their vendors; one statement. rows: among which to look."""
    keys = {key for each in solutions if (key := make_name_key(each.title))}
    found: dict[str, list[Solution]] = defaultdict(list)
    if keys:
        stored = (Solution.objects.all() if rows is None else rows).filter(name_key__in=keys, alias_of=None)
        for each in stored.select_related("vendor").defer("body").order_by("pk"):
            found[make_name_key(each.title)].append(each)
    return found


def find_duplicates(solution: Solution, rows: QuerySet[Solution] | None = None) -> list[Solution]:
    """Stored solutions in the same language that are likely this one; one statement."""
    others = (Solution.objects.all() if rows is None else rows).filter(locale=solution.locale_id)
    others = others.exclude(Q(pk=solution.pk) | Q(translation_key=solution.translation_key))
    found: list[Any] = load_namesakes([solution], others)[make_name_key(solution.title)]
    return [each for each in found if are_likely_equal(solution, each)]
