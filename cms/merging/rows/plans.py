"""Which rows a merge changes, worked out without changing any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Max, Model, Q
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.merging.rows.relations import Relation, UniqueRule, find_relations, find_unique_rules, list_chain

__all__ = ["Plan", "plan_rows"]

INTERNAL = ("wagtailcore", "wagtailadmin", "wagtailsearch")
"""Apps whose rows, such as versions and log entries, need no mention."""
Keys = Mapping[Any, Any]
"""Keys of rows that go, each with the key of the row that takes its place."""


@dataclass
class Plan:
    """What a merge does. changes: by model, key and column the value before and after. dropped: rows that are deleted,
    each with the row that stays instead, or None. order: the models in the order in which they were planned, those that
    refer to a row after it. left: numbers of rows that go with the merged records. targets: keys that references in
    texts and drafts have to be changed from, and to. met: numbers of rows of which one could stay. notes: what people
    should know of those."""

    changes: dict[type[Model], dict[Any, dict[str, tuple[Any, Any]]]] = field(default_factory=dict)
    dropped: dict[type[Model], dict[Any, Any]] = field(default_factory=dict)
    order: list[type[Model]] = field(default_factory=list)
    left: dict[type[Model], int] = field(default_factory=dict)
    targets: dict[type[Model], dict[Any, Any]] = field(default_factory=dict)
    met: dict[type[Model], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[Any] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def change(self, model: type[Model], key: Any, column: str, before: Any, after: Any) -> None:
        self.changes.setdefault(model, {}).setdefault(key, {})[column] = (before, after)

    def drop(self, model: type[Model], key: Any, instead: Any) -> None:
        self.dropped.setdefault(model, {})[key] = instead
        self.changes.get(model, {}).pop(key, None)


def plan_rows(plan: Plan, model: type[Model], keys: Keys) -> None:
    """Plan the rows that refer to the keys of a model, and in turn those that refer to rows which are dropped."""
    for each in list_chain(model):
        plan.targets.setdefault(each, {}).update(keys)
    for related, relations in find_relations(model).items():
        moving = [each for each in relations if moves(plan, each, keys)]
        if moving:
            before = find_replaced_keys(plan, related)
            plan_model(plan, related, moving, keys)
            append_rows(plan, related, moving)
            replaced = find_replaced_keys(plan, related)
            if new := {key: replaced[key] for key in replaced if key not in before}:
                plan_rows(plan, related, new)


def find_replaced_keys(plan: Plan, model: type[Model]) -> dict[Any, Any]:
    """Rows of a model whose place another takes, and rows whose own key changes because it is that of a record."""
    dropped = {key: new for key, new in plan.dropped.get(model, {}).items() if new is not None}
    name = model._meta.pk.attname
    changed = {key: change[name][1] for key, change in plan.changes.get(model, {}).items() if name in change}
    return dropped | changed


def append_rows(plan: Plan, model: type[Model], relations: Sequence[Relation]) -> None:
    """Ordered rows of a record, such as attributes, stand behind those of the record that is kept."""
    if not issubclass(model, Orderable):
        return
    for each in relations:
        moved = {
            key: change[each.column][1]
            for key, change in plan.changes.get(model, {}).items()
            if each.column in change
        }
        if not moved or not isinstance(model._meta.get_field(each.name), ParentalKey):
            continue
        rows = model._base_manager.filter(**{f"{each.column}__in": {*moved.values()}})
        last = rows.aggregate(last=Max("sort_order"))["last"] or 0
        order = model._base_manager.filter(pk__in=moved).order_by(each.column, "sort_order", "pk")
        for place, (key, old) in enumerate(order.values_list("pk", "sort_order"), last + 1):
            if old != place:
                plan.change(model, key, "sort_order", old, place)


def moves(plan: Plan, relation: Relation, keys: Keys) -> bool:
    """Whether rows move by this relation; those that do not are counted."""
    action = relation.rule.action
    if action == "move" or (action == "fill" and not relation.select(keys.values()).exists()):
        return True
    if relation.model._meta.label.partition(".")[0] not in INTERNAL and (
        number := relation.select(keys).count()
    ):
        plan.left[relation.model] = plan.left.get(relation.model, 0) + number
    return False


def plan_model(plan: Plan, model: type[Model], relations: Sequence[Relation], keys: Keys) -> None:
    plan.order = [each for each in plan.order if each is not model] + [model]
    columns = [each.column for each in relations]
    unique = [each for each in find_unique_rules(model) if set(each.columns) & set(columns)]
    rule = next((each.rule for each in relations if each.rule.prefer or each.rule.loser), relations[0].rule)
    seen: dict[tuple[int, tuple[Any, ...]], Any] = {}
    for row in load_rows(model, relations, unique, keys, rule.prefer):
        after = {name: translate(keys, row[name]) for name in columns}
        changed = {name: value for name, value in after.items() if value != row[name]}
        if changed and len(columns) > 1 and len(set(after.values())) == 1:
            plan.drop(model, row["pk"], None)  # it would lead from the record to itself
            continue
        keyed = [
            (place, read_key(row | after, each)) for place, each in enumerate(unique) if holds(row, place)
        ]
        taken = [(place, values) for place, values in keyed if values is not None]
        rival = next((seen[each] for each in taken if each in seen), None)
        if rival is not None:
            plan.met[model] = plan.met.get(model, 0) + 1
            if rule.note and str(rule.note) not in plan.notes:
                plan.notes.append(str(rule.note))
            if rule.loser is None:
                plan.drop(model, row["pk"], rival)
                continue
            for name, value in rule.loser.items():
                plan.change(model, row["pk"], name, row[name], value)
        else:
            seen.update(dict.fromkeys(taken, row["pk"]))
        for name, value in changed.items():
            plan.change(model, row["pk"], name, row[name], value)


def load_rows(
    model: type[Model], relations: Sequence[Relation], unique: Sequence[UniqueRule], keys: Keys, prefer: Any
) -> list[dict[str, Any]]:
    """The rows that move, and those they may meet where the record that is kept has them; the preferred ones first."""
    wanted = {*keys, *(keys.values() if unique else ())}
    rule = Q(pk__in=())
    for each in relations:
        found = Q(**{f"{each.column}__in": wanted})
        rule |= found & Q(**{f"{each.type_column}__in": each.kinds}) if each.kinds else found
    conditions = {
        f"holds_{place}": ExpressionWrapper(each.condition, output_field=BooleanField())
        for place, each in enumerate(unique)
        if each.condition is not None
    }
    names = {name for each in unique for name in each.columns} | {each.column for each in relations}
    names |= {name for each in relations for name in each.rule.loser or ()}
    rows = model._base_manager.filter(rule).annotate(**conditions).order_by(*prefer, "pk")
    found_rows = list(rows.values("pk", *names, *conditions))
    if not prefer:
        found_rows.sort(key=lambda row: any(row[each.column] in keys for each in relations))
    return found_rows


def translate(keys: Keys, value: Any) -> Any:
    """The key that takes the place of another; generic keys are text where those of rows are numbers."""
    if value in keys:
        return keys[value]
    if isinstance(value, str) and value.isdecimal() and int(value) in keys:
        return str(keys[int(value)])
    return value


def holds(row: Mapping[str, Any], place: int) -> bool:
    return bool(row.get(f"holds_{place}", True))


def read_key(row: Mapping[str, Any], unique: UniqueRule) -> tuple[Any, ...] | None:
    """The values that have to be unique; None where a null makes them so."""
    values = tuple(row[name] for name in unique.columns)
    return None if unique.nulls_distinct and None in values else values
