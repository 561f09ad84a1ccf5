"""What a rule asks of parents is asked of each of them once, and hides the same rows."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import F, OuterRef, Q, Subquery
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.testing.workshop import Workshop
from content_api.access.context import ReadContext
from content_api.model.parents import filter_under, split_rule
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.content_api.client import ask, statements
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
        (Q(solution__live=True) & Q(solution__slug__in=["a", F("title")]), None, Q()),
        (Q(solution__live=True) & Q(solution__depth__range=(0, F("rating"))), None, Q()),
        (Q(solution__live=True) & Q(rating__gt=F("solution__depth")), None, Q()),
        (Q(solution__pk__in=Solution.objects.filter(title=OuterRef("title"))), None, Q()),
        (Q(solution__live=True) & Q(pk__in=Review.objects.filter(title=OuterRef("title"))), None, Q()),
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


RULE = """
from cms.plugin_api import *
from django.db.models import F, OuterRef, Q

def build_rule(viewer):
    from content_types.solutions.models import Solution
    return %s

@hookimpl
def permission_filter():
    return [PermissionFilter(name="hide", model="reviews.Review", rule=build_rule)]
"""
COMPARING = (
    "Q(solution__title=F('title'))",
    "Q(solution__title__in=['none', F('title')])",
    "Q(solution__pk__in=Solution.objects.filter(title=OuterRef('title')))",
    "~Q(solution__pk__in=Solution.objects.exclude(title=OuterRef('title')).values('pk'))",
)


@pytest.mark.parametrize("rule", COMPARING)
def test_a_rule_of_a_plugin_that_compares_row_and_parent_hides_the_same_in_both_lists(
    plugin_workshop: Workshop, site_with_plugins: Any, client: Client, rule: str
) -> None:
    make_site()
    page = make_solution("Atlas")
    make_review(page, title="Atlas"), make_review(page, title="Hidden")
    plugin_workshop.write("comparing", RULE % rule, guards=["reviews.Review"])
    site_with_plugins()
    for _ in range(2):
        assert ask(client, "{ reviews { nodes { title } } }") == {"reviews": {"nodes": [{"title": "Atlas"}]}}
        (found,) = ask(client, UNDER)["solutions"]["nodes"]
        assert found == {"title": "Atlas", "reviews": {"totalCount": 1, "nodes": [{"title": "Atlas"}]}}


def list_lookups() -> list[Any]:
    """Look-ups of rows and their parents, with all kinds of values."""
    shown = Solution.objects.filter(title__in=["A", "B"])
    return [
        ("rating__gte", 3), ("title", "A"), ("title__in", ["A", "B"]), ("rating__lt", F("solution__depth")),
        ("solution__title", "A"), ("solution__vendor__name", "V"), ("solution__vendor__isnull", True),
        ("solution__tagged_items__tag__slug", "x"), ("solution__reviews__rating", 4), ("solution__in", shown),
        ("solution__reviews__title", F("title")), ("solution__pk__in", shown), ("solution__title__in", [F("title"), "C"]),
        ("solution__pk__in", Solution.objects.filter(title=OuterRef("title"))),
        ("solution__title", Subquery(shown.filter(title=OuterRef("title")).values("title"))),
        ("pk__in", Review.objects.filter(title=OuterRef("solution__title"))), ("solution__live", True),
    ]  # fmt: skip


def make_rule(random: Random, depth: int = 3) -> Q:
    parts = [
        make_rule(random, depth - 1) if depth and random.random() < 0.4 else random.choice(list_lookups())
        for _ in range(random.choice((1, 2, 2, 3)))
    ]
    rule = Q(*parts, _connector=random.choice((Q.AND, Q.AND, Q.OR)))
    return ~rule if random.random() < 0.25 else rule


def test_random_rules_hide_what_they_hide_as_joins() -> None:
    make_site()
    vendor: Any = make_vendor("V")
    pages = [
        make_solution("A", vendor=vendor, tags=("x", "y")),
        make_solution("B", tags=("y",)),
        make_solution("C"),
    ]
    for number, title in enumerate("ABCABC"):
        make_review(pages[number % 2], title=title, rating=number % 5 + 1)
        make_review(pages[2], title=title, rating=number % 4 + 1)
    random, keys, divided = Random(16), [pages[0].pk, pages[2].pk], 0
    for _ in range(300):
        rule = make_rule(random)
        under = filter_under(Review.objects.all(), rule, "solution", keys).filter(solution__in=keys)
        joined = Review.objects.filter(rule, solution__in=keys)
        assert {*under.values_list("pk", flat=True)} == {*joined.values_list("pk", flat=True)}, rule
        divided += "ANY(ARRAY(" in str(under.query)
    assert divided > 30  # or it would prove nothing
