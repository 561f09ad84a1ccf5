"""How many visible solutions have a tag, serve a use case, or lie in a category and below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from cms.declarations import BatchField, Declaration, Gate
from content_types.solutions.models import Solution, TaggedSolution
from content_types.taxonomy.models import Category, Tag, UseCase

__all__ = ["declare_counts"]

LANGUAGE = ", in the site's default language."
Counts = Mapping[int, int]


def declare_counts() -> Iterable[Declaration]:
    """`solutionCount` of everything that sorts solutions; each is one or two statements for a list of them."""
    for model, load, what in (
        (Category, count_in_subtrees, "Visible solutions in this category or below it"),
        (Tag, count_with_tags, "Visible solutions with this tag"),
        (UseCase, count_with_use_cases, "Visible solutions for this use case"),
    ):
        yield BatchField(
            model, "solutionCount", int, load, what + LANGUAGE, True, 0, reads=(Solution,), cost=1
        )


def select_visible(gate: Gate) -> QuerySet[Solution]:
    """The keys of the solutions that are counted."""
    rows: QuerySet[Solution] = Solution.objects.filter(gate.visible(Solution) & gate.in_language())
    return rows.order_by().values("pk")  # type: ignore[return-value]


def count_with_tags(keys: Sequence[int], gate: Gate) -> Counts:
    links = TaggedSolution.objects.filter(tag__in=keys, content_object__in=select_visible(gate))
    return dict(links.order_by().values_list("tag").annotate(number=Count("content_object", distinct=True)))


def count_with_use_cases(keys: Sequence[int], gate: Gate) -> Counts:
    links = Solution.use_cases.through.objects.filter(usecase__in=keys, solution__in=select_visible(gate))
    return dict(links.order_by().values_list("usecase").annotate(number=Count("pk")))


def count_in_subtrees(keys: Sequence[int], gate: Gate) -> Counts:
    """Each solution is counted once in a category, however many categories below it has. Tree paths of one length are
    counted together, and the lengths in one statement."""
    paths = dict(Category.objects.filter(pk__in=keys).order_by().values_list("path", "pk"))
    by_length: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        by_length[len(path)].append(path)
    if not by_length:
        return {}
    first, *rest = (count_below(length, each, gate) for length, each in sorted(by_length.items()))
    return {paths[path]: number for path, number in first.union(*rest, all=True)}


def count_below(length: int, paths: list[str], gate: Gate) -> QuerySet[Any]:
    links = Solution.categories.through.objects.filter(solution__in=select_visible(gate))
    below = links.annotate(top=Left("category__path", length)).filter(top__in=paths)
    return below.order_by().values_list("top").annotate(number=Count("solution", distinct=True))
