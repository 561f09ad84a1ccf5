"""What the API offers of the taxonomy."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length

from cms.declarations import ApiCollection, ComputedField, Filter, Gate, declare, declare_visibility, everyone
from cms.publishing.receivers import announce_saves
from content_types.taxonomy.attributes import AttributeOption
from content_types.taxonomy.models import AttributeDefinition, AttributeType, Category, Tag, UseCase
from content_types.taxonomy.tree import declare_tree


def register() -> None:
    """Tags are declared by the solutions, because a tag is as public as what it is on."""
    declare_visibility(Category, everyone)
    declare_visibility(AttributeDefinition, everyone)
    declare_visibility(UseCase, everyone)
    announce_saves(Category, Tag, UseCase)
    declare(
        *declare_tree(),
        ComputedField(
            AttributeDefinition,
            "options",
            list[AttributeOption],
            "list_options",
            "The values to choose from, each with its label; empty for other types.",
            required=True,
            columns=("choices", "choice_labels"),
            by_language=True,
        ),
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
            name="attributeDefinitions",
            model=AttributeDefinition,
            description="The attributes by which solutions are compared.",
            filters={
                "category": Filter(
                    "",
                    str,
                    "Of this category and those above it, by slug.",
                    build=build_category_rule,
                    is_pure=True,
                ),
                "slug": Filter("key", str, "Any of these slugs.", many=True),
                "type": Filter("type", AttributeType, "Any of these types.", many=True),
                "filterable": Filter("filterable", bool, "Offered as a filter of solutions or not."),
            },
            orders={"CATEGORY": ("category_id", "key")},
            default_order="CATEGORY",
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


def build_category_rule(slug: Any, gate: Gate) -> Q:
    """The attributes that solutions of a category have: its own and those of the categories above it."""
    wanted = Category.objects.filter(gate.visible(Category), slug=slug).order_by()
    path = wanted.annotate(start=Left("path", Length(OuterRef("path")))).values("start")[:1]
    above = Category.objects.filter(path=Subquery(path)).order_by()
    return Q(category__in=above.values("pk"))


def build_children_rule(key: Any, gate: Gate) -> Q:
    """The direct children of the category with this primary key; none when there is no such category."""
    parent = Category.objects.filter(gate.visible(Category), pk=key).order_by()
    path, depth = parent.values("path"), parent.values(below=F("depth") + 1)
    return Q(path__startswith=Subquery(path), depth=Subquery(depth))
