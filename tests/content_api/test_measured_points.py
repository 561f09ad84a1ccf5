"""Points of responses, which are measured column by column, are those that a measurement of each object gives."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from random import Random
from typing import Any

import pytest
from graphql import GraphQLList, GraphQLNonNull, get_named_type, is_abstract_type, parse

from content_api.limits.cost import FREE, ROWS, OperationCost
from content_api.operation import build_operation
from tests.content_api.test_theme_operations import NOWHERE, TEXTS

MIXED = """{
    search(query: "a") { nodes { __typename row { ... on Solution { title tags { name } vendor { name } }
        ... on Event { title } ... on Vendor { name solutions(first: 2) { totalCount nodes { title } } } } } }
    page(path: "/") { title ancestors { title } children(first: 3) { totalCount nodes { title parent { title } }
        edges { node { title } } } }
    solutions(first: 3) { totalCount nodes { ...one ...one } }
}
fragment one on Solution { again: title vendor { name } reviews(first: 2) { totalCount nodes { title author { name } } }
    tags { name solutions(first: 2) { nodes { title tags { name } } } } }
"""
ROUNDS = 40


def measure_object(
    cost: OperationCost, node: Any, kind: Any, data: Mapping[str, Any], count: int | None = None
) -> int:
    """The points of one object, with all below it."""
    if is_abstract_type(kind):
        return max(measure_object(cost, node, each, data) for each in cost.list_possible_types(kind))
    points = 0
    for field, definition, parent in cost.select_fields(node, kind):
        here = cost.field_costs.get((parent.name, field.name.value), FREE)
        points += cost.get_own_points(field, definition, here, count)
        value = data.get((field.alias or field.name).value)
        if field.selection_set is not None and value is not None:
            points += measure_value(cost, field, definition, parent, value)
    return points


def measure_value(cost: OperationCost, field: Any, definition: Any, parent: Any, value: Any) -> int:
    here = cost.field_costs.get((parent.name, field.name.value), FREE)
    below = get_named_type(definition.type)
    if not isinstance(value, list):
        count = here.count_points if here.is_paged else None
        return measure_object(cost, field.selection_set, below, value, count)
    if here.values_per_point:
        return ceil(len(value) / here.values_per_point)
    row = 1 if field.name.value in ROWS and parent.name.endswith("Connection") else 0
    charged = [each for each in (value if row else value[: here.length]) if each]
    return sum(row + measure_object(cost, field.selection_set, below, each) for each in charged)


def make_object(cost: OperationCost, random: Random, node: Any, kind: Any) -> dict[str, Any]:
    """A response that the operation could have: with nulls, lists of all lengths and objects of all types."""
    if is_abstract_type(kind):
        kind = random.choice(cost.list_possible_types(kind))
    made: dict[str, Any] = {}
    for field, definition, _ in cost.select_fields(node, kind):
        made[(field.alias or field.name).value] = make_value(cost, random, field, definition.type)
    return made


def make_value(cost: OperationCost, random: Random, field: Any, kind: Any) -> Any:
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    elif random.random() < 0.2:
        return None
    if isinstance(kind, GraphQLList):
        return [make_value(cost, random, field, kind.of_type) for _ in range(random.choice((0, 1, 2, 3, 7)))]
    return "x" if field.selection_set is None else make_object(cost, random, field.selection_set, kind)


@pytest.mark.parametrize("name", ["mixed", *sorted(TEXTS)])
def test_points_are_those_of_each_object(name: str) -> None:
    variables = {"size": 3, **NOWHERE.get(name, {})}
    operation = build_operation(parse(TEXTS.get(name, MIXED)), None, variables)
    cost, random = operation.cost, Random(name)
    for _ in range(ROUNDS):
        data = make_object(cost, random, operation.node.selection_set, cost.root)
        expected = max(1, measure_object(cost, operation.node.selection_set, cost.root, data))
        assert cost.measure(data) == expected
