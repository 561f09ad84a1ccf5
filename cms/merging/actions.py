"""The verb: merge records. Admin and code call the same function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.merging.kinds import Changes, follow_ups
from cms.merging.models import Merge
from cms.merging.permissions import find_lock_problems, find_permission_problems
from cms.merging.planning import plan_merge
from cms.merging.redirects import add_redirects
from cms.merging.refreshing import announce, find_touched, refresh, repoint_references
from cms.merging.rows.journal import Journal, find_model
from cms.merging.rows.plans import Plan
from cms.merging.rows.relations import list_chain
from cms.merging.rows.tables import read_rows
from cms.merging.rows.trees import move_children
from cms.publishing.outbox import gather_events

__all__ = ["describe_gone", "follow_up", "lock_records", "merge_records"]


def merge_records(kept: Any, merged: Sequence[Any], by: Any) -> Merge:
    """Move everything that refers to the merged records to the one that is kept, and delete them: all or nothing.

    PermissionDenied where the person may not change or delete a record. ValidationError where a merge makes no sense,
    or a record is locked, gone, or merged by somebody else meanwhile.
    """
    if any(type(record) is not type(kept) for record in merged):
        raise ValidationError(_("Records of different kinds cannot be merged: choose records of one kind."))
    try:
        with transaction.atomic(), gather_events():
            rows = lock_records(type(kept), [kept.pk, *(record.pk for record in merged)])
            if kept.pk not in rows or any(record.pk not in rows for record in merged):
                raise ValidationError(describe_gone())
            return _merge(rows[kept.pk], [rows[record.pk] for record in merged], by)
    except (ProtectedError, RestrictedError) as error:
        raise ValidationError(describe_protected(error)) from error
    except IntegrityError as error:
        raise ValidationError(describe_conflict(error)) from error


def lock_records(model: Any, keys: Sequence[Any]) -> dict[Any, Any]:
    """Hold these rows until the transaction ends, in the order of their keys: two merges of the same wait."""
    for each in reversed(list_chain(model)):
        list(
            each._base_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values("pk")
        )
    return model._base_manager.in_bulk(list(keys))  # type: ignore[no-any-return]


def _merge(kept: Any, merged: list[Any], by: Any) -> Merge:
    if problems := find_permission_problems(by, kept, merged):
        raise PermissionDenied(" ".join(problems))
    plan = plan_merge(kept, merged)
    if problems := [*plan.problems, *find_lock_problems(by, (kept, *merged))]:
        raise ValidationError(problems)
    journal, names = Journal(), {str(record.pk): str(record) for record in merged}
    note_merge(kept, merged, names, by)
    touched = change_rows(journal, plan, kept, merged)
    follow_up(journal.list_changes(), by)
    delete_merged(journal, merged)
    check_references()
    kept.refresh_from_db()
    announce(kept)
    refresh(touched, without=[kept])
    return Merge.objects.create(
        content_type=ContentType.objects.get_for_model(kept, for_concrete_model=False),
        kept=kept.pk,
        kept_name=str(kept)[:255],
        merged=names,
        record=journal.dump(),
        done_by=by,
    )


def note_merge(kept: Any, merged: list[Any], names: dict[str, str], by: Any) -> None:
    """Write the history of each record."""
    log(instance=kept, action="cms.merge", user=by, data={"merged": list(names.values())})
    for record in merged:
        log(instance=record, action="cms.merge_away", user=by, data={"kept": str(kept), "key": kept.pk})


def change_rows(journal: Journal, plan: Plan, kept: Any, merged: list[Any]) -> dict[Any, set[Any]]:
    """Write what was planned; the rows of content that it touches."""
    changed = {model: read_rows(model, keys).values() for model, keys in plan.dropped.items()}
    rows = list(changed.items())
    journal.apply(plan)
    rows += [
        (model, read_rows(model, [key for key, _ in changes]).values())
        for label, changes in journal.changed.items()
        if (model := find_model(label)) is not None
    ]
    add_redirects(journal, kept, merged)
    move_children(journal, kept, merged)
    repoint_references(kept, merged)
    touched = find_touched(rows)
    gone = {record.pk for record in merged}
    for model in list_chain(type(kept)):
        touched.get(model, set()).difference_update(gone)
    touched.setdefault(type(kept), set()).add(kept.pk)
    return touched


def follow_up(changed: Mapping[Any, Changes], by: Any) -> None:
    """Call what content types declared for rows that changed."""
    for model, changes in changed.items():
        for function in follow_ups.get(model, ()):
            function(changes, by)


def delete_merged(journal: Journal, merged: list[Any]) -> None:
    for record in merged:
        fresh = type(record)._base_manager.get(pk=record.pk)
        journal.capture([fresh])
        fresh.delete()


def check_references() -> None:
    """Have the database check now that every foreign key leads to a row; it does so at the end otherwise."""
    connection.check_constraints()


def describe_gone() -> str:
    return _("Somebody merged or deleted one of these records meanwhile: choose again.")


def describe_protected(error: ProtectedError | RestrictedError) -> str:
    rows: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
    kinds = sorted({str(row._meta.verbose_name_plural) for row in rows})
    return _("Rows that protect a merged record do not move: %(kinds)s. Change them first.") % {
        "kinds": ", ".join(kinds)
    }


def describe_conflict(error: IntegrityError) -> str:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "?"
    return _("Rows of both records exclude each other (%(name)s): change one of them first.") % {"name": name}
