"""What must hold before the API may start: who may see what, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db.models import Model
from wagtail.models import CollectionMember

from cms.declarations import registry
from content_api.admission.draws import mutations

__all__ = ["every_bucket_is_known", "every_row_has_a_rule"]


@register(Tags.security)
def every_row_has_a_rule(**options: Any) -> list[Error]:
    """An error for each collection or kind of search whose model declared no visibility: no row of it can be read."""
    return [
        Error(
            f"{what} offers {model._meta.label}, and nothing says who may see its rows.",
            hint="Call cms.declarations.declare_visibility() for the model in its app's ready().",
            obj=model,
            id="content_api.E001",
        )
        for what, model in offered()
        if model not in registry.visibility and not issubclass(model, CollectionMember)
    ]


@register(Tags.security)
def every_bucket_is_known(**options: Any) -> list[Error]:
    """An error for each mutation whose bucket RATE_BUCKETS does not know: it would fail whenever it is called."""
    return [
        Error(
            f"The mutation {each.name!r} takes from the bucket {each.bucket!r}, which is not in RATE_BUCKETS.",
            hint=f"Name one of: {', '.join(settings.RATE_BUCKETS)}.",
            id="content_api.E002",
        )
        for each in mutations()
        if each.bucket is not None and each.bucket not in settings.RATE_BUCKETS
    ]


def offered() -> Iterator[tuple[str, type[Model]]]:
    """What offers rows, and of which model."""
    for collection in registry.collections.values():
        yield f"The collection {collection.name!r}", collection.model
    for kind in registry.search_kinds.values():
        yield f"The kind of search {kind.name!r}", kind.model
