"""How long the journals of merges are kept: JOURNAL_DAYS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.merging.models import Merge
from cms.merging.rows.relations import list_chain
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["prune_merges", "register"]


def prune_merges() -> str:
    """Delete undone merges that are old, and of others what only an undoing needs; a line for the log.

    An import still has to know which record stayed for a name in its file, so names and keys remain.
    """
    if not settings.JOURNAL_DAYS:
        return "Switched off: JOURNAL_DAYS is 0."
    old = Merge.objects.filter(done_at__lt=timezone.now() - timedelta(days=settings.JOURNAL_DAYS))
    deleted = old.exclude(undone_at=None).delete()[0]
    keys = list(old.filter(pruned_at=None, undone_at=None).values_list("pk", flat=True))
    shortened = sum(prune_merge(key) for key in keys)
    return f"{shortened} merges can no longer be undone, {deleted} undone ones deleted"


@transaction.atomic
def prune_merge(key: int) -> bool:
    """Whether a merge was shortened; one that somebody undid or shortened meanwhile is left."""
    merge = (
        Merge.objects.select_for_update(of=("self",)).filter(pk=key, pruned_at=None, undone_at=None).first()
    )
    if merge is None:
        return False
    merge.record = {"deleted": dict(find_names(merge))}
    merge.pruned_at = timezone.now()
    merge.save(update_fields=["record", "pruned_at"])
    return True


def find_names(merge: Merge) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Keys, languages and short texts of the merged records themselves, by model label."""
    for model in list_chain(merge.model) if merge.model else ():
        options = model._meta
        rows = merge.record.get("deleted", {}).get(options.label, ())
        own = [row for row in rows if str(row[options.pk.attname]) in merge.merged]
        names = list_names(model)
        yield options.label, [{name: row[name] for name in names if name in row} for row in own]


def list_names(model: type[Model]) -> list[str]:
    """The columns by which a line of an import can name a row of this model."""
    fields = model._meta.local_concrete_fields
    return [
        field.attname
        for field in fields
        if field.primary_key or field.name == "locale" or isinstance(field, CharField)
    ]


def register() -> None:
    declare_job(
        Job(
            name="prune_merges",
            run=prune_merges,
            every=timedelta(days=1),
            at=time(3, 30),
            description=_("Deletes what is needed to undo old merges; see JOURNAL_DAYS."),
        )
    )
