"""Rows that are made once for a module whose tests commit: each test begins with them, and none is left behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from cms.testing.baseline import added_rows, restore_rows
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from tests.cms.test_baseline import read_rows
from tests.factories.content import make_site, make_solution

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]
calls: list[str] = []
found: list[dict[str, list[str]]] = []


@pytest.fixture(scope="module", autouse=True)
def solution(commit_once: Any) -> Any:
    return commit_once(make_rows)


def make_rows() -> Solution:
    calls.append("made")
    make_site()
    return make_solution("Atlas", tags=("maps",))


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_the_rows(solution: Solution, turn: int) -> None:
    assert (calls, Solution.objects.get()) == (["made"], solution)
    found.append(read_rows())
    assert found[0] == found[-1]
    Solution.objects.update(title="Changed")
    make_solution("Whisper", tags=("speech",))
    Tag.objects.get(name="maps").delete()


def test_rows_that_are_added_are_gone_after_their_block() -> None:
    before = read_rows()
    Tag.objects.create(name="Twice", slug="twice")
    with added_rows(connection):
        Tag.objects.all().delete()
        restore_rows(connection)
        assert set(Tag.objects.values_list("name", flat=True)) == {"maps", "Twice"}
    assert read_rows() == before
