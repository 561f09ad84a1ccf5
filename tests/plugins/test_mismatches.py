"""An answer of a wrong type is explained in the log: where it is, what it is, and what was declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import pytest
from django.test import Client

from cms.plugins.api.contributions import Rows
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from content_api.schema.plugin_fields.answers import (
    find_mapping_mismatch,
    find_mismatch,
    find_payload_mismatch,
)
from tests.content_api.client import post
from tests.factories.content import make_site, make_solution
from tests.plugins.workshop import Workshop


@dataclass(frozen=True)
class Count:
    words: int
    longest: str | None = None


COUNT: Any = Count
"""The class as a plugin without type checks calls it, with members of wrong types."""


class Colour(Enum):
    RED = "red"


MAPPINGS: list[tuple[Any, Any, str]] = [
    (int, {7: {"a": 1}}, "key 7 is {'a': 1} (dict), and its declared type is int: return that."),
    (int, {7: True}, "key 7 is True (bool), and its declared type is int: return that."),
    (list[str], {7: ["a", 2]}, "key 7[1] is 2 (int), and its declared type is str: return that."),
    (Count, {7: COUNT("x")}, "key 7.words is 'x' (str), and its declared type is int: return that."),
    (Count, {7: COUNT(1, 2)}, "key 7.longest is 2 (int), and its declared type is str: return that."),
    (str, {1: "a", 2: 3}, "key 2 is 3 (int), and its declared type is str: return that."),
    (Colour, {7: "red"}, "key 7 is 'red' (str), and its declared type is Colour: return that."),
    (date, {7: "2026-01-01"}, "key 7 is '2026-01-01' (str), and its declared type is date: return that."),
    (
        Rows("solutions.Solution"), {7: ["a"]},
        "key 7 is ['a'] (list), and its declared type is a list of primary keys of solutions.Solution: return that.",
    ),
    (int, [1], "load answered [1] (list): return a mapping from each key to its value, int."),
    (int, {"7": 1}, "load answered for the key '7' (str): its keys are the int that it was given."),
    (str, {7: 100}, "key 7 is 100 (int), and its declared type is str: return that."),
]  # fmt: skip


@pytest.mark.parametrize(("hint", "values", "problem"), MAPPINGS)
def test_the_first_wrong_value_is_named(hint: Any, values: Any, problem: str) -> None:
    assert find_mapping_mismatch(hint, values) == problem


@pytest.mark.parametrize(
    ("hint", "value"),
    [(int, 3), (float, 3), (list[str], ("a",)), (Count, Count(1)), (Colour, Colour.RED), (str, None),
     (Rows("a.B"), [1]), (Rows("a.B", many=False), 1), (dict, {"a": 1}), (date, date(2026, 1, 1))],
)  # fmt: skip
def test_what_fits_has_no_problem(hint: Any, value: Any) -> None:
    assert find_mapping_mismatch(hint, {7: value}) == find_mismatch(hint, value) == ""


def test_a_long_value_is_cut() -> None:
    assert find_mismatch(int, "x" * 500) == (
        f"the answer is '{'x' * 59}… (str), and its declared type is int: return that."
    )


def test_members_of_a_payload_are_looked_at() -> None:
    assert find_payload_mismatch(Count, Count(1)) == find_payload_mismatch(Count, COUNT(None)) == ""
    assert find_payload_mismatch(Count, {"words": 1}) == "perform answered {'words': 1} (dict): return Count."
    wrong = "Count.words is 'x' (str), and its declared type is int: return that."
    assert find_payload_mismatch(Count, COUNT("x")) == wrong


FIELD = """
from cms.plugin_api import PUBLIC, GraphQLField, hookimpl

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="size", type=int, load=lambda keys, gate: {keys[0]: %s},
                         description="Size.", cost=1, permission=PUBLIC)]
"""


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["'canary'", "1.5", "[1]"])
def test_the_log_has_key_value_and_type_and_the_caller_none_of_it(
    value: str, workshop: Workshop, site_with: Callable[..., Platform], client: Client
) -> None:
    make_site()
    key = make_solution("One").pk
    workshop.write("sizes", FIELD % value)
    site_with()
    answer = post(client, '{ solution(slug: "one") { title size } }')
    assert answer["data"]["solution"] == {"title": "One", "size": None}
    assert "canary" not in str(answer) and answer["errors"][0]["message"] == "The plugin did not answer."
    reason = runtime.last_errors("sizes")[0]["reason"]
    assert reason.startswith(f"key {key} is {value} (") and "its declared type is int" in reason
