"""Rows that are made once for the tests of a module: each test begins with them, and none may commit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from modelsearch.backends import get_search_backend

from cms.testing.module_rows import check_tests_are_rolled_back
from content_types.taxonomy.models import Tag
from content_types.vendors.models import Vendor

pytestmark = pytest.mark.django_db
calls: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def tag(make_once: Any) -> Any:
    return make_once(make_rows)


def make_rows() -> Tag:
    calls.append("made")
    with transaction.atomic(durable=True):
        Vendor.objects.create(name="Onceword", slug="onceword")
    return Tag.objects.create(name="Once", slug="once")


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_the_rows(tag: Tag, turn: int) -> None:
    assert (calls, Tag.objects.get().name) == (["made"], "Once")
    with transaction.atomic(durable=True):
        Tag.objects.filter(pk=tag.pk).update(name=f"Changed {turn}")
        Tag.objects.create(name=f"New {turn}", slug=f"new-{turn}")


@pytest.mark.parametrize("turn", [1, 2])
def test_the_rows_are_in_the_index_of_each_test(turn: int) -> None:
    assert [row.name for row in get_search_backend().search("onceword", Vendor)] == ["Onceword"]


@pytest.mark.parametrize(
    ("fixtures", "marked"), [(("transactional_db",), {}), (("live_server",), {}), ((), {"transaction": True})]
)
def test_a_module_with_a_test_that_commits_is_rejected(
    fixtures: tuple[str, ...], marked: dict[str, bool]
) -> None:
    module: Any = SimpleNamespace()
    item = SimpleNamespace(
        nodeid="test_a.py::test_b",
        fixturenames=fixtures,
        getparent=lambda kind: module,
        get_closest_marker=lambda name: pytest.mark.django_db(**marked).mark,
    )
    module.session = SimpleNamespace(items=[item])
    with pytest.raises(pytest.UsageError, match="test_b commits"):
        check_tests_are_rolled_back(module)
    item.fixturenames, item.get_closest_marker = (), lambda name: None
    check_tests_are_rolled_back(module)
