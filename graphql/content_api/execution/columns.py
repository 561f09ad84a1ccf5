"""Completes the rows of a list together: field by field, where graphql-core goes row by row.

Each field of a selection set becomes a column with one value for each row. A resolver that can answer for many rows
has an attribute `many`, called once; any other is called for each row. A row that is reached several times, such as the
category of many solutions, is completed once, and its response is shared.

Only lists without errors are completed like this. Whatever goes wrong is raised, and the caller completes the list
again row by row, so that every error gets the path that the specification gives it; what batches have loaded by then is
kept. That is why resolvers are called without a path: one that reads it fails, and is called again with its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphene_django import DjangoObjectType
from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.execute import assume_not_awaitable
from graphql.pyutils import Undefined, is_iterable

if TYPE_CHECKING:
    from content_api.execution.executor import Executor
    from content_api.execution.field_plans import FieldPlan

__all__ = ["complete_rows"]

Values = Sequence[Any]
ColumnCompleter = Callable[["Executor", "FieldPlan", Values], Values]
"""Given the executor, the plan of a field and its resolved values: the values of the response. Raises what is wrong."""

EXACT: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Types whose values need no serialising when they are of exactly this class."""


class NotCompleted(Exception):
    """These values have to be completed row by row."""


def complete_rows(executor: Executor, plan: FieldPlan, item_type: GraphQLOutputType, rows: Values) -> Values:
    """The responses of a list's items. Any exception means that they have to be completed one by one."""
    return get_column_completer(item_type)(executor, plan, rows)


@lru_cache(maxsize=4096)
def get_column_completer(kind: GraphQLOutputType) -> ColumnCompleter:
    """How a column of values of a type is completed."""
    if isinstance(kind, GraphQLNonNull):
        return complete_required(get_column_completer(kind.of_type))  # type: ignore[arg-type]
    if isinstance(kind, GraphQLList):
        return complete_lists(get_column_completer(kind.of_type))
    if is_leaf_type(kind):
        return complete_leaves(kind)  # type: ignore[arg-type]
    return complete_abstracts(kind) if is_abstract_type(kind) else complete_objects(kind)  # type: ignore[arg-type]


def complete_required(inner: ColumnCompleter) -> ColumnCompleter:
    def complete(executor: Executor, plan: FieldPlan, values: Values) -> Values:
        completed = inner(executor, plan, values)
        if completed is not values and None in completed:  # values that stayed as they are have no null
            raise NotCompleted(f"{plan.parent.name}.{plan.name} is null.")
        return completed

    return complete


def complete_leaves(kind: GraphQLLeafType) -> ColumnCompleter:
    serialize, exact = kind.serialize, EXACT.get(kind, Undefined)
    only = frozenset({exact})

    def complete_one(value: Any) -> Any:
        if value is None or value is Undefined:
            return None
        serialized = serialize(raise_exception(value))
        if serialized is None or serialized is Undefined:
            raise NotCompleted(f"{kind} has no value for {value!r}.")
        return serialized

    def complete(executor: Executor, plan: FieldPlan, values: Values) -> Values:
        if type(values) is tuple and only.issuperset(map(type, values)):
            return values
        return [value if type(value) is exact else complete_one(value) for value in values]

    return complete


def complete_lists(inner: ColumnCompleter) -> ColumnCompleter:
    """Lists are completed as one list of all their items, which is then divided again."""

    def complete(executor: Executor, plan: FieldPlan, values: Values) -> list[Any]:
        lists = [read_items(value) for value in values]
        items = [item for each in lists if each is not None for item in each]
        completed = iter(inner(executor, plan, items))
        return [None if each is None else list(islice(completed, len(each))) for each in lists]

    return complete


def read_items(value: Any) -> list[Any] | None:
    if value is None or value is Undefined:
        return None
    if not is_iterable(raise_exception(value)):
        raise NotCompleted("A value is no list.")
    return list(value)


def complete_objects(kind: GraphQLObjectType) -> ColumnCompleter:
    def complete(executor: Executor, plan: FieldPlan, values: Values) -> list[Any]:
        different = find_different(values)
        responses = build_responses(executor, kind, plan.nodes, list(different.values()))
        return share(dict(zip(different, responses, strict=True)), values)

    return complete


