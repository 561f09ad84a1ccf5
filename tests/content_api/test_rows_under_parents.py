"""What a rule asks of parents is asked of each of them once, and hides the same rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Q
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content_api.access.context import ReadContext
from content_api.model.parents import filter_under, split_rule
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.content_api.client import statements
from tests.factories.content import make_review, make_site, make_solution, make_vendor

pytestmark = pytest.mark.django_db
UNDER = "{ solutions { nodes { title reviews { totalCount nodes { title } } } } }"


def list_under(rule: Q, keys: list[int]) -> list[str]:
    rows = filter_under(Review._default_manager.all(), rule, "solution", keys)
    return sorted(rows.filter(solution__in=keys).values_list("title", flat=True))


def test_the_same_rows_are_hidden_as_by_joins() -> None:
    make_site()
    solutions = [make_solution(title) for title in ("Shown", "Draft", "Expired", "Private", "Unasked")]
    for each in solutions:
        make_review(each, title=f"Of {each.title}")
    make_review(solutions[0], title="Pending", state="pending")
    Solution.objects.filter(title="Draft").update(live=False)
    Solution.objects.filter(title="Expired").update(expire_at=timezone.now() - timedelta(hours=1))
    PageViewRestriction.objects.create(page=solutions[3], restriction_type="login")
    rule, keys = ReadContext.for_site().gate.visible(Review), [each.pk for each in solutions[:4]]
    joined = Review.objects.filter(rule, solution__in=keys).values_list("title", flat=True)
    assert list_under(rule, keys) == sorted(joined) == ["Of Shown"]


def test_lists_and_numbers_look_each_parent_up_once(client: Client) -> None:
    make_site()
    for _ in range(2):
        make_review(make_solution())
    statements(client, UNDER)
    texts = [text for text in statements(client, UNDER) if 'FROM "reviews_review"' in text]
    assert len(texts) == 2 and all("= ANY(ARRAY(SELECT" in text for text in texts)
    assert not any('JOIN "wagtailcore_page" ON ("reviews_review"' in text for text in texts)


@pytest.mark.parametrize(
    ("rule", "own", "of_parent"),
    [
        (Q(state="x") & Q(solution__live=True), Q(state="x"), Q(live=True)),
        (Q(solution__pk__in=[1]) & ~Q(solution__slug="a"), Q(), Q(pk__in=[1]) & ~Q(slug="a")),
        (Q(solution__live=True) & Q(solution__in=[1]), None, Q()),
        (Q(solution__live=True) & Q(solution__slug=F("title")), None, Q()),
        (Q(solution__live=True) & (Q(solution__slug="a") | Q(state="x")), None, Q()),
        (Q(state="x"), None, Q()),
        (Q(), None, Q()),
    ],
)
def test_a_rule_is_divided_where_that_changes_nothing(rule: Q, own: Q | None, of_parent: Q) -> None:
    """None: the whole rule stays with the row."""
    assert split_rule(rule, "solution", Solution) == (rule if own is None else own, of_parent)


def test_a_rule_without_parents_is_a_filter() -> None:
    make_site()
    vendor: Any = make_vendor("Acme")
    page = make_solution("Tool", vendor=vendor)
    rule = ReadContext.for_site().gate.visible(Solution)
    rows = filter_under(Solution.objects.all(), rule, "vendor", [vendor.pk])
    assert list(rows.filter(vendor__in=[vendor.pk])) == [page] and "ANY(ARRAY(" not in str(rows.query)
    assert Vendor.objects.count() == 1
