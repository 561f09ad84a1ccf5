"""Operations are kept within bounds, and the documents of anonymous clients cannot evict those of others."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from content_api import operation
from content_api.limits.bounded_store import BoundedStore
from content_api.operation import load_operation

pytestmark = pytest.mark.django_db
TEXT = "query($first: Int) { solutions(first: $first) { nodes { title } } }"


@pytest.fixture
def built_variables(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The variables with which an operation was built, in order."""
    seen: list[dict[str, Any]] = []
    real = operation.build_operation

    def record(document: Any, name: Any, variables: dict[str, Any]) -> Any:
        seen.append(variables)
        return real(document, name, variables)

    monkeypatch.setattr(operation, "build_operation", record)
    return seen


@pytest.mark.parametrize("flood", ["others", "itself"])
def test_many_variables_do_not_evict_trusted_documents(
    built_variables: list[dict[str, Any]], flood: str
) -> None:
    trusted, other = parse(TEXT), parse(TEXT)
    kept = load_operation(trusted, None, {"first": 7}, trusted=True)
    for n in range(600):
        document, is_trusted = (trusted, True) if flood == "itself" else (other, False)
        load_operation(document, None, {"first": 7, "unused": n}, trusted=is_trusted)
    built_variables.clear()
    assert load_operation(trusted, None, {"first": 7}, trusted=True) is kept and built_variables == []


def test_the_least_recently_used_value_is_evicted() -> None:
    store: BoundedStore[int] = BoundedStore(3)
    for key in "abc":
        store.put(key, ord(key))
    assert store.get("a") == 97
    store.put("d", 100)
    assert [store.get(key) for key in "abcd"] == [97, None, 99, 100]


def test_the_number_of_kept_operations_is_bounded(built_variables: list[dict[str, Any]]) -> None:
    document = parse(TEXT)
    for n in range(513):
        load_operation(document, None, {"first": 1, "unused": n}, trusted=False)
    load_operation(document, None, {"first": 1, "unused": 512}, trusted=False)
    assert len(built_variables) == 513
    load_operation(document, None, {"first": 1, "unused": 0}, trusted=False)
    assert len(built_variables) == 514


def test_other_values_of_variables_are_another_operation() -> None:
    document = parse("query($first: Int = 3, $named: Boolean = true) { solutions(first: $first) "
                     "{ nodes { title vendor @include(if: $named) { name } } } }")  # fmt: skip
    default = load_operation(document, None, {}, trusted=False)
    assert default.variables == {"first": 3, "named": True} and default.cost.requested_points == 6
    fewer = load_operation(document, None, {"first": 2, "named": False}, trusted=False)
    assert fewer.plans is not default.plans and fewer.cost.requested_points == 2
