"""Records that stand in a tree: what is below a merged one moves, and a restored one returns to its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Model
from treebeard.mp_tree import MP_Node

from cms.merging.rows.journal import Journal

__all__ = ["find_tree", "move_children", "place_row", "return_children"]


def find_tree(model: type[Model]) -> Any:
    """The model whose table holds the places of a model's rows; None when they stand in no tree."""
    chain = (model, *model._meta.get_parent_list())
    owners = [each for each in chain if any(field.name == "path" for field in each._meta.local_fields)]
    return owners[0] if owners and issubclass(model, MP_Node) else None


def move_children(journal: Journal, kept: Any, merged: Sequence[Any]) -> None:
    """Put what is below merged records below the one that is kept, and note where all of it stood."""
    tree = find_tree(type(kept))
    if tree is None:
        return
    for record in merged:
        node = tree.objects.get(pk=record.pk)
        parent = node.get_parent()
        journal.parents[str(record.pk)] = parent.pk if parent else None
        children = [child for child in node.get_children() if child.pk != kept.pk]
        journal.children[str(record.pk)] = [child.pk for child in children]
        for child in children:
            move_below(tree.objects.get(pk=child.pk), tree.objects.get(pk=kept.pk))


def move_below(node: Any, parent: Any) -> None:
    node.move(parent, "sorted-child" if node.node_order_by else "last-child")


def place_row(tree: Any, row: dict[str, Any], parent_key: Any) -> dict[str, Any]:
    """The row with a free place below its parent, its former one if possible."""
    parent = None if parent_key is None else tree.objects.get(pk=parent_key)
    start = parent.path if parent else ""
    path = row["path"]
    if path[: -tree.steplen] != start or tree.objects.filter(path=path).exists():
        last = parent.get_last_child() if parent else tree.get_last_root_node()
        path = last._inc_path() if last else tree._get_path(start, len(start) // tree.steplen + 1, 1)
    placed = row | {"path": path, "depth": len(path) // tree.steplen, "numchild": 0}
    if parent and "url_path" in row:
        placed["url_path"] = f"{parent.url_path}{row['slug']}/"
    return placed


def settle_node(tree: Any, key: Any, parent_key: Any) -> None:
    """Count a restored node among the children of its parent, and put it where the order of the tree wants it."""
    if parent_key is not None:
        tree.objects.filter(pk=parent_key).update(numchild=F("numchild") + 1)
    node = tree.objects.get(pk=key)
    if not node.node_order_by:
        return
    if parent_key is not None:
        move_below(node, tree.objects.get(pk=parent_key))
    elif other := tree.get_root_nodes().exclude(pk=key).first():
        node.move(other, "sorted-sibling")


def return_children(journal: Journal, tree: Any, kept: Any) -> int:
    """Put what was below restored records below them again; how many stand elsewhere or are gone meanwhile."""
    missing = 0
    for parent, keys in journal.children.items():
        for key in keys:
            child = tree.objects.filter(pk=key).first()
            above = child.get_parent() if child else None
            if child is not None and above is not None and above.pk == kept.pk:
                move_below(child, tree.objects.get(pk=parent))
            else:
                missing += 1
    return missing
