"""What a publication writes of a page's children: the rows that differ, and no version of a table without them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from modelcluster import fields, models

from cms.compat import modelcluster_children, modelcluster_relations
from content_types.solutions.models import Solution, TaggedSolution
from content_types.solutions.parts import PricingPlan
from tests.factories.content import make_site, make_solution
from tests.support.admin import form_at, sign_in_client

pytestmark = pytest.mark.django_db
TAGS, PLANS, CATEGORIES = "solutions_taggedsolution", "solutions_pricingplan", "solutions_solution_categories"


@pytest.fixture
def page() -> Solution:
    make_site()
    solution: Solution = make_solution("Claude", tags=("agents", "chat", "code"))
    solution.pricing_plans = [
        PricingPlan(name="Free", sort_order=0),
        PricingPlan(name="Pro", price=Decimal("20.00"), sort_order=1),
    ]
    solution.save_revision().publish()
    forget_writes()
    return Solution.objects.get(pk=solution.pk)


def forget_writes() -> None:
    """A transaction gives a table one new version, and a test is one: what it wrote before does not count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM content_api_table_change WHERE xid = pg_current_xact_id()")


def list_written() -> set[str]:
    """The tables that have a new version since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM content_api_table_change WHERE xid = pg_current_xact_id()")
        return {name for (name,) in cursor.fetchall()}


def publish(page: Solution, **changes: Any) -> HttpResponse:
    client = sign_in_client()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = form_at(client, address, "page-edit-form", **{"action-publish": "1"}, **changes)
    return client.post(address, sent)


def read_tags(page: Solution) -> dict[int, str]:
    rows = TaggedSolution.objects.filter(content_object=page).order_by("pk")
    return dict(rows.values_list("pk", "tag__name"))


def test_a_publication_leaves_children_alone_that_stay_the_same(page: Solution) -> None:
    tags, plans = read_tags(page), list(page.pricing_plans.values_list("pk", "name"))
    assert publish(page, title="Claude 2").status_code == 302
    assert Solution.objects.get().title == "Claude 2"
    assert (read_tags(page), list(page.pricing_plans.values_list("pk", "name"))) == (tags, plans)
    assert list_written() & {TAGS, PLANS, CATEGORIES, "solutions_solution"} == {"solutions_solution"}


@pytest.mark.parametrize(
    ("sent", "names", "stay"),
    [
        ("agents,chat,code,vision", ["agents", "chat", "code", "vision"], 3),
        ("agents,code", ["agents", "code"], 2),
        ("agents,bots,chat,code", ["agents", "bots", "chat", "code"], 1),
        ("", [], 0),
    ],
)
def test_changed_tags_are_written_and_keep_their_order(
    page: Solution, sent: str, names: list[str], stay: int
) -> None:
    tags = read_tags(page)
    publish(page, tags=sent)
    now = read_tags(page)
    assert list(now.values()) == names
    assert len(tags.keys() & now.keys()) == stay
    assert TAGS in list_written()


def test_changed_rows_of_a_form_are_written_alone(page: Solution) -> None:
    free, pro = page.pricing_plans.order_by("pk")
    publish(page, **{"pricing_plans-1-price": "25"})
    assert list(page.pricing_plans.order_by("pk").values_list("pk", "price")) == [
        (free.pk, None), (pro.pk, Decimal("25.00")),
    ]  # fmt: skip


def test_children_without_keys_take_those_of_equal_rows(page: Solution) -> None:
    keys = list(page.pricing_plans.values_list("pk", flat=True))
    page.pricing_plans = [
        PricingPlan(name="Free", sort_order=0), PricingPlan(name="Pro", price=Decimal("20.00"), sort_order=1),
    ]  # fmt: skip
    forget_writes()
    page.save()
    assert list(page.pricing_plans.values_list("pk", flat=True)) == keys
    assert PLANS not in list_written()


def test_modelcluster_still_writes_what_stays_the_same(
    page: Solution, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When this fails, cms/compat/modelcluster_children.py is not needed any more."""
    related = Solution._meta.get_field("tagged_items")
    original = modelcluster_children.build_original_manager(
        related, Solution.tagged_items.related_manager_cls
    )
    manager = original(page)
    manager.set(list(manager.all()))
    manager.commit()
    assert TAGS in list_written()
    assert fields.create_deferring_foreign_related_manager is modelcluster_children.build_manager


@pytest.mark.parametrize("name", modelcluster_relations.NAMES)
def test_relations_of_children_are_listed_once_for_each_model(name: str) -> None:
    original, installed = modelcluster_relations.originals[name], getattr(models, name)
    for model in (each for each in apps.get_models() if issubclass(each, models.ClusterableModel)):
        assert installed(model) == installed(model()) == original(model)
    installed(Solution).clear()
    assert installed(Solution)


def test_modelcluster_still_lists_them_for_each_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, cms/compat/modelcluster_relations.py is not needed any more."""
    original = modelcluster_relations.originals["get_all_child_relations"]
    assert original(Solution)
    monkeypatch.setattr(models, "ParentalKey", type("Key", (), {}))
    assert original(Solution) == []
