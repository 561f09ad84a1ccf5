"""The way back of the rows that a merge changed and deleted, as far as they are as it left them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model

from cms.merging.rows.journal import Journal, find_model
from cms.merging.rows.relations import UniqueRule, find_unique_rules
from cms.merging.rows.tables import insert_rows, read_rows, write_columns

__all__ = ["Return", "plan_return"]

Row = dict[str, Any]
PLACE = ("path",)
"""The place of a row in a tree, which is found again."""


@dataclass
class Return:
    """What an undoing does. back: by model, key and column the value of today and the one that returns. rows: deleted
    rows that come back. changed, gone, lost: numbers of rows by model that were changed or deleted since, and of
    deleted ones that cannot come back."""

    back: dict[type[Model], dict[Any, dict[str, tuple[Any, Any]]]] = field(default_factory=dict)
    rows: dict[type[Model], list[Row]] = field(default_factory=dict)
    changed: Counter[Any] = field(default_factory=Counter)
    gone: Counter[Any] = field(default_factory=Counter)
    lost: Counter[Any] = field(default_factory=Counter)

    def apply(self) -> None:
        """Rows give their places back before others take them."""
        for model, changes in self.back.items():
            new = {key: {name: old for name, (_, old) in row.items()} for key, row in changes.items()}
            write_columns(model, new, keys_first=True)
        for model, rows in self.rows.items():
            insert_rows(model, rows)


def plan_return(journal: Journal) -> Return:
    """Compare what a merge left behind with the rows of today."""
    plan = Return()
    for label, changes in journal.changed.items():
        if (model := find_model(label)) is None:
            plan.gone[label] += len(changes)
        else:
            plan_changes(plan, model, changes)
    found = {label: find_model(label) for label in journal.deleted}
    for label, rows in journal.deleted.items():
        model = found[label]
        if model is None:
            plan.lost[label] += len(rows)
        else:
            plan.rows[model] = [dict(row) for row in rows]
    for model in list(plan.rows):
        drop_taken(plan, model)
    while sum(drop_orphans(plan, model) for model in list(plan.rows)):
        pass
    return plan


def plan_changes(plan: Return, model: type[Model], changes: Sequence[Any]) -> None:
    """Columns that hold what the merge wrote get their value back."""
    stored = read_rows(model, {key for key, _ in changes})
    changed: set[Any] = set()
    for key, columns in changes:
        row = stored.get(str(key))
        if row is None:
            plan.gone[model] += 1
            continue
        back = {name: (after, old) for name, (old, after) in columns.items() if row.get(name) == after}
        if len(back) < len(columns):
            changed.add(key)
        if back:
            clean = model._meta.pk.to_python(key)
            plan.back.setdefault(model, {}).setdefault(clean, {}).update(back)
    if changed:
        plan.changed[model] += len(changed)


def drop_taken(plan: Return, model: type[Model]) -> None:
    """Leave out deleted rows whose key or unique values are taken by another row now."""
    rules = [rule for rule in find_unique_rules(model) if rule.condition is None and rule.columns != PLACE]
    for rule in rules:
        taken = set(iterate_taken(plan, model, rule))
        kept = [row for row in plan.rows[model] if read_values(row, rule) not in taken]
        plan.lost[model] += len(plan.rows[model]) - len(kept)
        plan.rows[model] = kept
    plan.lost += Counter()  # without zeros


def iterate_taken(plan: Return, model: type[Model], rule: UniqueRule) -> Iterator[tuple[str, ...]]:
    """The values of today's rows, as they will be when others have gone back to where they were."""
    first = rule.columns[0]
    wanted = {row[first] for row in plan.rows[model] if row.get(first) is not None}
    rows = model._base_manager.filter(**{f"{first}__in": wanted}).values("pk", *rule.columns)
    back = plan.back.get(model, {})
    for row in rows:
        returning = {name: old for name, (_, old) in back.get(row["pk"], {}).items()}
        values = read_values(row | returning, rule)
        if values is not None:
            yield values


def read_values(row: Mapping[str, Any], rule: UniqueRule) -> tuple[str, ...] | None:
    values = [row.get(name) for name in rule.columns]
    return None if None in values else tuple(str(value) for value in values)


def drop_orphans(plan: Return, model: type[Model]) -> int:
    """Empty foreign keys to rows that are gone; leave out rows that need such a row. How many were left out."""
    before = len(plan.rows[model])
    for column in model._meta.local_fields:
        if (
            not isinstance(column, ForeignKey)
            or not column.target_field.primary_key
            or not column.db_constraint
        ):
            continue
        there = find_present(plan, column, {row.get(column.attname) for row in plan.rows[model]} - {None})
        kept = []
        for row in plan.rows[model]:
            if row.get(column.attname) is None or str(row[column.attname]) in there:
                kept.append(row)
            elif column.null:
                row[column.attname] = None
                plan.changed[model] += 1
                kept.append(row)
        plan.rows[model] = kept
    number = before - len(plan.rows[model])
    if number:
        plan.lost[model] += number
    return number


def find_present(plan: Return, column: Any, keys: set[Any]) -> set[str]:
    """Those of the keys whose rows exist, or come back."""
    target = column.related_model
    there = {str(key) for key in target._base_manager.filter(pk__in=keys).values_list("pk", flat=True)}
    returning: dict[Any, set[str]] = defaultdict(set)
    for model, rows in plan.rows.items():
        returning[model] |= {str(row[model._meta.pk.attname]) for row in rows}
    return there | returning.get(target, set())
