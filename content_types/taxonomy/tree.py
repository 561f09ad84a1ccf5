"""The category tree in the API: parents, ancestors, children, paths, and how many solutions are below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models.functions import Left, Length

from cms.declarations import BatchField, Declaration, Gate, RelatedField
from content_types.taxonomy.models import Category

__all__ = ["declare_tree"]

PATH = ("path",)
STEP = Category.steplen


def declare_tree() -> Iterable[Declaration]:
    """The fields of a category that lead through the tree."""
    return (
        RelatedField(
            Category, "parent", Category, find_parents, "Null for a root category.", PATH, many=False
        ),
        RelatedField(Category, "ancestors", Category, find_ancestors, "From the root category down.", PATH),
        RelatedField(Category, "children", Category, find_children, "Directly below, by name.", PATH),
        BatchField(
            Category, "path", str, load_paths, "Slugs from the root category down, joined by `/`.", True, "",
            reads=(Category,),
        ),
    )  # fmt: skip


def list_ancestor_paths(path: str) -> list[str]:
    """Tree paths of the categories above, from the root down."""
    return [path[:length] for length in range(STEP, len(path), STEP)]


def find_ancestors(rows: Sequence[Any]) -> Mapping[Any, Sequence[Any]]:
    above = {row.pk: list_ancestor_paths(row.path) for row in rows}
    paths = {path for each in above.values() for path in each}
    keys = dict(Category.objects.filter(path__in=paths).order_by().values_list("path", "pk"))
    return {pk: [keys[path] for path in each if path in keys] for pk, each in above.items()}


def find_parents(rows: Sequence[Any]) -> Mapping[Any, Sequence[Any]]:
    above = {row.pk: row.path[:-STEP] for row in rows}
    keys = dict(Category.objects.filter(path__in={*above.values()}).order_by().values_list("path", "pk"))
    return {pk: [keys[path]] for pk, path in above.items() if path in keys}


def find_children(rows: Sequence[Any]) -> Mapping[Any, Sequence[Any]]:
    parents = {row.path: row.pk for row in rows}
    below = Category.objects.annotate(above=Left("path", Length("path") - STEP)).filter(above__in=parents)
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, above in below.order_by("path").values_list("pk", "above"):
        found[parents[above]].append(key)
    return found


def load_paths(keys: Sequence[int], gate: Gate) -> Mapping[int, str]:
    """The path of each category; categories that the viewer may not see are left out of it."""
    rows = Category.objects.filter(pk__in=keys).order_by().values_list("pk", "path")
    paths = {key: [*list_ancestor_paths(path), path] for key, path in rows}
    visible = Category.objects.filter(
        gate.visible(Category), path__in={p for each in paths.values() for p in each}
    )
    slugs = dict(visible.order_by().values_list("path", "slug"))
    return {key: "/".join(slugs[path] for path in each if path in slugs) for key, each in paths.items()}
