"""Rows under parents: what their rule asks of the parent is asked of each parent once, not of each row.

A rule such as that of reviews asks for a solution that may be seen. As joins PostgreSQL looks that up for every review;
in a statement of its own inside the same one, for every solution.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet

__all__ = ["filter_under", "split_rule"]


class IsAnyOf(Func):
    """`column = ANY(ARRAY(statement))`: the statement is executed once, and the column found by its index."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


def filter_under(rows: QuerySet[Any], rule: Q, relation: str, keys: Any) -> QuerySet[Any]:
    """The rows that fulfil a rule, of those that a foreign key (`relation`) leads to one of the keys from."""
    field: Any = rows.model._meta.get_field(relation)
    own, of_parent = split_rule(rule, relation, field.related_model)
    if not of_parent:
        return rows.filter(rule)
    parents = field.related_model._base_manager.filter(of_parent, pk__in=keys)
    return rows.filter(own, IsAnyOf(F(field.attname), ArraySubquery(parents.order_by().values("pk"))))


def split_rule(rule: Q, relation: str, parent: type[Model]) -> tuple[Q, Q]:
    """What a rule asks of a row itself, and of its parent; all of the row where the two cannot be told apart."""
    parts = list_parts(rule)
    of_parent: list[Any] = []
    own: list[Any] = []
    for part in parts:
        (of_parent if concerns_parent(part, relation, parent) else own).append(part)
    if any(
        mentions(each, relation) for each in own
    ):  # both may mean the same of several rows behind the parent
        return rule, Q()
    return Q(*own), Q(*(remove_prefix(each, f"{relation}__") for each in of_parent))


def list_parts(rule: Any) -> list[Any]:
    """The parts of a filter that must all be true."""
    if isinstance(rule, Q) and rule.connector == Q.AND and not rule.negated:
        return [part for child in rule.children for part in list_parts(child)]
    return [rule]


def concerns_parent(part: Any, relation: str, parent: type[Model]) -> bool:
    """Whether a part is about columns of the parent alone, or rows behind it."""
    if isinstance(part, Q):
        return bool(part.children) and all(concerns_parent(each, relation, parent) for each in part.children)
    if not isinstance(part, tuple) or not part[0].startswith(f"{relation}__"):
        return False
    return is_plain(part[1]) and has_column(parent, part[0].split("__")[1])


def is_plain(value: Any) -> bool:
    """Whether a value means the same in a statement over other rows: it names no column of those around it."""
    if isinstance(value, QuerySet):
        return is_independent(value)
    if isinstance(value, list | tuple):  # Django looks for expressions in these
        return all(is_plain(each) for each in value)
    return not hasattr(value, "resolve_expression")


def is_independent(rows: QuerySet[Any]) -> bool:
    """Whether a statement could be executed by itself: it has no reference to another one around it."""
    try:
        rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return True
    except ValueError:  # that is how Django refuses such a reference
        return False
    return True


def has_column(model: type[Model], name: str) -> bool:
    try:
        return name == "pk" or bool(model._meta.get_field(name))
    except FieldDoesNotExist:  # a look-up of the relation itself
        return False


def mentions(part: Any, relation: str) -> bool:
    """Whether a part has to do with the parent; a part that cannot be read, or names other columns, may have."""
    if isinstance(part, Q):
        return any(mentions(each, relation) for each in part.children)
    return not isinstance(part, tuple) or part[0].startswith(f"{relation}__") or not is_plain(part[1])


def remove_prefix(part: Any, prefix: str) -> Any:
    if isinstance(part, Q):
        children = [remove_prefix(each, prefix) for each in part.children]
        return Q(*children, _connector=part.connector, _negated=part.negated)
    return part[0].removeprefix(prefix), part[1]
