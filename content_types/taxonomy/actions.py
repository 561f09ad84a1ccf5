"""The verbs of the taxonomy."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.search.index import insert_or_update_object

from content_types.taxonomy.models import Tag

NEEDED = ("taxonomy.change_tag", "taxonomy.delete_tag")


def merge_tags(target: Tag, sources: Iterable[Tag], by: Any) -> int:
    """Give everything tagged with one of `sources` the tag `target`, once, and delete the sources.

    Drafts are changed as well as published profiles. Returns the number of solutions whose tags changed.
    PermissionDenied without the rights to change and delete tags; ValidationError without two.
    """
    if not by.has_perms(NEEDED):
        raise PermissionDenied(_("Only people who may change and delete tags can merge them."))
    others = [tag for tag in sources if tag.pk != target.pk]
    if not others:
        raise ValidationError(_("Choose at least one tag besides the one to keep."))
    return _merge(target, others, by)


@transaction.atomic
def _merge(target: Tag, others: list[Tag], by: Any) -> int:
    keys = [tag.pk for tag in others]
    links = target.tagged_solutions.model.objects.filter(tag__in=keys).select_related("content_object")
    solutions = {link.content_object_id: link.content_object for link in links}
    kept = set(target.tagged_solutions.values_list("content_object_id", flat=True))
    target.tagged_solutions.model.objects.bulk_create(
        target.tagged_solutions.model(tag=target, content_object_id=key)
        for key in solutions
        if key not in kept
    )
    _merge_drafts(target.pk, keys)
    log(instance=target, action="taxonomy.merge_tags", user=by, data={"merged": [tag.name for tag in others]})
    Tag.objects.filter(pk__in=keys).delete()
    for solution in solutions.values():
        insert_or_update_object(solution)
    return len(solutions)


def _merge_drafts(target: int, keys: list[int]) -> None:
    """Point the tags that revisions keep as JSON at the target, so that no draft loses a tag."""
    mentions = [Q(content__tagged_items__contains=[{"tag": key}]) for key in keys]
    for revision in Revision.objects.filter(reduce(or_, mentions)):
        rows = [
            {**row, "tag": target if row["tag"] in keys else row["tag"]}
            for row in revision.content["tagged_items"]
        ]
        once = {row["tag"]: row for row in rows}
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "tagged_items": list(once.values())}
        )
