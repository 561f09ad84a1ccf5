"""What must hold before the API may start: who may see what, and how often."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.models import Model
from wagtail.models import CollectionMember

from cms.declarations import registry
from cms.ratelimit.buckets import registry as rates
from cms.ratelimit.limits import AUDIENCES, find_faults
from content_api.access.trigger_faults import find_trigger_faults
from content_api.limits.bucket_uses import list_mutations

__all__ = ["check_buckets", "check_limits", "check_row_rules", "check_table_triggers"]


@register(Tags.security)
def check_row_rules(**options: Any) -> list[Error]:
    """An error for each collection or kind of search whose model declared no visibility: no row of it can be read."""
    return [
        Error(
            f"{what} offers {model._meta.label}, but no rule defines who may see its rows.",
            hint="Call cms.declarations.declare_visibility() for the model in its app's ready().",
            obj=model,
            id="content_api.E001",
        )
        for what, model in iterate_offered_models()
        if model not in registry.visibility and not issubclass(model, CollectionMember)
    ]


@register(Tags.security)
def check_buckets(**options: Any) -> list[Error]:
    """An error for each mutation whose bucket no package declared: it would fail whenever it is called."""
    declared = {*rates.list_declared(), *settings.RATE_BUCKETS}
    return [
        Error(
            f"The mutation {each.name!r} takes from the bucket {each.bucket!r}, which no package declared.",
            hint=f"Name one of: {', '.join(sorted(declared))}.",
            id="content_api.E002",
        )
        for each in list_mutations()
        if each.bucket is not None and each.bucket not in declared
    ]


@register(Tags.security)
def check_limits(**options: Any) -> list[Error]:
    """An error for each thing in API_LIMITS that would fail, or refuse everybody, when it is used."""
    found = [
        *(f"API_LIMITS: there is no {name!r}" for name in AUDIENCES if name not in settings.API_LIMITS),
        *(
            f"API_LIMITS: {name!r} is not an audience"
            for name in settings.API_LIMITS
            if name not in AUDIENCES
        ),
        *(f"API_LIMITS: {fault}" for fault in find_faults(settings.API_LIMITS)),
    ]
    hint = "Limits are those of cms.ratelimit.limits: start from its ANONYMOUS and KNOWN."
    return [Error(f"{each}.", hint=hint, id="content_api.E003") for each in found]


def iterate_offered_models() -> Iterator[tuple[str, type[Model]]]:
    """What offers rows, and of which model."""
    for collection in registry.collections.values():
        yield f"The collection {collection.name!r}", collection.model
    for kind in registry.search_kinds.values():
        yield f"The kind of search {kind.name!r}", kind.model


@register(Tags.database)
def check_table_triggers(databases: Collection[str] | None = None, **options: Any) -> list[Warning]:
    """A warning for each table whose writes may not change its version; runs with `check --database`."""
    return [
        Warning(
            f"The table {each.table} {each.problem}, so kept answers of the API may be out of date.",
            hint="Run `manage.py table_triggers --repair`.",
            id="content_api.W001",
        )
        for alias in databases or ()
        if connections[alias].vendor == "postgresql"
        for each in find_trigger_faults(alias)
    ]