def complete_abstracts(kind: GraphQLAbstractType) -> ColumnCompleter:
    def complete(executor: Executor, plan: FieldPlan, values: Values) -> list[Any]:
        info = build_info(executor, plan)
        groups: dict[GraphQLObjectType, dict[int, Any]] = defaultdict(dict)
        for key, row in find_different(values).items():
            groups[find_runtime_type(executor, kind, plan.nodes, info, row)][key] = row
        found: dict[int, Any] = {}
        for each, rows in groups.items():
            responses = build_responses(executor, each, plan.nodes, list(rows.values()))
            found.update(zip(rows, responses, strict=True))
        return share(found, values)

    return complete


def find_runtime_type(
    executor: Executor, kind: GraphQLAbstractType, nodes: list[FieldNode], info: GraphQLResolveInfo, row: Any
) -> GraphQLObjectType:
    resolve = kind.resolve_type or executor.type_resolver
    return executor.ensure_valid_runtime_type(resolve(row, info, kind), kind, nodes, info, row)  # type: ignore[arg-type]


def find_different(values: Values) -> dict[int, Any]:
    """The values that are not null, each once, by identity."""
    found = {id(value): value for value in values}
    found.pop(id(None), None)
    if any(isinstance(each, dict | Exception) or each is Undefined for each in found.values()):
        raise NotCompleted("A value is no row.")
    return found


def share(responses: dict[int, Any], values: Values) -> list[Any]:
    return [None if value is None else responses[id(value)] for value in values]


def build_responses(
    executor: Executor, kind: GraphQLObjectType, nodes: list[FieldNode], rows: list[Any]
) -> list[dict[str, Any]]:
    """The responses of rows of one object type."""
    if not rows:
        return []
    check_type(executor, kind, rows)
    plans = executor.collect_subfields(kind, nodes)
    columns = [complete_column(executor, plan, rows) for plan in plans]
    names = [plan.name for plan in plans]
    if not columns:
        return [{} for _ in rows]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def complete_column(executor: Executor, plan: FieldPlan, rows: list[Any]) -> Values:
    """The response of one field, for every row."""
    return get_column_completer(plan.type)(executor, plan, resolve_column(executor, plan, rows))


def resolve_column(executor: Executor, plan: FieldPlan, rows: list[Any]) -> Values:
    if plan.attribute is not None:
        return read_attribute(plan.attribute, plan.default, rows)
    info, resolve = build_info(executor, plan), plan.resolve
    many = getattr(resolve, "many", None)
    if many is not None:
        return many(rows, info, **plan.coerce_arguments(executor.variable_values))  # type: ignore[no-any-return]
    if plan.arguments is not None:
        return [resolve(row, info, **plan.arguments) for row in rows]
    variables = executor.variable_values
    return [resolve(row, info, **plan.coerce_arguments(variables)) for row in rows]


def read_attribute(name: str, default: Any, rows: Iterable[Any]) -> list[Any]:
    if default is Undefined:
        return [getattr(row, name) for row in rows]
    return [getattr(row, name, default) for row in rows]


def build_info(executor: Executor, plan: FieldPlan) -> GraphQLResolveInfo:
    """What resolvers of a column share: everything but a path."""
    return GraphQLResolveInfo(
        plan.nodes[0].name.value, plan.nodes, plan.type, plan.parent, None, executor.schema,  # type: ignore[arg-type]
        executor.fragments, None, executor.operation, executor.variable_values, executor.context_value,
        assume_not_awaitable,
    )  # fmt: skip


def check_type(executor: Executor, kind: GraphQLObjectType, rows: list[Any]) -> None:
    """NotCompleted for a row that is not of the type. Where the model decides, each model is asked about once."""
    if kind.is_type_of is None:
        return
    asked = {type(row): row for row in rows}.values() if is_decided_by_model(kind) else rows
    for row in asked:
        if not kind.is_type_of(row, executor):  # type: ignore[arg-type]
            raise NotCompleted(f"A row is no {kind.name}.")


def is_decided_by_model(kind: GraphQLObjectType) -> bool:
    """Whether `is_type_of` is graphene-django's, which compares the row's model with its own."""
    function = getattr(kind.is_type_of, "__func__", None)
    return function is DjangoObjectType.is_type_of.__func__  # type: ignore[attr-defined]


def raise_exception(value: Any) -> Any:
    """The value; an exception in its place is raised."""
    if isinstance(value, Exception):
        raise value
    return value
