"""The verb: undo a merge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.merging.actions import check_references, follow_up
from cms.merging.models import Merge
from cms.merging.permissions import find_lock_problems, has_permission, is_live_draftable
from cms.merging.refreshing import announce, find_touched, refresh
from cms.merging.rows.journal import Journal, delete_created, find_model
from cms.merging.rows.relations import find_unique_rules, list_chain
from cms.merging.rows.returns import Return, plan_return
from cms.merging.rows.tables import read_rows
from cms.merging.rows.trees import find_tree, place_row, return_children, settle_node
from cms.publishing.outbox import gather_events

__all__ = ["UndoPlan", "plan_undo", "undo_merge"]


@dataclass
class UndoPlan:
    """What undoing a merge brings back, what it leaves because it was changed since, and what forbids it."""

    merge: Merge
    kept: Any = None
    rows: Return = field(default_factory=Return)
    problems: list[str] = field(default_factory=list)

    @property
    def journal(self) -> Journal:
        return Journal(**self.merge.record)

    def list_reports(self) -> list[str]:
        """What does not return to what it was, in sentences for people."""
        texts = (
            (self.rows.changed, _("%(count)d × %(kind)s: changed since, and left as it is.")),
            (self.rows.gone, _("%(count)d × %(kind)s: deleted since, and not brought back.")),
            (
                self.rows.lost,
                _("%(count)d × %(kind)s: cannot be brought back, as what it belongs to changed."),
            ),
        )
        return [
            text % {"count": number, "kind": describe_model(model)}
            for counter, text in texts
            for model, number in counter.items()
        ]


def describe_model(model: Any) -> str:
    """The name of a model for people; the label of one that is not installed any more."""
    return model if isinstance(model, str) else str(model._meta.verbose_name)


def plan_undo(merge: Merge, by: Any) -> UndoPlan:
    """What undoing a merge would do, without doing it."""
    plan, model = UndoPlan(merge), merge.model
    if merge.undone_at:
        plan.problems.append(_("This merge was undone already."))
    elif merge.pruned_at:
        day = date_format(timezone.localtime(merge.pruned_at), "DATE_FORMAT")
        plan.problems.append(_("What was needed to undo this merge was deleted on %(day)s.") % {"day": day})
    elif model is None:
        plan.problems.append(_("Records of this kind are not installed any more."))
    else:
        plan.kept = model._base_manager.filter(pk=merge.kept).first()
        if plan.kept is None:
            plan.problems.append(
                _("“%(name)s” is gone: undo first the merge that it went with.") % {"name": merge.kept_name}
            )
            return plan
        plan.rows = plan_return(plan.journal)
        plan.problems += [*find_place_problems(plan), *find_lock_problems(by, [plan.kept])]
    return plan


def find_place_problems(plan: UndoPlan) -> list[str]:
    """What stands where the merged records were: their names, their place in a tree, what they cannot be without."""
    found, journal, tree = [], plan.journal, find_tree(type(plan.kept))
    for key, name in plan.merge.merged.items():
        for model in list_chain(type(plan.kept)):
            if not any(str(row[model._meta.pk.attname]) == key for row in plan.rows.rows.get(model, ())):
                found.append(describe_obstacle(journal, model, key, name))
                break
    for key, parent in journal.parents.items():
        row = next((each for each in plan.rows.rows.get(tree, ()) if str(each["id"]) == key), None)
        above: Any = None if parent is None else tree.objects.filter(pk=parent).first()
        if parent is not None and above is None:
            found.append(
                _("What “%(name)s” stood below was deleted since.") % {"name": plan.merge.merged[key]}
            )
        elif tree is Page and row and above.get_children().filter(slug=row["slug"]).exists():
            found.append(
                _("Another page has the address of “%(name)s” now: change the slug of that page first.")
                % {"name": plan.merge.merged[key]}
            )
    return found


def describe_obstacle(journal: Journal, model: type[Model], key: str, name: str) -> str:
    """Why a merged record itself cannot come back."""
    rows = journal.deleted.get(model._meta.label, ())
    row = next((each for each in rows if str(each[model._meta.pk.attname]) == key), {})
    for rule in find_unique_rules(model):
        values = {column: row.get(column) for column in rule.columns}
        if None not in values.values() and model._base_manager.filter(**values).exists():
            text = ", ".join(str(value) for value in values.values())
            message = _(
                "“%(value)s” is in use by another record now, so “%(name)s” cannot come back: rename it."
            )
            return message % {"value": text, "name": name}
    return _("A record that “%(name)s” needs was deleted since.") % {"name": name}


def undo_merge(merge: Merge, by: Any) -> UndoPlan:
    """Restore the merged records and what referred to them; what was changed since stays, and is reported.

    PermissionDenied for people who may not change and delete such records; ValidationError, and nothing changed, where
    a record cannot come back.
    """
    try:
        with transaction.atomic(), gather_events():
            return _undo(Merge.objects.select_for_update().get(pk=merge.pk), by)
    except IntegrityError as error:
        raise ValidationError(
            _("The records changed too much since: this merge cannot be undone any more.")
        ) from error


def find_undo_problems(kept: Any, by: Any) -> list[str]:
    """What this person may not do of an undoing."""
    actions = ["change", "delete", *(["publish"] if is_live_draftable(kept) else ())]
    if all(has_permission(by, action, kept) for action in actions):
        return []
    return [_("You may not change and delete “%(name)s”, so you may not undo this merge.") % {"name": kept}]


def _undo(merge: Merge, by: Any) -> UndoPlan:
    plan = plan_undo(merge, by)
    if plan.kept is not None and (problems := find_undo_problems(plan.kept, by)):
        raise PermissionDenied(" ".join(problems))
    if plan.problems:
        raise ValidationError(plan.problems)
    journal, model = plan.journal, type(plan.kept)
    plan.rows.changed += Counter(find_model(label) or label for label in delete_created(journal))
    restore_rows(plan, journal)
    check_references()
    follow_up(plan.rows.back, by)
    restored = list(model._base_manager.filter(pk__in=merge.merged).order_by("pk"))
    plan.kept.refresh_from_db()
    for record in (plan.kept, *restored):
        announce(record)
    refresh(find_restored(plan, model), without=[plan.kept, *restored])
    note_undo(plan, restored, by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    return plan


def restore_rows(plan: UndoPlan, journal: Journal) -> None:
    """Put rows back: records of a tree at a free place below their parent."""
    tree = find_tree(type(plan.kept))
    parents: dict[str, Any] = journal.parents if tree else {}
    rows = plan.rows.rows.pop(tree, []) if tree else []
    plan.rows.rows = {tree: [], **plan.rows.rows} if tree else plan.rows.rows
    for row in rows:
        key = str(row["id"])
        placed = Return(rows={tree: [place_row(tree, row, parents.get(key)) if key in parents else row]})
        placed.apply()
    plan.rows.apply()
    for row in rows:
        if str(row["id"]) in parents:
            settle_node(tree, row["id"], parents[str(row["id"])])
    if tree and (missing := return_children(journal, tree, plan.kept)):
        plan.rows.changed[tree] += missing


def find_restored(plan: UndoPlan, model: type[Model]) -> dict[type[Model], set[Any]]:
    """The rows of content whose search and reference entries have to be written again."""
    rows: list[tuple[type[Model], Any]] = list(plan.rows.rows.items())
    rows += [(each, read_rows(each, changes).values()) for each, changes in plan.rows.back.items()]
    touched = find_touched(rows)
    touched.setdefault(model, set()).update({plan.merge.kept, *map(int, plan.merge.merged)})
    return touched


def note_undo(plan: UndoPlan, restored: list[Any], by: Any) -> None:
    names = [str(record) for record in restored]
    log(instance=plan.kept, action="cms.undo_merge", user=by, data={"merged": names})
    for record in restored:
        log(instance=record, action="cms.undo_merge", user=by, data={"kept": str(plan.kept)})
