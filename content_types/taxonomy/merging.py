"""Merging categories and tags."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cms.merging.kinds import MergeKind, declare_merge
from content_types.taxonomy.models import AttributeDefinition, Category, Tag


def register() -> None:
    declare_merge(MergeKind(model=Category, find_problems=find_attribute_problems))
    declare_merge(MergeKind(model=Tag))


def find_attribute_problems(kept: Category, merged: Sequence[Category]) -> Iterable[str]:
    """Attributes of one key become one, so they have to hold values of one type."""
    rows = AttributeDefinition.objects.filter(category__in=[kept.pk, *(row.pk for row in merged)])
    types: dict[str, set[str]] = {}
    for key, kind in rows.order_by("key").values_list("key", "type"):
        types.setdefault(key, set()).add(kind)
    for key, kinds in types.items():
        if len(kinds) > 1:
            yield _(
                "The attribute “%(key)s” has different types in these categories: give one of them another key first."
            ) % {"key": key}
