"""Merging vendors."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import ngettext

from cms.merging.kinds import MergeKind, declare_merge
from content_types.vendors.models import Vendor


def register() -> None:
    declare_merge(MergeKind(model=Vendor, find_warnings=describe_new_members))


def describe_new_members(kept: Vendor, merged: Sequence[Vendor]) -> Iterable[Any]:
    """Members of a merged vendor may change all solutions of the one that is kept."""
    members: Any = Vendor.members.through.objects
    known = members.filter(vendor=kept).values("user")
    number = (
        members.filter(vendor__in=[row.pk for row in merged])
        .exclude(user__in=known)
        .values("user")
        .distinct()
        .count()
    )
    if number:
        text = ngettext(
            "%(count)d person becomes a member of “%(name)s”, and may change its solutions and answer its reviews.",
            "%(count)d people become members of “%(name)s”, and may change its solutions and answer its reviews.",
            number,
        )
        yield text % {"count": number, "name": kept}
