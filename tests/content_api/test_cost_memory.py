"""What documents cost is remembered within bounds, and nobody can empty that memory for others."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from content_api.limits import charge as tolls
from content_api.limits.bounded_store import BoundedStore

pytestmark = pytest.mark.django_db
TEXT = "query($first: Int) { solutions(first: $first) { nodes { title } } }"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The variables with which a cost was worked out, in order."""
    seen: list[dict[str, Any]] = []
    real = tolls.new_bill

    def record(document: Any, name: Any, variables: dict[str, Any]) -> Any:
        seen.append(variables)
        return real(document, name, variables)

    monkeypatch.setattr(tolls, "new_bill", record)
    return seen


@pytest.mark.parametrize("flood", ["others", "itself"])
def test_many_variables_do_not_push_out_trusted_documents(
    worked_out: list[dict[str, Any]], flood: str
) -> None:
    trusted, other = parse(TEXT), parse(TEXT)
    kept = tolls.bill_of(trusted, None, {"first": 7}, trusted=True)
    for n in range(600):
        document, is_trusted = (trusted, True) if flood == "itself" else (other, False)
        tolls.bill_of(document, None, {"first": 7, "unused": n}, trusted=is_trusted)
    worked_out.clear()
    assert tolls.bill_of(trusted, None, {"first": 7}, trusted=True) is kept and worked_out == []


def test_the_one_asked_for_longest_ago_makes_room() -> None:
    store: BoundedStore[int] = BoundedStore(3)
    for key in "abc":
        store.put(key, ord(key))
    assert store.get("a") == 97
    store.put("d", 100)
    assert [store.get(key) for key in "abcd"] == [97, None, 99, 100]


def test_the_memory_of_other_documents_is_bounded(worked_out: list[dict[str, Any]]) -> None:
    document = parse(TEXT)
    for n in range(513):
        tolls.bill_of(document, None, {"first": 1, "unused": n})
    tolls.bill_of(document, None, {"first": 1, "unused": 512})
    assert len(worked_out) == 513
    tolls.bill_of(document, None, {"first": 1, "unused": 0})
    assert len(worked_out) == 514
