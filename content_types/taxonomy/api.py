"""What the API offers of the taxonomy."""

from typing import Any

from django.db.models import F, Q, Subquery

from cms.declarations import ApiCollection, Filter, Gate, declare, declare_visibility, everyone
from content_types.taxonomy.models import AttributeDefinition, Category, Tag, UseCase
from content_types.taxonomy.tree import declare_tree


def register() -> None:
    """Tags are declared by the solutions, because a tag is as public as what it is on."""
    declare_visibility(Category, everyone)
    declare_visibility(AttributeDefinition, everyone)
    declare_visibility(UseCase, everyone)
    declare(
        *declare_tree(),
        ApiCollection(
            name="categories",
            model=Category,
            description="Categories, all of them or the children of one.",
            one="category",
            keys={"slug": "slug"},
            arguments={
                "parent": Filter("", "ID", "Only the children of this category.", build=build_children_rule)
            },
            filters={
                "slug": Filter("slug", str, "Any of these slugs.", many=True),
                "depth": Filter("depth", int, "Only this level of the tree; 1 is the root."),
            },
            orders={"TREE": ("path",), "NAME_ASC": ("name",), "NAME_DESC": ("-name",)},
            default_order="TREE",
        ),
        ApiCollection(
            name="tags",
            model=Tag,
            description="Tags of visible solutions.",
            one="tag",
            keys={"slug": "slug"},
            arguments={
                "query": Filter("name", str, "Only names that start with this.", lookup="folded_startswith")
            },
            orders={"NAME_ASC": ("name",)},
            default_order="NAME_ASC",
        ),
        ApiCollection(
            name="useCases",
            model=UseCase,
            description="The use cases of solutions.",
            one="useCase",
            keys={"slug": "slug"},
            orders={"NAME_ASC": ("name",)},
            default_order="NAME_ASC",
        ),
    )


def build_children_rule(key: Any, gate: Gate) -> Q:
    """The direct children of the category with this primary key; none when there is no such category."""
    parent = Category.objects.filter(gate.visible(Category), pk=key).order_by()
    path, depth = parent.values("path"), parent.values(below=F("depth") + 1)
    return Q(path__startswith=Subquery(path), depth=Subquery(depth))
